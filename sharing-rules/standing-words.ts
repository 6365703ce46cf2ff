/**
 * What the rules say, as they are today, to the words and the incident of a query that waits in a list. Whether its words
 * tell an event was judged as it was entered, and counts until it ends: a list of words that changes must not end what an
 * officer was permitted. What is prohibited is judged anew at every notice.
 */
import { incidentStated } from './rules/incident/incident-stated.ts';
import { narrative } from './rules/purpose/narrative.ts';
import { purposeNeeds } from './rules/purpose/purpose-needs.ts';
import type { Verdict } from './rules/rule.ts';
import type { Finding, Reason } from './terms/decision.ts';
import type { Query } from './terms/query.ts';

/** The findings as a notice counts them: that no event is told is only noted. */
export function asEntered(findings: readonly Finding[]): readonly Finding[] {
  return findings.map((one) => (one.code === 'purpose_vague' ? { ...one, effect: 'note' } : one));
}

export interface Today {
  /** For which it would not be taken, if it were entered now. */
  readonly reasons: readonly Reason[];
  /** One of them ends it: nobody is told of a hit any more. */
  readonly ends: boolean;
}

/** @param findings of the screen, as it reads the words today */
export function judgedToday(
  query: Pick<Query, 'onBehalfOf' | 'purpose'>,
  findings: readonly Finding[],
): Today {
  const asked = { query, reporterIsEligible: true };
  return {
    reasons: against({ ...asked, findings }),
    ends: against({ ...asked, findings: asEntered(findings) }).length > 0,
  };
}

interface Asked {
  readonly query: Pick<Query, 'onBehalfOf' | 'purpose'>;
  readonly findings: readonly Finding[];
  readonly reporterIsEligible: boolean;
}

function against(asked: Asked): readonly Reason[] {
  return [narrative(asked), purposeNeeds(asked), incidentStated(asked)].flatMap(reasonsOf);
}

const reasonsOf = (verdict: Verdict): readonly Reason[] =>
  verdict === null ? [] : Array.isArray(verdict) ? verdict : [verdict as Reason];
