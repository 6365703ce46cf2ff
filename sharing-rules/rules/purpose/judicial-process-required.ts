/**
 * C.R.S. 24-74-103(1): a purpose that rests on a court must show the court's document, whole. So must a query that looks
 * further back than the owner releases without a warrant. SB25-129: anyone who says that it does concern protected
 * health care is refused.
 */
import type { DecisionInput } from '../../terms/decision.ts';
import { findPurpose } from '../../terms/purposes.ts';
import { PROCESS_KINDS } from '../../terms/query.ts';
import { reason } from '../../terms/reasons.ts';
import { DAY, needsWarrantByAge } from '../../terms/retention.ts';
import type { Verdict } from '../rule.ts';

const REQUIRED = reason('judicial_process_required', 'deny');
const AFTER_HOURS = reason(
  'judicial_process_required',
  'deny',
  'after_hours',
  'Policy 420.7 (WARRANT_AFTER_HOURS)',
);
const INCOMPLETE = reason('judicial_process_required', 'deny', 'incomplete');
const ISSUED_ON = reason('judicial_process_required', 'deny', 'issued_on');
const AFFIRMATION = reason('judicial_process_required', 'deny', 'affirmation_refused');
const KIND = reason('purpose_contradiction', 'review', 'judicial_process_kind');

/** The kinds of document that a court issues; an undefined kind is not a court's. */
const KINDS: ReadonlySet<string> = new Set(PROCESS_KINDS);
const WARRANTS: ReadonlySet<string> = new Set(['arrest_warrant', 'search_warrant']);
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const PLACEHOLDERS: ReadonlySet<string> = new Set(
  'na none unknown unk tbd pending test self me myself seeabove same asabove notapplicable notavailable'.split(
    ' ',
  ),
);
const LETTERS = /\p{Script=Latin}.*\p{Script=Latin}/u;

export function judicialProcessRequired(input: DecisionInput): Verdict {
  const { now, query } = input;
  const purpose = findPurpose(query.purpose.code);
  if (purpose?.answer !== 'approved') return null;
  const byAge = needsWarrantByAge(input);
  if (!purpose.needs.judicialProcess && !byAge) return null;
  const { judicialProcess } = query.purpose;
  if (judicialProcess === undefined) return byAge ? AFTER_HOURS : REQUIRED;
  const { affirmation, court, docket, judge, kind } = judicialProcess;
  if (!KINDS.has(kind)) return INCOMPLETE;
  if (byAge && !WARRANTS.has(kind)) return AFTER_HOURS;
  const named = [court, judge].every((name) => LETTERS.test(name) && !isPlaceholder(name));
  if (!named || !/\p{N}/u.test(docket)) return INCOMPLETE;
  const issuedOn = DATE.test(judicialProcess.issuedOn) ? Date.parse(judicialProcess.issuedOn) : Number.NaN;
  // A day ahead, since the court's date is local and may not have begun or ended in UTC.
  if (!(issuedOn <= now + DAY)) return ISSUED_ON;
  if (affirmation === false) return AFFIRMATION;
  // A document that is accepted without review must be what it says it is.
  return purpose.code === 'arrest_warrant' && kind !== 'arrest_warrant' ? KIND : null;
}

/** True if the name only fills a form, as `N/A` does: it names no court and no judge. */
function isPlaceholder(name: string): boolean {
  return PLACEHOLDERS.has(name.toLowerCase().replace(/[^\p{L}]/gu, ''));
}
