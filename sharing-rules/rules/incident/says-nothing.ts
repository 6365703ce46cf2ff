/** Tells the queries that rest on their incident alone: words that are vague say no more than none. */
import type { DecisionInput, ReasonCode } from '../../terms/decision.ts';

/** The finding, unless merely noted, of words that say nothing. */
export const SAYING_NOTHING: ReasonCode = 'purpose_vague';

export function saysNothing({ findings, query: { purpose } }: DecisionInput): boolean {
  return (
    (purpose.justification?.trim() ?? '') === '' ||
    findings.some(({ code, effect }) => code === SAYING_NOTHING && effect !== 'note')
  );
}
