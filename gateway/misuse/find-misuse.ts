/** Looks for patterns of misuse in the log's details and reports each once a week to the Chief (Policy 420.9.1). */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { type Anomaly, findAnomalies, LONGEST_PATTERN, summaryOf } from '../../sharing-rules/anomalies.ts';
import { DAY } from '../../sharing-rules/retention.ts';
import { inTransaction } from '../database/db-transaction.ts';
import { findActiveAgencies, findActivity, type KeptActivity } from './activity-store.ts';
import { reportMisuse, type Suspicion } from './report-misuse.ts';

/** Colorado's: what night is depends on it. */
const TIME_ZONE = 'America/Denver';

const WEEK = 7 * DAY;

export interface MisuseFound {
  /** Patterns seen, those of earlier runs included. */
  readonly seen: number;
  /** Ids of the reports that are new. */
  readonly opened: readonly string[];
}

/**
 * @param now end of the time looked at
 * @param since only agencies that asked something since then are looked at; their whole past is
 */
export async function findMisuse(
  { pool }: { readonly pool: pg.Pool },
  { now, since }: { readonly now: Date; readonly since: Date },
): Promise<MisuseFound> {
  const from = new Date(now.getTime() - LONGEST_PATTERN);
  let seen = 0;
  const opened: string[] = [];
  for (const agencyId of await findActiveAgencies(pool, since, now)) {
    const activity = await findActivity(pool, agencyId, { from, to: now }, TIME_ZONE);
    // Of what was found before, the report of its week is there already.
    const anomalies = findAnomalies(activity);
    seen += anomalies.length;
    const suspicions = anomalies.flatMap((anomaly) => suspicionOf(anomaly, activity, agencyId));
    if (suspicions.length === 0) continue;
    const reports = await inTransaction(pool, (trx) => reportMisuse(trx, suspicions, now));
    opened.push(...reports.filter(({ isNew }) => isNew).map(({ id }) => id));
  }
  return { seen, opened };
}

function suspicionOf(
  { agency, entries, kind, of, officer }: Anomaly,
  activity: readonly KeptActivity[],
  agencyId: number,
): Suspicion[] {
  // Of an entry that is two officers' activity, the one whose pattern it is.
  const newest = activity.filter(({ index }) => index === entries.at(-1));
  const last = newest.find((one) => one.officer === officer) ?? newest[0];
  if (last === undefined) return [];
  const week = Math.floor(last.at / WEEK);
  return [
    {
      kind,
      agency: { id: agencyId, ori: agency },
      officerId: officer === null ? null : last.officerId,
      concerns: null,
      pattern: createHash('sha256')
        .update(JSON.stringify([kind, of, week]))
        .digest(),
      entries,
      summary: summaryOf(kind),
      by: null,
    },
  ];
}
