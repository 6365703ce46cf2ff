/** Before hits are looked for: a partner who may have none is refused, whether there are some or not. */
import type { Subject } from '../../../sharing-rules/terms/asker.ts';
import type { Reason } from '../../../sharing-rules/terms/decision.ts';
import { unavailableNow } from '../../faults/errors.ts';
import { identityChanged, refusal } from '../../query/answer.ts';
import type { HotListDeps } from '../lists/hot-list-deps.ts';
import { pendingOfList } from '../lists/pending-of.ts';

const NO_PLATE = { number: '00', match: 'exact' } as const;

/** Reasons against what we ask with ourselves, which no hit need share. */
const OF_THE_CASE = /^(purpose|case_number|offense)_/;

/** Whether the reason stands against whoever asks, whatever the case. */
export function isOfTheRight({ code }: Pick<Reason, 'code'>): boolean {
  return !OF_THE_CASE.test(code);
}

/**
 * Neither the answer nor what its rate limit counts tells a revoked partner, a suspended person, or one whose day is
 * used up, whether a plate was seen.
 * @throws GatewayError `refused` with reasons and receipt; `unavailable`
 */
export async function requireRightToHits(
  subject: Subject,
  { commit, now }: Pick<HotListDeps, 'commit' | 'now'>,
): Promise<void> {
  const nothing = { id: '00000000', purpose: 'stolen_vehicle' } as const;
  const asked = pendingOfList(nothing, null, subject, now());
  const query = { ...asked.query, plate: NO_PLATE };
  const outcome = await commit({ ...asked, dataClass: 'hits', kind: 'dry_run', foretells: 'day', query });
  if (outcome.kind === 'outdated') throw identityChanged();
  if (outcome.kind !== 'dry_run') throw unavailableNow('the registry is changing; ask again');
  const ofTheRight = outcome.decision.reasons.filter(isOfTheRight);
  if (ofTheRight.length > 0) throw refusal({ ...outcome.decision, reasons: ofTheRight }, outcome.appended);
}
