/** Lists the duties of a release: the gateway understands every obligation or withholds the release. */
import type { DecisionInput, Obligation } from './terms/decision.ts';
import { earliestFor } from './terms/retention.ts';

/** The notice that an answer carries: verify a hit before acting on it (Policy 420). */
const VERIFY: Obligation = Object.freeze({ code: 'verify_before_action' });
/** A context image may show a driver (C.R.S. 24-18-307): nothing of an image leaves, not even its hash. */
const OMIT_IMAGES: Obligation = Object.freeze({ code: 'omit_images' });
/** The duty that comes with danger to life: it is answered at once and reviewed within a day. */
const REVIEW_WITHIN_A_DAY: Obligation = Object.freeze({ code: 'review_within', hours: 24 });

/** The duty of silence: whoever reported a person missing may be whom that person has fled. */
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
