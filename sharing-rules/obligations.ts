/** What the gateway must do with a release. It must understand every obligation or withhold the release. */
import type { DecisionInput, Obligation } from './terms/decision.ts';
import { earliestFor } from './terms/retention.ts';

/** Policy 420 (verify a hit before acting on it): the answer carries the notice. */
const VERIFY: Obligation = Object.freeze({ code: 'verify_before_action' });
/** A context image may show a driver (C.R.S. 24-18-307): nothing of an image leaves, not even its hash. */
const OMIT_IMAGES: Obligation = Object.freeze({ code: 'omit_images' });
/** Danger to life is answered at once and looked at within a day. */
const REVIEW_WITHIN_A_DAY: Obligation = Object.freeze({ code: 'review_within', hours: 24 });

/** Whoever reported a person missing may be whom that person has fled. */
const TELL_REPORTER_NOTHING: Obligation = Object.freeze({ code: 'tell_reporter_nothing' });

/** The obligations of a permit. Policy 420.7 sets the first capture time and the number of records. */
export function obligationsOf(input: DecisionInput): readonly Obligation[] {
  const { limits, query } = input;
  const obligations: Obligation[] = [
    VERIFY,
    { code: 'not_before', at: earliestFor(input) },
    { code: 'cap_records', records: Math.min(query.limit, limits.recordsPerQuery) },
    OMIT_IMAGES,
  ];
  const { kind, vehicle } = query.purpose.incident ?? {};
  const isMissing = kind === 'missing_person' || vehicle === 'of_missing_person';
  if (isMissing) obligations.push(TELL_REPORTER_NOTHING);
  if (isMissing || query.purpose.code === 'exigent_life_safety') obligations.push(REVIEW_WITHIN_A_DAY);
  return obligations;
}
