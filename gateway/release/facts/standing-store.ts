/** Officers and what was released today, read under the head lock and written in the same transaction. */

import type { OfficerPapers, OfficerStanding } from '../../../sharing-rules/terms/asker.ts';
import type { StatementClient } from '../../database/connect-pipelined.ts';
import { MS } from '../../database/in-ms.ts';
import { columnsOf } from '../../database/queryable.ts';

/** A commit connection inside its transaction. */
export type CommitClient = StatementClient;

/** An officer as asked for: by the agency's entity and the agency's own id of the officer. */
export interface OfficerKey {
  readonly agencyId: number;
  readonly reference: string;
}

export interface OfficerRow {
  readonly id: string;
  readonly standing: OfficerStanding;
  readonly records: number;
  readonly papers: OfficerPapers;
}

/** Standings as they were read, by `officerKey`; agencies' records and refusals of today, by agency id. */
export interface Standings {
  /** UTC day of the database, `YYYY-MM-DD`. */
  readonly day: string;
  readonly officers: Map<string, OfficerRow>;
  readonly agencies: Map<number, { readonly records: number; readonly refusals: number }>;
}

export function officerKey({ agencyId, reference }: OfficerKey): string {
  return `${agencyId} ${reference}`;
}

const TODAY = `(clock_timestamp() AT TIME ZONE 'UTC')::date`;

/**
 * The standing of officer `o`, of whom `ou` is today's usage. Time alone makes one inactive (CJISSECPOL AC-2(3)): it
 * is judged at each release, and the past is asked for only where there was nothing today. The day is a subquery, so
 * that it is a key of the index.
 */
export const STANDING = `
  CASE WHEN o.status = 'active' AND ou.officer_id IS NULL
    AND greatest(o.enrolled_at, o.reinstated_at) < clock_timestamp() - interval '90 days'
    AND NOT EXISTS (SELECT 1 FROM officer_usage p WHERE p.officer_id = o.id
      AND p.day >= (SELECT ${TODAY} - 90))
  THEN 'inactive' ELSE o.status END`;

/**
 * Returns SQL of the standings. INVARIANT: read under the head lock, or two batches count from one number and
 * exceed the cap. The day is a subquery, a key of the index: a join would read an officer's rows of all days.
 */
export function standingsSql(agencyIds: string, references: string): string {
  return `
      WITH today AS MATERIALIZED (SELECT ${TODAY} AS day)
      SELECT (SELECT day FROM today)::text AS day, q.agency_id, q.reference, o.id, ${STANDING} AS status,
        ${MS('o.enrolled_at')} AS enrolled_at, ${MS('o.attested_at')} AS attested_at,
        ${MS('o.attested_trained_on')} AS trained_on, o.attested_employer, o.attested_federal_detail,
        coalesce(ou.records, 0) AS officer_records, coalesce(au.records, 0) AS agency_records,
        coalesce(au.refusals, 0) AS agency_refusals
      FROM unnest(${agencyIds}::bigint[], ${references}::text[]) AS q (agency_id, reference)
      LEFT JOIN officer o ON o.agency_id = q.agency_id AND o.reference = q.reference
      LEFT JOIN officer_usage ou ON ou.officer_id = o.id AND ou.day = (SELECT day FROM today)
      LEFT JOIN agency_usage au ON au.agency_id = q.agency_id AND au.day = (SELECT day FROM today)`;
}

/** The parameters of `standingsSql`. */
export function standingsValues(keys: readonly OfficerKey[]): unknown[] {
  return [keys.map((key) => key.agencyId), keys.map((key) => key.reference)];
}

/** Standings from the rows of `standingsSql`. */
export function standingsOf(rows: readonly Record<string, unknown>[]): Standings {
  const officers = new Map<string, OfficerRow>();
  const agencies: Standings['agencies'] = new Map();
  for (const row of rows) {
    const agencyId = row.agency_id as number;
    agencies.set(agencyId, {
      records: row.agency_records as number,
      refusals: row.agency_refusals as number,
    });
    if (row.id === null) continue;
    officers.set(officerKey({ agencyId, reference: row.reference as string }), {
      id: row.id as string,
      standing: row.status as OfficerStanding,
      records: row.officer_records as number,
      papers: {
        enrolledAt: row.enrolled_at as number,
        attestedAt: row.attested_at as number | null,
        trainedOn: row.trained_on as number | null,
        employerOri: row.attested_employer as string | null,
        federalDetail: row.attested_federal_detail as boolean | null,
      },
    });
  }
  return { day: rows[0]?.day as string, officers, agencies };
}

export interface NewOfficer extends OfficerKey {
  readonly id: string;
  readonly name: string;
  readonly status: 'active' | 'held';
}

export function insertOfficers(client: CommitClient, officers: readonly NewOfficer[]): Promise<unknown> {
  return client.query({
    name: 'insert-officers',
    text: `INSERT INTO officer (id, agency_id, reference, name, status)
      SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::text[])`,
    values: [...columnsOf(officers, 'id', 'agencyId', 'reference', 'name', 'status')],
  });
}

/** INVARIANT: a place was counted for each under the head lock. From now on 90 days of idleness count. */
export function activateOfficers(client: CommitClient, ids: readonly string[]): Promise<unknown> {
  return client.query({
    name: 'activate-officers',
    text: `UPDATE officer SET status = 'active', reinstated_at = clock_timestamp()
      WHERE id = ANY ($1::uuid[]) AND status = 'held'`,
    values: [ids],
  });
}

export interface OfficerCounts {
  readonly records: number;
  readonly releases: number;
}

export interface AgencyCounts extends OfficerCounts {
  readonly refusals: number;
}

/** The numbers that this batch adds to the counts of a day. */
export interface UsageCounts {
  readonly agencies: ReadonlyMap<number, AgencyCounts>;
  readonly officers: ReadonlyMap<string, OfficerCounts>;
}

/** The parameters of `addUsageSql` after the day. */
export function addUsageValues({ agencies, officers }: UsageCounts): unknown[] {
  const columns = (map: ReadonlyMap<unknown, OfficerCounts>) => [
    [...map.keys()],
    [...map.values()].map((count) => count.records),
    [...map.values()].map((count) => count.releases),
  ];
  return [...columns(agencies), [...agencies.values()].map(({ refusals }) => refusals), ...columns(officers)];
}

/** Parts of a statement. INVARIANT (P7): counted in the transaction of the release, or of the refusal's entry. */
export function addUsageSql(day: string, agencies: readonly string[], officers: readonly string[]): string {
  const add = (
    table: string,
    key: string,
    type: string,
    counts: string,
    [keys, ...values]: readonly string[],
  ) => `
    INSERT INTO ${table} AS u (${key}, day, ${counts})
    SELECT ${key}, ${day}::date, ${counts}
    FROM unnest(${keys}::${type}[], ${values.map((value) => `${value}::bigint[]`).join(', ')}) AS c (${key}, ${counts})
    ON CONFLICT (${key}, day) DO UPDATE SET ${counts
      .split(', ')
      .map((count) => `${count} = u.${count} + excluded.${count}`)
      .join(', ')}`;
  return `agencies_usage AS (${add('agency_usage', 'agency_id', 'bigint', 'records, releases, refusals', agencies)}),
    officers_usage AS (${add('officer_usage', 'officer_id', 'uuid', 'records, releases', officers)})`;
}
