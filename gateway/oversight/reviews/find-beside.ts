/** Finds what stands beside a reviewed query: what else the officer asked, and who asked for the same case. */
import { DAY } from '../../../sharing-rules/terms/retention.ts';
import type { Queryable } from '../../database/queryable.ts';
import type { TypeOf } from '../../http/schemas/shapes.ts';
import {
  findDaysOfLog,
  findNewestWhole,
  narrowed,
  type SayingEntry,
} from '../audit-search/audit-entries-store.ts';
import type { AuditFilter } from '../audit-search/audit-filter.ts';
import { findCaseStretch } from '../audit-search/case-stretch-store.ts';
import type { Days } from '../audit-search/days-of-log.ts';
import { summariseEntry } from '../audit-search/present-entry.ts';
import { sayEntry } from '../audit-search/say-entry.ts';
import type { beside } from './review.schema.ts';
import type { Review } from './reviews-store.ts';

/** The kinds of entries that answer a query. */
const ANSWERS = ['release', 'refusal', 'review'] as const;
const DAYS_BACK = 30;
const SHOWN = 10;
/** Number of the newest entries whose texts are searched for the case: a reviewer must not wait. */
const LOOKED_THROUGH = 5_000;

export type Beside = TypeOf<typeof beside>;

/** Finds the newest ones of the last days, without the query itself. */
export async function findBeside(
  db: Queryable,
  { agencyId, index, officerId, query }: Review,
  now: number,
): Promise<Beside> {
  const days = await findDaysOfLog(db);
  if (days === null) return { officer: [], case: [] };
  const filter = { from: now - DAYS_BACK * DAY };
  const { caseNumber } = query.purpose;
  const [ofOfficer, ofCase] = await Promise.all([
    officerId === null ? [] : findAnswers(db, { ...filter, officerId }, days),
    caseNumber === undefined ? [] : findOfCase(db, { ...filter, agencyId, caseNumber }, days),
  ]);
  const shown = (found: readonly SayingEntry[]) =>
    found
      .filter((one) => one.index !== index)
      .sort((a, b) => b.index - a.index)
      .slice(0, SHOWN)
      .map(present);
  return { officer: shown(ofOfficer), case: shown(ofCase) };
}

async function findAnswers(db: Queryable, filter: AuditFilter, days: Days): Promise<SayingEntry[]> {
  const page = { limit: SHOWN + 1, within: narrowed(days, filter) };
  const found = await Promise.all(ANSWERS.map((kind) => findNewestWhole(db, { ...filter, kind }, page)));
  return found.flat();
}

async function findOfCase(db: Queryable, filter: AuditFilter, days: Days): Promise<SayingEntry[]> {
  const stretch = await findCaseStretch(db, filter, days, { most: LOOKED_THROUGH });
  if (stretch === null) return [];
  return findAnswers(db, { ...filter, fromIndex: stretch.fromIndex }, stretch.within);
}

function present(entry: SayingEntry): Beside['officer'][number] {
  const { at, index, kind, purpose, reasonCodes } = summariseEntry(entry);
  return { index, at, kind, purpose, reasonCodes, says: sayEntry(entry) };
}
