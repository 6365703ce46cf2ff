/**
 * Finds, before hits are looked for, the standing queries whose officer may get nothing now, because of a
 * suspension or a used-up day. Their hits are not looked at, so that nothing tells whether there are any.
 */
import { isOfTheRight } from '../../../sharing-rules/right-to-hits.ts';
import type { Subject } from '../../../sharing-rules/terms/asker.ts';
import type { HotListDeps } from '../lists/hot-list-deps.ts';
import { askerOfHit } from './asker-of-hit.ts';
import { findWaiting } from './standing-queries-store.ts';
import { withoutRight } from './without-right.ts';

/** Resolves to the positions of those queries. @throws the database's error */
export async function leftOut(
  subject: Subject,
  deps: Pick<HotListDeps, 'pool' | 'preview' | 'now'>,
): Promise<readonly number[]> {
  const waiting = await findWaiting(deps.pool, subject);
  const behind = waiting.map(({ officer, position, subject: entered }) => ({
    ...{ officer, position },
    asker: askerOfHit({ subject: entered }, subject, deps.now()),
  }));
  return withoutRight(behind, isOfTheRight, deps);
}
