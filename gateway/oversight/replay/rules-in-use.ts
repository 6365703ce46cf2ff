/** The rules under which logged decisions are taken again, each by the revision that its entry names. */
import { decideAgain } from '../../../sharing-rules/decide-again.ts';
import { withoutWords } from '../../../sharing-rules/terms/reasons.ts';
import type { Question, SaidDecision } from './read-detail.ts';

/** `rules_not_kept`: nobody has the rules of that revision any more. */
export type WithoutRules = 'rules_not_kept';

/** Takes decisions again under one revision, in the order given. */
export type DecideUnder = (
  revision: string,
  questions: readonly Question[],
) => Promise<readonly SaidDecision[] | WithoutRules>;

/** @param running the revision of this node's own rules */
export function rulesInUse(running: string): DecideUnder {
  return async (revision, questions) => {
    if (revision !== running) return 'rules_not_kept';
    return questions.map(({ input, isDryRun }) => said(decideAgain(input, isDryRun)));
  };
}

function said({ effect, obligations, reasons }: ReturnType<typeof decideAgain>): SaidDecision {
  return { effect, obligations, reasons: withoutWords(reasons) };
}
