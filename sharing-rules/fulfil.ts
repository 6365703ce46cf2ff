/** Checks what was found against a permit's obligations (XACML 3.0 §2.12: what is not understood forbids). */
import type { Decision, Obligation } from './terms/decision.ts';
import { reason } from './terms/reasons.ts';

/** The outcome of a search: how many reads, and the earliest capture time that was asked for. */
export interface Finds {
  readonly count: number;
  readonly from: number;
}

const UNFULFILLED: Decision = Object.freeze({
  effect: 'deny',
  reasons: Object.freeze([reason('rule_failed', 'deny', 'obligations')]),
  obligations: Object.freeze([]),
});

/** The decision as it is, unless it permits what its own obligations forbid: then a denial in its place. */
export function fulfil(decision: Decision, found: Finds): Decision {
  return decision.effect !== 'permit' || isMet(decision.obligations, found) ? decision : UNFULFILLED;
}

/**
 * True if what was found meets every obligation, each is known, and the two limits that every permit carries
 * (`not_before`, `cap_records`) are present.
 */
function isMet(obligations: readonly Obligation[], found: Finds): boolean {
  const met = new Set<string>();
  for (const obligation of obligations) {
    switch (obligation.code) {
      case 'not_before':
        if (!(found.from >= obligation.at)) return false;
        break;
      case 'cap_records':
        if (!(found.count <= obligation.records)) return false;
        break;
      case 'omit_images': // The look-up reads no image column.
      case 'verify_before_action': // A notice in the answer.
      case 'tell_reporter_nothing': // The answer carries it, and the asker complies.
      case 'review_within': // A task for a reviewer, from the entry's detail.
        break;
      default:
        return false;
    }
    met.add(obligation.code);
  }
  return met.has('not_before') && met.has('cap_records');
}
