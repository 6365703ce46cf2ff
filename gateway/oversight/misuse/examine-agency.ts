/** Searches an agency's next queries for patterns of misuse, with the earlier queries they relate to. */
import { createHmac } from 'node:crypto';
import type pg from 'pg';
import { type Anomaly, findPatterns, type Sighting, sightingOf } from '../../../sharing-rules/anomalies.ts';
import type { Queryable } from '../../database/queryable.ts';
import { findRelated, type KeptActivity, keepActivity } from './activity-store.ts';
import {
  type AskedQuery,
  findOfficers,
  findOwnPersons,
  readNextQueries,
  setExamined,
  type Unexamined,
} from './queries-store.ts';
import { type Found, reportFindings, WEEK } from './report-findings.ts';

/** Colorado's time zone, which decides what counts as night. */
const TIME_ZONE = 'America/Denver';

/** Number of entries examined at once, which takes some milliseconds of the node's thread. */
const TOGETHER = 1_000;

export interface ExamineDeps {
  readonly pool: pg.Pool;
  /** Connection for all that is only read, or kept for the search itself. */
  readonly db: Queryable;
  /** Key of the hashes of officers, plates and case numbers. */
  readonly key: Buffer;
}

export interface Examined {
  /** The place at which the next search begins; null if nothing is left. */
  readonly next: Unexamined | null;
  /** Number of log entries of any kind that were examined. */
  readonly entries: number;
  readonly seen: number;
  /** Ids of the new reports. */
  readonly opened: readonly string[];
}

/**
 * Examines one chunk of what the agency asked, within a log of `size` entries. Repeated after a failure, it
 * finds the same and reports nothing twice.
 */
export async function examineNext(
  { db, key, pool }: ExamineDeps,
  agency: Unexamined,
  { now, size }: { readonly now: Date; readonly size: number },
): Promise<Examined> {
  const { entries, last, queries } = await readNextQueries(db, agency, {
    limit: TOGETHER,
    size,
    timeZone: TIME_ZONE,
  });
  if (last === null) return { next: null, entries: 0, seen: 0, opened: [] };
  const officers = new Map<string, Pick<AskedQuery, 'reference' | 'signedIn'>>();
  const fresh = queries.flatMap((query) => activityOf(query, agency.id, key, officers));
  let opened: readonly string[] = [];
  let seen = 0;
  if (fresh.length > 0) {
    await keepActivity(db, agency.id, fresh);
    const related = await findRelated(db, agency.id, fresh);
    const news = new Set(fresh.map(({ index }) => index));
    const sightings = [...related, ...fresh].map((one): Sighting => ({ ...one, agency: agency.ori }));
    // A pattern without new entries was found already when its last query was new.
    const anomalies = findPatterns(sightings).filter(({ entries }) => entries.some((one) => news.has(one)));
    seen = anomalies.length;
    const seenAt = new Map(sightings.map((one) => [one.index, one]));
    const referenceOf = ({ officer }: Anomaly) => officers.get(officer ?? '')?.reference;
    const references = [...new Set(anomalies.flatMap((one) => referenceOf(one) ?? []))];
    const before = new Date(now.getTime() - WEEK);
    const known = await findOfficers(db, agency.id, { before, references });
    const own = await findOwnPersons(db, agency.id, references);
    const found = anomalies.map((anomaly): Found => {
      const { at, clientId, officer } = seenAt.get(anomaly.entries.at(-1) as number) as Sighting;
      const by = officers.get(officer)?.signedIn === true ? { officer } : { clientId };
      const reference = referenceOf(anomaly) ?? '';
      const concerns = own.has(reference) ? reference : null;
      return { anomaly, officer: known.get(reference) ?? null, concerns, at, by };
    });
    opened = await reportFindings(pool, agency, found, now);
  }
  await setExamined(db, agency.id, last);
  const next = entries < TOGETHER ? null : { ...agency, ...last };
  return { next, entries, seen, opened };
}

/** Returns the activity, or nothing if it shows nothing. @param officers gets the officer of the hash */
function activityOf(
  { reference, signedIn, ...query }: AskedQuery,
  agencyId: number,
  key: Buffer,
  officers: Map<string, Pick<AskedQuery, 'reference' | 'signedIn'>>,
): KeptActivity[] {
  const code = (what: string, text: string) =>
    createHmac('sha256', key)
      .update(JSON.stringify([what, agencyId, text]))
      .digest('hex')
      .slice(0, 32);
  const officer = code('officer', reference);
  const sighting = sightingOf({ ...query, officer, agency: '' });
  if (sighting === null) return [];
  officers.set(officer, { reference, signedIn });
  const { agency: _, ...seen } = sighting;
  const { caseNumber, plate, stated = null } = query;
  return [
    {
      ...seen,
      plate: plate === null ? null : code('plate', plate),
      caseNumber: caseNumber === null ? null : code('case', caseNumber),
      stated: stated === null ? null : code('stated', stated),
    },
  ];
}
