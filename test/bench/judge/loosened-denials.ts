/** Denials of the repository's corpora that the lists, as they are, deny no more. */
import { screen } from '../../../sharing-rules/narrative/screen.ts';
import { narrative } from '../../../sharing-rules/rules/purpose/narrative.ts';
import type { Decision, Effect } from '../../../sharing-rules/terms/decision.ts';
import fresh from '../../sharing-rules/narrative/fresh-reasons.json' with { type: 'json' };
import corpus from '../../sharing-rules/narrative/reasons-corpus.json' with { type: 'json' };
import { IN_ORDER, judgeReason, reasonsOf } from './judge-reason.ts';
import { inWords, isLooser } from './runs.ts';

/** A reason that is denied where its answer stands. */
export interface Denied {
  readonly corpus: string;
  readonly text: string;
  readonly group: string;
  readonly verdict: string;
  /** Under which it is asked; absent: the first that fits its words. */
  readonly purpose?: string;
}

export interface Loosened extends Denied {
  readonly effect: Effect;
  /** What it is answered now. */
  readonly answer: string;
}

/** All that the corpora deny. */
export function deniedReasons(): readonly Denied[] {
  const asGateway = fresh.flatMap(({ group, verdict, answers }) =>
    Object.entries(answers as Readonly<Record<string, readonly string[]>>).flatMap(([answer, texts]) =>
      answer.startsWith('deny')
        ? texts.map((text) => ({ corpus: 'fresh-reasons.json', text, group, verdict }))
        : [],
    ),
  );
  const byScreen = corpus.flatMap(({ group, purpose, effect, texts }) =>
    effect === 'deny'
      ? texts.map((text) => ({ corpus: 'reasons-corpus.json', text, group, verdict: effect, purpose }))
      : [],
  );
  return [...asGateway, ...byScreen];
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
    const { purpose, text, group, verdict } = one;
    const decision =
      purpose === undefined
        ? judgeReason({ line: 1, text, group, verdict }).decision
        : screened(purpose, text);
    const { effect } = decision;
    if (!isLooser(effect, 'deny')) return [];
    return [{ ...one, effect, answer: inWords({ effect, reasons: reasonsOf(decision) }) }];
  });
}
