/** Searches a page of the log; the search itself is logged before its answer is shown. */

import type pg from 'pg';
import type { PlateKeys } from '../../audit/plate-hmac.ts';
import type { Queryable } from '../../database/queryable.ts';
import { readNow } from '../../database/read-now.ts';
import { upToNow } from '../../projections/up-to-now.ts';
import { holdAgainstLog, type TellAltered } from '../held/hold-against-log.ts';
import { findDaysOfLog, findNewestEntries, findNewestWhole, type NewestPage } from './audit-entries-store.ts';
import type { AuditFilter } from './audit-filter.ts';
import type { AuditSearch } from './audit-search.schema.ts';
import { type CaseStretch, findCaseStretch } from './case-stretch-store.ts';
import type { Days } from './days-of-log.ts';
import { summariseEntry } from './present-entry.ts';
import { recordReading } from './record-reading.ts';
import { findReleasedPlatesSince } from './released-plates-since-store.ts';
import { plateCodes, plateOf, resolveSearch } from './resolve-search.ts';
import { sayEntry } from './say-entry.ts';

export interface SearchDeps {
  readonly auditPool: pg.Pool;
  readonly plateKeys: PlateKeys;
  readonly tellAltered: TellAltered;
}

/** The filters that must not be in a URL, since they are personal data. */
export interface Personal {
  readonly plate?: string;
  readonly caseNumber?: string;
  /** The officer's id as the agency gives it. */
  readonly officer?: string;
}

export interface AskedPage {
  readonly personId: string;
  readonly asked: AuditSearch;
  readonly personal: Personal;
  /** Log indices, to find these entries only. */
  readonly indices?: readonly number[] | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
  /** True if each entry shows what it says. */
  readonly details: boolean;
}

/** Finds a page, newest first. @throws GatewayError as `resolveSearch` and `plateCodes` */
export async function searchLog(
  { auditPool: pool, plateKeys, tellAltered }: SearchDeps,
  { asked, cursor, details, indices, limit, personal, personId }: AskedPage,
): Promise<object> {
  const now = await readNow(pool);
  const upTo = await upToNow(pool);
  const plate = personal.plate === undefined ? null : plateOf(personal.plate);
  const resolved = await resolveSearch(pool, asked, personal.officer);
  const given = personalFilter(resolved, { ...personal, plateKeys, plate, now });
  const filter: AuditFilter = indices === undefined ? given : { ...given, indices };
  const before = cursor === undefined ? {} : { before: Number(cursor) };
  const days = await findDaysOfLog(pool, before.before);
  const part = days === null ? null : await findPart(pool, filter, days, before.before);
  const page = part && { ...before, limit: limit + 1, within: part.within };
  const sought = part === null ? filter : { ...filter, ...part.narrows };
  const found = page === null ? [] : await findPage(pool, sought, page, details);
  const shown = found.slice(0, limit);
  const search = { ...asSought(asked, filter), ...(details ? { details } : {}) };
  const reading = { personId, action: 'search', search, entries: shown.length, plate } as const;
  await recordReading({ pool, plateKeys }, reading, now);
  const heldAt = await holdAgainstLog(
    pool,
    shown.map(({ index }) => index),
    tellAltered,
  );
  const entries = shown.map(({ day, ...one }) => ({ ...one, ...heldAt(one.index, day) }));
  const last = found.length > limit ? shown.at(-1) : undefined;
  const next = last === undefined ? (part?.goesOnAt ?? null) : String(last.index);
  const reach = upTo === null ? {} : { upTo };
  return { entries, next, ...reach, ...(plate === null ? {} : await foundSince(pool, filter)) };
}

/** Tells before which time only the plate asked for is found; null if the search does not go so far back. */
async function foundSince(pool: Queryable, { from }: AuditFilter) {
  const since = await findReleasedPlatesSince(pool);
  const sees = since !== null && !(from !== undefined && from >= since.getTime());
  return { releasedPlatesSince: sees ? since.toISOString() : null };
}

async function findPage(pool: Queryable, sought: AuditFilter, page: NewestPage, details: boolean) {
  if (!details)
    return (await findNewestEntries(pool, sought, page)).map((one) => ({
      day: one.day,
      ...summariseEntry(one),
    }));
  const found = await findNewestWhole(pool, sought, page);
  return found.map((one) => ({ day: one.day, ...summariseEntry(one), says: sayEntry(one) }));
}

/** Returns the search as the log keeps it: without the plate, for which a search code is kept. */
export function asSought(asked: AuditSearch, { caseNumber, indices, officerId }: AuditFilter): object {
  return {
    ...asked,
    ...(officerId === undefined ? {} : { officerId }),
    ...(caseNumber === undefined ? {} : { caseNumber }),
    ...(indices === undefined ? {} : { indices }),
  };
}

/** Adds the plate's codes and the case number, which are in no URL. */
export function personalFilter(
  filter: AuditFilter,
  {
    caseNumber,
    now,
    plate,
    plateKeys,
  }: {
    readonly plateKeys: PlateKeys;
    readonly plate: string | null;
    readonly caseNumber?: string;
    readonly now: number;
  },
): AuditFilter {
  return {
    ...filter,
    ...(plate === null ? {} : { plateCodes: plateCodes(plateKeys, plate, filter, now) }),
    ...(caseNumber === undefined ? {} : { caseNumber: caseNumber.trim() }),
  };
}

/** The part of the log that this page searches. */
interface Part {
  readonly within: Days;
  readonly narrows: Pick<AuditFilter, 'fromIndex'>;
  /** Cursor at which a search that found no more here continues; null if the search is complete. */
  readonly goesOnAt: string | null;
}

async function findPart(
  pool: Queryable,
  filter: AuditFilter,
  days: Days,
  before: number | undefined,
): Promise<Part | null> {
  if (filter.caseNumber === undefined) return { within: days, narrows: {}, goesOnAt: null };
  const stretch: CaseStretch | null = await findCaseStretch(pool, filter, days, { before });
  if (stretch === null) return null;
  const { fromIndex, goesOn, within } = stretch;
  return { within, narrows: { fromIndex }, goesOnAt: goesOn ? String(fromIndex) : null };
}
