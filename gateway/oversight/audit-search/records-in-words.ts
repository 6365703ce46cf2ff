/** Tells what a records office stated, as the log keeps it: never as a fact, as only the office knows. */
import type { RecordsAnswer } from '../../../sharing-rules/records/compare-answer.ts';

/** The members of an entry's owner detail that tell it. */
export interface RecordsDetail {
  readonly entry?: number;
  readonly stated?: RecordsAnswer;
  readonly statedBy?: { readonly ori: string; readonly clientId: string };
  readonly differences?: readonly string[];
  readonly note?: unknown;
  readonly outcome?: unknown;
}

/** Returns null for an entry that is not about a records office. */
export function recordsInWords({
  differences = [],
  entry,
  note,
  outcome,
  stated,
  statedBy,
}: RecordsDetail): string | null {
  if (entry === undefined || (statedBy === undefined && outcome === undefined)) return null;
  const who = statedBy === undefined ? `${outcome}` : `stated by ${statedBy.clientId} of ${statedBy.ori}`;
  const what = stated === undefined ? (typeof note === 'string' ? note : '') : answerInWords(stated);
  const differs = differences.length === 0 ? '' : ` (${differences.join(', ').replaceAll('_', ' ')})`;
  return `of entry ${entry}, ${who}: ${what}${differs}`;
}

function answerInWords({ caseExists, date, offense, plateNamed }: RecordsAnswer): string {
  if (!caseExists) return 'the case does not exist';
  return [
    'the case exists',
    ...(offense === undefined
      ? []
      : [offense === null ? 'no offense' : `offense ${offense.code} (${offense.system})`]),
    ...(date === undefined ? [] : [`of ${date}`]),
    plateNamed ? 'the plate is named in it' : 'the plate is not named in it',
  ].join(', ');
}
