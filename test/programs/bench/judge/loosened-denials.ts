/** Denials of the repository's labelled reasons that the lists, as they are, deny no more. */
import { screen } from '../../../../sharing-rules/narrative/screen.ts';
import { narrative } from '../../../../sharing-rules/rules/purpose/narrative.ts';
import type { Decision, Effect } from '../../../../sharing-rules/terms/decision.ts';
import { REASONS } from '../../weights/labelled-examples.ts';
import { IN_ORDER, judgeReason, reasonsOf } from './judge-reason.ts';
import { inWords, isLooser } from './runs.ts';

/** A reason that is denied where its answer stands. */
export interface Denied {
  readonly set: string;
  readonly text: string;
  readonly group: string;
  /** Under which it is asked; absent: the first that fits its words. */
  readonly purpose?: string;
}

export interface Loosened extends Denied {
  readonly effect: Effect;
  /** What it is answered now. */
  readonly answer: string;
}

/** All that the labelled reasons say is denied. */
export function deniedReasons(): readonly Denied[] {
  return REASONS.filter(({ answer, group }) => answer === 'deny' && !group.startsWith('honest'));
}

/** What the screen alone makes of it under the purpose. */
function screened(code: string, justification: string): Decision {
  const reasons = [narrative({ ...IN_ORDER, findings: screen({ code, justification }) })].flat();
  const given = reasons.filter((one) => one !== null);
  const isDenied = given.some(({ effect }) => effect === 'deny');
  return {
    effect: isDenied ? 'deny' : given.length > 0 ? 'review' : 'permit',
    reasons: given,
    obligations: [],
  };
}

/** Those of them that are held or permitted now, in their order. */
export function loosenedDenials(denied: readonly Denied[]): readonly Loosened[] {
  return denied.flatMap((one): Loosened[] => {
    const { purpose, text, group } = one;
    const decision =
      purpose === undefined
        ? judgeReason({ line: 1, text, group, verdict: 'refuse' }).decision
        : screened(purpose, text);
    const { effect } = decision;
    if (!isLooser(effect, 'deny')) return [];
    return [{ ...one, effect, answer: inWords({ effect, reasons: reasonsOf(decision) }) }];
  });
}
