/** Tells the queries that rest on their incident alone: words that are vague say no more than none. */
import type { DecisionInput } from '../../terms/decision.ts';

export function saysNothing({ findings, query: { purpose } }: DecisionInput): boolean {
  return (
    (purpose.justification?.trim() ?? '') === '' ||
    findings.some(({ code, effect }) => code === 'purpose_vague' && effect !== 'note')
  );
}
