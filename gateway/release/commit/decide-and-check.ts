/** The decision on one query under the locks, and what stands in the way of a release that it permits. */
import { decide } from '../../../sharing-rules/decide.ts';
import { fulfil } from '../../../sharing-rules/fulfil.ts';
import type { Decision, DecisionInput } from '../../../sharing-rules/terms/decision.ts';
import type { CommitJudgeDeps } from '../facts/batch-facts.ts';
import { isRepeated, type PendingQuery } from '../facts/pending-query.ts';
import { firstReads } from './first-reads.ts';

export interface Checked {
  readonly decision: Decision;
  /** The query with those of the reads found that may leave. */
  readonly pending: PendingQuery;
}

/** The decision; or what stands in the way of a release that it permits. */
export function decideAndCheck(
  asked: PendingQuery,
  input: DecisionInput,
  { mayRelease }: CommitJudgeDeps,
): Checked | 'look_up' | 'not_witnessed' {
  const decision = decide(input);
  const leaves = decision.effect === 'permit' && asked.kind !== 'dry_run';
  if (leaves && mayRelease !== undefined && !mayRelease()) return 'not_witnessed';
  const isNew = asked.kind === 'query' && !isRepeated(asked);
  if (decision.effect !== 'permit' || !isNew) return { decision, pending: asked };
  if (asked.found === null) return 'look_up';
  const found = firstReads(asked.found, input.usage.releasing);
  return {
    decision: fulfil(decision, { count: found.count, from: asked.query.from }),
    pending: { ...asked, found },
  };
}
