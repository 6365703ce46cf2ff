/** Brings what the search found before the Chief: each pattern once a week (Policy 420.9.1). */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { type Anomaly, summaryOf } from '../../sharing-rules/anomalies.ts';
import { DAY } from '../../sharing-rules/retention.ts';
import { inTransaction } from '../database/db-transaction.ts';
import { countFoundReports } from './misuse-reports-store.ts';
import { reportMisuse, type Suspicion } from './report-misuse.ts';

/** Reports in one transaction, which holds the log's head while their entries are written. */
const TOGETHER = 20;

/** Reports of one kind on one agency within a week. What comes after them is one report on the agency. */
const MOST_OF_A_KIND = 50;

const WEEK = 7 * DAY;

export interface Found {
  readonly anomaly: Anomaly;
  /** Null where the pattern is the agency's, or the officer was never enrolled. */
  readonly officerId: string | null;
  /** Time of its last entry, ms. */
  readonly at: number;
}

interface AgencyName {
  readonly id: number;
  readonly ori: string;
}

/**
 * Of a pattern that was reported in the same week, the report gets the new entries. Whoever asks as a thousand officers
 * must not bury everybody else's reports under a thousand of their own.
 * @returns ids of the reports that are new
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
  const { known, reports } = await countFoundReports(pool, {
    agencyId: agency.id,
    since: new Date(now.getTime() - WEEK),
    patterns,
  });
  const counts = new Map(reports);
  const told = suspicions.flatMap((suspicion, place) => {
    const { kind, pattern } = suspicion;
    const full = pattern === null ? undefined : known.get(pattern.toString('hex'));
    if (full !== undefined) return full ? [] : [suspicion];
    const before = counts.get(kind) ?? 0;
    counts.set(kind, before + 1);
    return [before < MOST_OF_A_KIND ? suspicion : ofAgency(suspicion, found[place] as Found)];
  });
  const opened: string[] = [];
  for (let from = 0; from < told.length; from += TOGETHER) {
    const some = told.slice(from, from + TOGETHER);
    const made = await inTransaction(pool, (trx) => reportMisuse(trx, some, now));
    opened.push(...made.filter(({ isNew }) => isNew).map(({ id }) => id));
  }
  return [...new Set(opened)];
}

/** An agency whose queries could not all be looked at: that is a finding too, once a week. */
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

function suspicionOf({ anomaly, at, officerId }: Found, { id, ori }: AgencyName): Suspicion {
  const { entries, kind, of } = anomaly;
  return {
    kind,
    agency: { id, ori },
    officerId,
    concerns: null,
    pattern: patternOf(kind, of, at),
    entries,
    summary: summaryOf(kind),
    by: null,
  };
}

/** The same, as the agency's. */
function ofAgency(suspicion: Suspicion, { at, anomaly }: Found): Suspicion {
  return {
    ...suspicion,
    officerId: null,
    pattern: patternOf(suspicion.kind, `all of ${anomaly.agency}`, at),
    summary: `${suspicion.summary}; there are more such reports on this agency than are told one by one`,
  };
}

function patternOf(kind: string, of: string, at: number): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([kind, of, Math.floor(at / WEEK)]))
    .digest();
}
