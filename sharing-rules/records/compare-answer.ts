/**
 * Compares what a query stated with what the agency's records office finds in the case (Policy 420.9.1). A difference is
 * first a question to the agency, since a case file is completed later, and then a suspicion.
 */
import { judgeIncident } from '../incident/judge-incident.ts';
import type { Incident } from '../terms/incident.ts';
import type { Offense, Purpose, Query } from '../terms/query.ts';
import { DAY } from '../terms/retention.ts';
import { areOneFamily } from './offense-family.ts';

export interface RecordsAnswer {
  readonly caseExists: boolean;
  /** Null: the case has none; absent: the office does not say. */
  readonly offense?: Offense | null;
  /** When it happened, `YYYY-MM-DD`, as the case has it; absent: the office does not say. */
  readonly date?: string;
  /** True where the plate that was asked for stands in the case. */
  readonly plateNamed: boolean;
}

export const DIFFERENCES = ['case_missing', 'offense_differs', 'date_differs', 'plate_not_named'] as const;
export type Difference = (typeof DIFFERENCES)[number];

/** A case that is not there has nothing that could be compared. */
export function compareAnswer(
  { plate, purpose }: Pick<Query, 'plate' | 'purpose'>,
  answer: RecordsAnswer,
): Difference[] {
  if (!answer.caseExists) return ['case_missing'];
  const found: Difference[] = [];
  if (offenseDiffers(purpose, answer.offense)) found.push('offense_differs');
  if (purpose.incident !== undefined && dateDiffers(purpose.incident, answer.date))
    found.push('date_differs');
  if (plate !== undefined && !answer.plateNamed) found.push('plate_not_named');
  return found;
}

/** A case without an offense contradicts only an incident that is one: a person may be missing without. */
function offenseDiffers(purpose: Purpose, found: Offense | null | undefined): boolean {
  const { incident, offense } = purpose;
  if (offense === undefined || found === undefined) return false;
  if (found === null) return incident?.kind === 'offense';
  return !areOneFamily(offense, found) || isHeldFor(purpose, found, offense);
}

/**
 * True where a person would have looked at it, had the offense been stated as the case has it: assault and harassment
 * are of one family. That it is a felony was the officer's word, and counts for neither.
 */
function isHeldFor({ incident, ...purpose }: Purpose, found: Offense, stated: Offense): boolean {
  if (incident === undefined) return false;
  const { grade: _, ...ungraded } = incident;
  const [ofStated, ofFound] = [stated, found].map((offense) => {
    const verdict = judgeIncident({ ...purpose, offense, incident: ungraded });
    return verdict?.kind === 'told' ? verdict.holds.map(({ detail }) => detail) : [];
  });
  return ofFound?.some((detail) => !ofStated?.includes(detail)) === true;
}

/** A date is a day in Colorado, which ends seven hours after the day of UTC. */
const DAY_IN_COLORADO = DAY + (7 * DAY) / 24;

function dateDiffers({ occurred: { from, to = from } }: Incident, date: string | undefined): boolean {
  if (date === undefined) return false;
  const begin = Date.parse(`${date}T00:00:00Z`);
  const isAfter = to !== 'ongoing' && begin - to > DAY;
  return isAfter || from - (begin + DAY_IN_COLORADO) > DAY;
}
