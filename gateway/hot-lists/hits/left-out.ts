/**
 * Before hits are looked for: standing queries whose officer may get nothing now, be it that the officer is suspended
 * or that the day is used up. Their hits are not looked at, so that nothing tells whether there are some.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { isOfTheRight } from '../../../sharing-rules/right-to-hits.ts';
import type { Subject } from '../../../sharing-rules/terms/asker.ts';
import type { PendingQuery } from '../../release/facts/pending-query.ts';
import type { HotListDeps } from '../lists/hot-list-deps.ts';
import { pendingOfRight } from '../lists/pending-exchange.ts';
import { askerOfHit } from './asker-of-hit.ts';
import { findWaiting } from './standing-queries-store.ts';

/** Officers judged in one turn: others' requests have theirs between two. */
const TOGETHER = 50;

/** Resolves to the positions of those queries. @throws the database's error */
export async function leftOut(
  subject: Subject,
  { pool, foresee, now }: Pick<HotListDeps, 'pool' | 'foresee' | 'now'>,
): Promise<readonly number[]> {
  // By who is judged: an officer's queries share one judgment.
  const behind = new Map<string, { pending: PendingQuery; positions: number[] }>();
  for (const { position, subject: entered, officer } of await findWaiting(pool, subject)) {
    const asker = askerOfHit({ subject: entered }, subject, now());
    const key = JSON.stringify([asker.kind, asker.personId, asker.mfa, asker.ori, officer]);
    const same = behind.get(key);
    if (same === undefined)
      behind.set(key, { pending: pendingOfRight(officer, asker, now()), positions: [position] });
    else same.positions.push(position);
  }
  const out: number[] = [];
  const all = [...behind.values()];
  for (let at = 0; at < all.length; at += TOGETHER) {
    const some = all.slice(at, at + TOGETHER);
    const against = await foresee(some.map(({ pending }) => pending));
    out.push(...some.flatMap(({ positions }, i) => (against[i]?.some(isOfTheRight) ? positions : [])));
    await turn();
  }
  return out;
}
