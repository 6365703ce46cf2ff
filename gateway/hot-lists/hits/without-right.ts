/**
 * Finds standing queries of those who may get nothing now, whatever they would find: nothing is looked up, so
 * that nothing tells whether there is a hit. An officer's queries share one judgment.
 */
import { setImmediate as turn } from 'node:timers/promises';
import type { Officer, Subject } from '../../../sharing-rules/terms/asker.ts';
import type { Reason } from '../../../sharing-rules/terms/decision.ts';
import type { PendingQuery } from '../../release/facts/pending-query.ts';
import type { HotListDeps } from '../lists/hot-list-deps.ts';
import { pendingOfRight } from '../lists/pending-exchange.ts';

/** A standing query, as far as it says whose right its hits are. */
export interface StandsFor {
  readonly position: number;
  /** The asker to whom its hits are released. */
  readonly asker: Subject;
  /** The officer whom the query names; null if it names none. */
  readonly officer: Officer | null;
}

/** The officers judged in one turn; other requests run between two turns. */
const TOGETHER = 50;

/**
 * Resolves to the positions of those queries. @throws the database's error
 * @param counts whether a reason stands in the way here
 */
export async function withoutRight(
  all: Iterable<StandsFor>,
  counts: (reason: Reason) => boolean,
  { preview, now }: Pick<HotListDeps, 'preview' | 'now'>,
): Promise<number[]> {
  const behind = new Map<string, { pending: PendingQuery; positions: number[] }>();
  for (const { asker, officer, position } of all) {
    const key = JSON.stringify([asker.agencyId, asker.kind, asker.personId, asker.mfa, asker.ori, officer]);
    const same = behind.get(key);
    if (same === undefined)
      behind.set(key, { pending: pendingOfRight(officer, asker, now()), positions: [position] });
    else same.positions.push(position);
  }
  const without: number[] = [];
  const judged = [...behind.values()];
  for (let at = 0; at < judged.length; at += TOGETHER) {
    const some = judged.slice(at, at + TOGETHER);
    const against = await preview(some.map(({ pending }) => pending));
    without.push(...some.flatMap(({ positions }, i) => (against[i]?.some(counts) ? positions : [])));
    await turn();
  }
  return without;
}
