/** Brings before the Chief what the search found, each pattern once a week (Policy 420.9.1). */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { type Anomaly, summaryOf } from '../../../sharing-rules/anomalies.ts';
import { DAY } from '../../../sharing-rules/terms/retention.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { type Asker, countedAs, countFoundReports } from './found-reports-store.ts';
import type { KnownOfficer } from './queries-store.ts';
import { reportMisuse, type Suspicion } from './report-misuse.ts';

/** Number of reports in one transaction, which holds the log's head while their entries are written. */
const TOGETHER = 20;

/** Number of reports of one kind through one signed-in person or client in a week; the rest is one report. */
const MOST_OF_A_KIND = 50;

/** Milliseconds in which a pattern is reported once. */
export const WEEK = 7 * DAY;

export interface Found {
  readonly anomaly: Anomaly;
  /** Null if the pattern is the agency's, or the officer was never enrolled. */
  readonly officer: KnownOfficer | null;
  /** The person of the owner who asked: their id, if it is not an officer of a partner. */
  readonly concerns: string | null;
  /** The one who asked: the officer (as a hash) who signed in, or else the client. */
  readonly by: Asker;
  /** Time of its last entry, in milliseconds. */
  readonly at: number;
}

interface AgencyName {
  readonly id: number;
  readonly ori: string;
}

/**
 * Reports the patterns; one that was reported in the same week gets the new entries. Somebody who asks as a
 * thousand officers must not bury all other reports under a thousand of their own: so what one asker causes
 * is bounded, and an officer who is known to be real gets a report of each kind, whatever else came through
 * the same client.
 * @returns ids of the new reports
 */
export async function reportFindings(
  pool: pg.Pool,
  agency: AgencyName,
  found: readonly Found[],
  now: Date,
): Promise<string[]> {
  if (found.length === 0) return [];
  const suspicions = found.map((one) => suspicionOf(one, agency));
  const patterns = suspicions.flatMap(({ pattern }) => (pattern === null ? [] : [pattern]));
  const since = new Date(now.getTime() - WEEK);
  const { known, reports } = await countFoundReports(pool, { agencyId: agency.id, since, patterns });
  const counts = new Map(reports);
  const told = suspicions.flatMap((suspicion, place) => {
    const { kind, officerId, pattern } = suspicion;
    const { by, officer } = found[place] as Found;
    const full = pattern === null ? undefined : known.get(pattern.toString('hex'));
    if (full !== undefined) return full ? [] : [suspicion];
    const add = (of: string) => {
      const before = counts.get(of) ?? 0;
      counts.set(of, before + 1);
      return before;
    };
    const isFirst = officerId !== null && add(countedAs(kind, { officerId })) === 0;
    const before = add(countedAs(kind, by));
    if (officer?.isSettled === true && isFirst) return [suspicion];
    return [before < MOST_OF_A_KIND ? suspicion : ofAsker(suspicion, found[place] as Found)];
  });
  const opened: string[] = [];
  for (let from = 0; from < told.length; from += TOGETHER) {
    const some = told.slice(from, from + TOGETHER);
    const made = await inTransaction(pool, (trx) => reportMisuse(trx, some, now));
    opened.push(...made.filter(({ isNew }) => isNew).map(({ id }) => id));
  }
  return [...new Set(opened)];
}

/** Reports, once a week, that an agency's queries could not all be searched. */
export async function reportIncomplete(
  pool: pg.Pool,
  agency: AgencyName,
  { entry, now }: { readonly entry: number; readonly now: Date },
): Promise<void> {
  const kind = 'search_incomplete';
  const suspicion = {
    kind,
    agency: { id: agency.id, ori: agency.ori },
    officerId: null,
    concerns: null,
    pattern: patternOf(kind, agency.ori, now.getTime()),
    entries: [entry],
    summary:
      'the search for misuse has not looked at all that this agency asked, from this entry on: search the log for it',
    by: null,
  };
  await inTransaction(pool, (trx) => reportMisuse(trx, [suspicion], now));
}

function suspicionOf({ anomaly, at, concerns, officer }: Found, { id, ori }: AgencyName): Suspicion {
  const { entries, kind, of } = anomaly;
  return {
    kind,
    agency: { id, ori },
    officerId: officer?.id ?? null,
    concerns,
    pattern: patternOf(kind, of, at),
    entries,
    summary: summaryOf(kind),
    by: null,
  };
}

/** Returns the suspicion as part of one report on all that this asker caused beyond the bound. */
function ofAsker(suspicion: Suspicion, { anomaly, at, by }: Found): Suspicion {
  const whose = 'officer' in by ? 'person who signed in' : 'client';
  return {
    ...suspicion,
    officerId: null,
    pattern: patternOf(suspicion.kind, JSON.stringify(['all of', anomaly.agency, by]), at),
    summary: `${suspicion.summary}; there are more such reports through this ${whose} than are told one by one`,
  };
}

function patternOf(kind: string, of: string, at: number): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([kind, of, Math.floor(at / WEEK)]))
    .digest();
}
