/** Puts random requests to the rules and to the oracle, and keeps what they do not agree on. */

import { decide } from '../../../sharing-rules/decide.ts';
import type { DecisionInput } from '../../../sharing-rules/terms/decision.ts';
import { type Answer, consult } from './oracle.ts';
import { chance } from './random.ts';
import { randomRequest } from './random-request.ts';

export interface Disagreement {
  readonly rules: Answer;
  readonly oracle: Answer;
  readonly input: DecisionInput;
}

export interface Comparison {
  readonly requests: number;
  readonly permits: number;
  readonly reviews: number;
  readonly denies: number;
  readonly disagreements: number;
  /** The first few. */
  readonly examples: readonly Disagreement[];
}

const KEPT = 20;

function decided(input: DecisionInput): Answer {
  const { effect, reasons, obligations } = decide(input);
  return {
    effect,
    obligations,
    reasons: [...new Set(reasons.map((one) => `${one.effect} ${one.code}`))].sort(),
  };
}

/** Cheaper than a general comparison, a million times. */
function isSame(one: Answer, other: Answer): boolean {
  const reasons = one.reasons.length === other.reasons.length && one.reasons.join() === other.reasons.join();
  return (
    reasons &&
    one.effect === other.effect &&
    JSON.stringify(one.obligations) === JSON.stringify(other.obligations)
  );
}

/** Effect, reasons and obligations of so many requests; the same seed asks the same. */
export function compare(requests: number, seed: number, ask = consult): Comparison {
  const random = chance(seed);
  const counts = { permit: 0, review: 0, deny: 0 };
  const examples: Disagreement[] = [];
  let disagreements = 0;
  for (let asked = 0; asked < requests; asked += 1) {
    const input = randomRequest(random);
    const rules = decided(input);
    const oracle = ask(input);
    counts[oracle.effect] += 1;
    if (isSame(rules, oracle)) continue;
    disagreements += 1;
    if (examples.length < KEPT) examples.push({ rules, oracle, input });
  }
  return {
    requests,
    permits: counts.permit,
    reviews: counts.review,
    denies: counts.deny,
    disagreements,
    examples,
  };
}
