/**
 * Tells other gateways of revocation records, after the fact: it follows the records by a cursor of its own. A revocation
 * waits for none of it, and nothing of a receiver is in its transaction.
 */
import type pg from 'pg';
import { findKeptEntries } from '../../audit/kept/kept-entries-store.ts';
import { parseDetail } from '../../audit/kept/parse-detail.ts';
import type { GatewayClient } from '../../cli/client/http-client.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { lastingTrouble } from '../../faults/lasting-trouble.ts';
import { type Repeated, repeat } from '../../faults/repeat.ts';
import type { EnvelopeKeys } from '../../identity/jose/envelope-keys/envelope-keys.ts';
import { signCompact } from '../../identity/jose/envelope-keys/seal-envelope.ts';
import { MARKS_OF_ONE } from '../../release/revoke/marks-store.ts';
import { readPeers } from '../agreements/peers-store.ts';
import { SESSION_REVOKED, SET_MEDIA_TYPE, SET_TYPE, type Signal } from './session-revoked.ts';
import {
  type DueTelling,
  findMarks,
  findOfficerReference,
  followNewPeers,
  forgetOldSignals,
  type MarkToTell,
  noteTold,
  takeDue,
} from './signals-store.ts';

export interface SendSignalsDeps {
  readonly pool: pg.Pool;
  readonly connect: (ori: string) => Promise<Pick<GatewayClient, 'request'>>;
  readonly envelopeKeys: Pick<EnvelopeKeys, 'current'>;
  /** The `resource` by which others know this gateway. */
  readonly resource: string;
  readonly now: () => number;
  readonly log: { warn(fields: object, message: string): void; error(fields: object, message: string): void };
}

/** Milliseconds between two looks. */
const LOOK_EVERY = 500;
/** Nothing that others hold keeps a connection of this gateway for longer. */
const BOUNDED = ["SET LOCAL lock_timeout = '1s'", "SET LOCAL statement_timeout = '5s'"];

export function startSignals(deps: SendSignalsDeps): Repeated {
  const trouble = lastingTrouble(deps.log, {
    trouble:
      'other gateways cannot be told of revocations, which are in force all the same; it is tried again',
    end: 'other gateways are told of revocations again',
  });
  const underWay: UnderWay = new Map();
  const looking = repeat(LOOK_EVERY, () =>
    beginTelling(deps, underWay).then(trouble.isOver, ({ code }) => trouble.lasts({ code })),
  );
  return { stop: () => looking.stop().then(() => ended(underWay)) };
}

/** Tells each gateway all that is due, all of them at once. */
export async function sendSignals(deps: SendSignalsDeps): Promise<void> {
  const underWay: UnderWay = new Map();
  await beginTelling(deps, underWay);
  await ended(underWay);
}

/** Holds, by ORI, what is being sent now: one delivery a gateway at a time, so that one that hangs delays no other. */
type UnderWay = Map<string, Promise<void>>;
const ended = async (underWay: UnderWay) => void (await Promise.all(underWay.values()));

async function beginTelling(deps: SendSignalsDeps, underWay: UnderWay): Promise<void> {
  const due = await inTransaction(
    deps.pool,
    async (trx) => {
      await followNewPeers(trx);
      await forgetOldSignals(trx);
      return takeDue(trx, [...underWay.keys()]);
    },
    { first: BOUNDED },
  );
  if (due.length === 0) return;
  const peers = new Map((await readPeers(deps.pool)).map((peer) => [peer.ori, peer]));
  for (const telling of due) {
    const told = tell(telling, peers.get(telling.ori)?.resource ?? null, deps);
    underWay.set(
      telling.ori,
      told.finally(() => underWay.delete(telling.ori)),
    );
  }
}

/** Never rejects. @param aud null if no agreement is in force: then the records are skipped */
async function tell(
  { agencyId, mark, ori, tries }: DueTelling,
  aud: string | null,
  deps: SendSignalsDeps,
): Promise<void> {
  const { connect, log, pool } = deps;
  try {
    const marks = await findMarks(pool, mark, agencyId);
    let client: Awaited<ReturnType<typeof connect>> | null = null;
    for (const one of marks) {
      const signal = one.concerns && aud !== null ? await signalOf(one, { aud, ori }, deps) : null;
      if (signal !== null) {
        client ??= await connect(ori);
        const set = signCompact(JSON.stringify(signal), deps.envelopeKeys.current(deps.now()), {
          typ: SET_TYPE,
        });
        const { status } = await client.request('POST', '/v1/network/signals', set, {
          'Content-Type': SET_MEDIA_TYPE,
        });
        // A receiver that will never take it must not keep the later ones from being told (RFC 8935 §2.4).
        if (status === 400)
          log.error(
            { peer: ori, mark: one.index },
            'another gateway refused a signal; next: `npm run gateway -- peers test`',
          );
        else if (status !== 202)
          throw Object.assign(new Error('the signal was not taken'), { code: `status_${status}` });
      }
      await noteTold(pool, ori, one.index);
    }
  } catch (error) {
    // Told again with growing pauses: the cursor stands where it was.
    if (tries === 1)
      log.warn(
        { peer: ori, code: (error as { code?: unknown }).code },
        'another gateway was not told of a revocation; it is tried again',
      );
  }
}

/** Returns null for what is nobody's business there. */
async function signalOf(
  { at, index, kind }: MarkToTell,
  { aud, ori }: { readonly aud: string; readonly ori: string },
  { now, pool, resource }: SendSignalsDeps,
): Promise<Signal | null> {
  const isOfOne = (MARKS_OF_ONE as readonly string[]).includes(kind);
  const officer = isOfOne ? await officerOf(pool, index) : null;
  if (isOfOne && officer === null) return null;
  return {
    ...{ iss: resource, aud, jti: `mark-${index}`, iat: Math.floor(now() / 1000) },
    sub_id: {
      format: 'complex',
      tenant: { format: 'opaque', id: ori },
      ...(officer === null ? {} : { user: { format: 'opaque', id: officer } }),
    },
    events: { [SESSION_REVOKED]: { event_timestamp: Math.floor(at / 1000) } },
  };
}

async function officerOf(pool: pg.Pool, index: number): Promise<string | null> {
  const [entry] = await findKeptEntries(pool, [index]);
  const { subjectId } = parseDetail(entry?.kept?.owner.detail ?? '');
  return typeof subjectId === 'string' ? findOfficerReference(pool, subjectId) : null;
}
