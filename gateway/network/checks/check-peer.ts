/**
 * Holds the log of another gateway against ours: reads what it logged of what we asked, and compares it with what we
 * logged before and after. What differs is an alarm, and an entry that keeps what both logs say.
 */
import type pg from 'pg';
import { crossCheck, DIFFERENCES } from '../../../sharing-rules/network/cross-check.ts';
import { appendOwnerEvent } from '../../audit/owner-event.ts';
import type { GatewayClient } from '../../cli/client/http-client.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { readNow } from '../../database/read-now.ts';
import { GatewayError } from '../../faults/errors.ts';
import { unavailable } from '../../jobs/connect-gateway.ts';
import { upToNow } from '../../projections/up-to-now.ts';
import { readPeer } from '../agreements/peers-store.ts';
import {
  type BegunCheck,
  beginCheck,
  endCheck,
  findOurEntries,
  forgetOldDifferences,
  keepDifferences,
  onlyNew,
  type ReportedDifference,
} from './checks-store.ts';
import { followLogKey } from './follow-log-key.ts';
import { noteUncollected } from './note-uncollected.ts';
import { readOurEntries } from './our-entries.ts';
import { readTheirEntries } from './their-entries.ts';

export interface CheckDeps {
  readonly pool: pg.Pool;
  /** Signs in at the gateway of an agency. */
  readonly connect: (ori: string) => Promise<Pick<GatewayClient, 'request'>>;
  /** Milliseconds in which our own log will have what came of an ask; default: `SETTLED`. */
  readonly settled?: number;
  readonly log: { error(fields: object, message: string): void };
}

export interface CheckedPeer {
  readonly ori: string;
  /** Entries of theirs that were compared. */
  readonly compared: number;
  /** True if their log has more that can be compared. */
  readonly more: boolean;
  /** Lists what this check found, including what an earlier one had found. */
  readonly differences: readonly ReportedDifference[];
}

/** Entries of theirs in one check. */
const MOST = 20_000;
/** Differences of one check that are kept: from then on the number tells enough. */
const MOST_KEPT = 100;
/** Longer than an officer is kept waiting. */
const SETTLED = 30_000;

/** @throws GatewayError `conflict` while it is being checked; `unavailable`, `malformed` as the other side answers */
export async function checkPeer(ori: string, deps: CheckDeps): Promise<CheckedPeer> {
  const { pool } = deps;
  const begun = await beginCheck(pool, ori);
  if (begun === null)
    throw new GatewayError('conflict', 'this agency’s log is being checked: ask again later');
  try {
    return await check(ori, begun, deps);
  } catch (error) {
    const fault = error instanceof GatewayError ? error.code : 'internal';
    await endCheck(pool, ori, begun, fault);
    throw error;
  }
}

async function check(ori: string, begun: BegunCheck, deps: CheckDeps): Promise<CheckedPeer> {
  const { pool } = deps;
  const client = await deps.connect(ori);
  const peer = await readPeer(pool, ori);
  if (peer !== null) await followLogKey(peer, client, pool).catch(unavailable);
  const until = (await readNow(pool)) - (deps.settled ?? SETTLED);
  const reading = { since: begun.since, from: begun.agreedAt, until, most: MOST };
  const { entries, more, next } = await readTheirEntries(client, reading).catch(unavailable);
  await upToNow(pool);
  const named = entries.flatMap(({ asker }) => asker?.index ?? []);
  const indices = await findOurEntries(pool, begun.agencyId, begun.newestAsked, named);
  const { answers: told, asks, texts } = await readOurEntries(pool, indices);
  const agency = { id: begun.agencyId, ori };
  const answers = [...told, ...(await noteUncollected(agency, entries, told, pool))];
  const isInPart = (index: number) => index >= begun.since && index < next;
  const { differences, newestAsked } = crossCheck({
    ...{ theirs: entries, asks, newestAsked: begun.newestAsked },
    answers: answers.filter(({ proven }) => proven === null || isInPart(proven.index)),
  });
  const theirTexts = new Map(entries.map(({ index, text }) => [index, text]));
  const reported = differences.map((one) => ({
    ...one,
    theirText: theirTexts.get(one.theirs ?? -1) ?? null,
    ourText: texts.get(one.ours ?? -1) ?? null,
  }));
  await report(ori, begun, reported, deps);
  await endCheck(pool, ori, { since: next, newestAsked }, null);
  return { ori, compared: entries.length, more, differences: reported };
}

/** Raises the alarm for what no check has found before, and writes it into the log. */
async function report(
  ori: string,
  { agencyId }: BegunCheck,
  found: readonly ReportedDifference[],
  { log, pool }: CheckDeps,
): Promise<void> {
  await forgetOldDifferences(pool);
  const fresh = await onlyNew(pool, ori, found);
  if (fresh.length === 0) return;
  const kept = fresh.slice(0, MOST_KEPT);
  await inTransaction(pool, async (trx) => {
    const owner = { fault: 'peer_log_differs', peer: ori, found: fresh.length, differences: kept };
    const { index } = await appendOwnerEvent(trx, { kind: 'fault', agency: { id: agencyId, ori }, owner });
    await keepDifferences(trx, ori, index, kept);
  });
  log.error(
    {
      peer: ori,
      found: fresh.length,
      differences: kept.map(({ kind, ours, theirs }) => ({ kind, ours, theirs })),
    },
    `ALARM: the log of another gateway and ours do not tell the same: ${DIFFERENCES[kept[0]?.kind ?? 'not_asked']}. ` +
      'Next: `npm run gateway -- peers check`, and ask that agency what its log says',
  );
}
