/** Refuses a partner who may have no hits before any are looked for, whether there are some or not. */
import { isOfTheRight } from '../../../sharing-rules/right-to-hits.ts';
import type { Subject } from '../../../sharing-rules/terms/asker.ts';
import { unavailableNow } from '../../faults/errors.ts';
import { identityChanged, refusal } from '../../query/answer.ts';
import type { HotListDeps } from '../lists/hot-list-deps.ts';
import { pendingOfOwnRight } from '../lists/pending-exchange.ts';

/**
 * Keeps the answer, and its count in the rate limit, from telling a revoked partner, a suspended person, or
 * one whose day is used up, whether a plate was seen.
 * @throws GatewayError `refused` with reasons and receipt; `unavailable`
 */
export async function requireRightToHits(
  subject: Subject,
  { commit, now }: Pick<HotListDeps, 'commit' | 'now'>,
): Promise<void> {
  const asked = pendingOfOwnRight(subject, now());
  const outcome = await commit({ ...asked, kind: 'dry_run', foretells: 'day' });
  if (outcome.kind === 'outdated') throw identityChanged();
  if (outcome.kind !== 'dry_run') throw unavailableNow('the registry is changing; ask again');
  const ofTheRight = outcome.decision.reasons.filter(isOfTheRight);
  if (ofTheRight.length > 0) throw refusal({ ...outcome.decision, reasons: ofTheRight }, outcome.appended);
}
