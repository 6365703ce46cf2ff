/**
 * The policy decision point. Pure: the same input gives the same decision, today and when it is replayed.
 * Default deny: a permit is what is left when every rule was asked, none failed, and none objected.
 */
import { refusedToWait } from './held-bound.ts';
import { obligationsOf } from './obligations.ts';
import type { Rule, Verdict } from './rules/rule.ts';
import { RULES } from './rules.ts';
import type { Decision, DecisionInput, Obligation, Reason, ReviewApproval } from './terms/decision.ts';
import { reason } from './terms/reasons.ts';

const NOTHING: readonly never[] = Object.freeze([]);

/** Judges a query by every rule of the policy. Never throws. All reasons are given, denials first. */
export function decide(input: DecisionInput): Decision {
  return decideWith(RULES, input);
}

/** Decides by the given rules. No rules, a rule that throws, or one whose answer is not a verdict: all deny. */
export function decideWith(rules: readonly Rule[], input: DecisionInput): Decision {
  let denied: Reason[] | null = rules.length === 0 ? [failed('none')] : null;
  let held: Reason[] | null = null;
  let noted: Reason[] | null = null;
  for (const rule of rules) {
    const verdict = ask(rule, input);
    if (verdict === null) continue;
    for (const given of Array.isArray(verdict) ? (verdict as readonly Reason[]) : [verdict as Reason]) {
      // INVARIANT: only a reason that says `review` can be held or lifted, and only a `note` is passed; all else denies.
      if (given.effect === 'note') noted = and(noted, given);
      else if (given.effect !== 'review') denied = and(denied, given);
      else if (!isLifted(given, input.approval)) held = and(held, given);
    }
  }
  if (denied === null && held === null) return permit(input, noted ?? NOTHING);
  if (denied === null) {
    const refused = ask(refusedToWait, input) as Reason | null;
    if (refused !== null) denied = [refused];
  }
  const reasons = [...(denied ?? NOTHING), ...(held ?? NOTHING)];
  return { effect: denied === null ? 'review' : 'deny', reasons, obligations: NOTHING };
}

/** True if the approval lifts the reason: one code stands for many rows, and only those met were judged. */
function isLifted({ code, detail = '' }: Reason, approval: ReviewApproval | null): boolean {
  if (approval?.lifts.includes(code) !== true) return false;
  return code !== 'incident_needs_review' || approval.rows?.includes(detail) !== false;
}

function and(reasons: Reason[] | null, given: Reason): Reason[] {
  if (reasons === null) return [given];
  reasons.push(given);
  return reasons;
}

function ask(rule: Rule, input: DecisionInput): Verdict {
  try {
    const verdict = rule(input);
    return verdict === null || typeof verdict === 'object' ? verdict : failed(rule.name);
  } catch {
    return failed(rule.name);
  }
}

function permit(input: DecisionInput, reasons: readonly Reason[]): Decision {
  let obligations: readonly Obligation[];
  try {
    obligations = obligationsOf(input);
  } catch {
    return { effect: 'deny', reasons: [failed(obligationsOf.name)], obligations: NOTHING };
  }
  return { effect: 'permit', reasons, obligations };
}

/** Returns a denial that names the rule alone, since what was thrown may hold a plate or a name. */
function failed(rule: string): Reason {
  return reason('rule_failed', 'deny', rule);
}
