/**
 * Takes a signal of another gateway (RFC 8935): access that it gave us has ended. Open pages withdraw what they show of
 * that gateway. It is asked as before: it refuses by itself, with its reason, and nobody tells of a new grant.
 */
import type pg from 'pg';
import { appendOwnerEvent } from '../../audit/owner-event.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { GatewayError } from '../../faults/errors.ts';
import { readStrictJws } from '../../identity/jose/read-strict-jws.ts';
import { verifyJws } from '../../identity/jose/verify-jws.ts';
import { parseSignal, SESSION_REVOKED, SET_TYPE, type Signal } from './session-revoked.ts';
import { findPeerOri, insertSignal } from './signals-store.ts';

/** The codes of RFC 8935 §2.4. */
export const SIGNAL_FAULTS = [
  'invalid_request',
  'invalid_key',
  'invalid_issuer',
  'invalid_audience',
  'access_denied',
] as const;
export type SignalFault = (typeof SIGNAL_FAULTS)[number];

export interface RefusedSignal {
  readonly err: SignalFault;
  readonly description: string;
}

export interface TakeSignalDeps {
  readonly pool: pg.Pool;
  readonly owner: string;
  /** The `resource` of this gateway. */
  readonly resource: string;
  /** Returns the `resource` and the published keys of the gateway of an agency. @throws GatewayError if they cannot be had */
  readonly keysOf: (
    ori: string,
    kid: string | undefined,
  ) => Promise<{ readonly resource: string; readonly keys: unknown }>;
  readonly now: () => number;
}

/** Seconds by which the clocks of two agencies may differ, and for which a signal is worth telling. */
const AHEAD = 300;
const OLDEST = 86_400;

/** Resolves to null once it is taken, also where it was before. @param set the body */
export async function takeSignal(
  set: Buffer,
  agencyId: number,
  deps: TakeSignalDeps,
): Promise<RefusedSignal | null> {
  const ori = await findPeerOri(deps.pool, agencyId);
  if (ori === null)
    return { err: 'access_denied', description: 'no agreement with your agency names this gateway' };
  const read = await readSignal(set.toString('latin1'), ori, deps);
  if ('err' in read) {
    await inTransaction(deps.pool, (trx) =>
      appendOwnerEvent(trx, {
        kind: 'fault',
        agency: { id: agencyId, ori },
        owner: { fault: 'signal_refused', peer: ori, ...read },
      }),
    );
    return read;
  }
  const { events, jti, sub_id: whose } = read;
  if (events[SESSION_REVOKED] === undefined) return null;
  const officer = whose.user?.id ?? null;
  await insertSignal(deps.pool, { ori, jti, officer });
  return null;
}

async function readSignal(
  set: string,
  ori: string,
  { keysOf, now, owner, resource }: TakeSignalDeps,
): Promise<Signal | RefusedSignal> {
  const refuse = (err: SignalFault, description: string): RefusedSignal => ({ err, description });
  let signal: Signal;
  let kid: string | undefined;
  try {
    const jws = readStrictJws(set);
    if (jws.typ !== SET_TYPE)
      return refuse('invalid_request', `\`typ\` of the header must be \`${SET_TYPE}\``);
    kid = jws.kid;
    signal = parseSignal(jws.payload);
  } catch (error) {
    return refuse('invalid_request', wordsOf(error));
  }
  const { keys, resource: issuer } = await keysOf(ori, kid);
  try {
    await verifyJws(set, keys);
  } catch (error) {
    return refuse('invalid_key', wordsOf(error));
  }
  if (signal.iss !== issuer)
    return refuse('invalid_issuer', '`iss` must be the `resource` of your agreement with this agency');
  if (signal.aud !== resource)
    return refuse('invalid_audience', '`aud` must be the `resource` of this gateway');
  if (signal.sub_id.tenant.id !== owner)
    return refuse('invalid_request', '`sub_id.tenant.id` must be the ORI of this agency');
  const age = now() / 1000 - signal.iat;
  return age < -AHEAD || age > OLDEST
    ? refuse('invalid_request', '`iat` must be a time of the last day, by the clock of this gateway')
    : signal;
}

function wordsOf(error: unknown): string {
  if (error instanceof GatewayError) return error.message;
  throw error;
}
