/**
 * Reads what earlier incidents say of the cases and plates of a batch. INVARIANT: under the head lock, as quotas are; and
 * asked for only where the batch states an incident, so that everybody else's queries cost nothing more.
 */

import type { RecordsHold } from '../../../sharing-rules/terms/decision.ts';
import { MS } from '../../database/in-ms.ts';
import { columnsOf } from '../../database/queryable.ts';
import { CaseHistories, type IncidentUse } from './case-histories.ts';
import type { HistoryCodes } from './history-codes.ts';
import type { PendingQuery } from './pending-query.ts';
import type { CommitClient } from './standing-store.ts';

/** Members that are read of a set: its own and one more than the rules count to. Nothing grows with what was asked. */
const MOST_READ = 5;

const USES = `
  SELECT encode(s.scope, 'hex') AS scope, encode(u.member, 'hex') AS member,
    ${MS('u.occurred_from')} AS occurred_from, ${MS('u.occurred_to')} AS occurred_to
  FROM unnest($1::bytea[], $2::integer[]) AS s (scope, days)
  CROSS JOIN LATERAL (SELECT * FROM incident_use u
    WHERE u.scope = s.scope AND u.used_at > clock_timestamp() - make_interval(days => s.days)
    LIMIT ${MOST_READ}) AS u`;

const REPORTERS = `SELECT o.ori FROM agency_ori o JOIN agency a ON a.id = o.agency_id
  WHERE o.ori = ANY ($1::text[]) AND a.eligible`;

/** Takes of several the one that began first. */
const RECORDS_HOLDS = `SELECT DISTINCT ON (agency_id) agency_id, detail FROM records_hold
  WHERE lifted_at IS NULL AND agency_id = ANY ($1::bigint[]) ORDER BY agency_id, since, detail`;

const BOUND_DAYS = 30;

export async function readCaseHistories(
  client: CommitClient,
  codes: readonly (HistoryCodes | null)[],
  batch: readonly PendingQuery[],
): Promise<CaseHistories> {
  const asked = codes.flatMap((code) => code?.incident ?? []);
  const stating = batch.filter(({ query }) => query.purpose.incident !== undefined);
  if (stating.length === 0) return new CaseHistories();
  const reporters = stating.flatMap(({ query }) => query.purpose.incident?.agencyOri ?? []);
  const agencyIds = [...new Set(stating.map(({ subject }) => subject.agencyId))];
  const scopes = asked.flatMap(({ bound, sets }) => [
    { scope: bound, days: BOUND_DAYS },
    ...sets.map(({ days, scope }) => ({ scope, days })),
  ]);
  const values = [scopes.map(({ scope }) => scope), scopes.map(({ days }) => days)];
  const [uses, eligible, holds] = await Promise.all([
    client.query({ name: 'incident-uses', text: USES, values }),
    reporters.length === 0
      ? { rows: [] }
      : client.query({ name: 'incident-reporters', text: REPORTERS, values: [[...new Set(reporters)]] }),
    client.query({ name: 'records-holds', text: RECORDS_HOLDS, values: [agencyIds] }),
  ]);
  return new CaseHistories(
    uses.rows.map((row) => ({
      scope: row.scope as string,
      member: row.member as string,
      occurredFrom: msOf(row.occurred_from),
      occurredTo: msOf(row.occurred_to),
    })),
    eligible.rows.map(({ ori }) => ori as string),
    new Map(holds.rows.map((row) => [Number(row.agency_id), row.detail as RecordsHold])),
  );
}

/** A bigint comes as text. */
function msOf(value: unknown): number | null {
  return value === null ? null : Number(value);
}

const REMEMBER = `
  INSERT INTO incident_use (scope, member, used_at, occurred_from, occurred_to)
  SELECT u.scope, u.member, $1, to_timestamp(u.occurred_from / 1000.0), to_timestamp(u.occurred_to / 1000.0)
  FROM unnest($2::bytea[], $3::bytea[], $4::double precision[], $5::double precision[])
    AS u (scope, member, occurred_from, occurred_to)
  ON CONFLICT (scope, member) DO UPDATE SET used_at = greatest(incident_use.used_at, excluded.used_at)`;

/** INVARIANT: in the transaction of the release or the hold, as counts are. */
export function rememberIncidents(
  client: CommitClient,
  added: readonly IncidentUse[],
  now: Date,
): Promise<unknown> {
  const values = [
    now,
    added.map(({ scope }) => Buffer.from(scope, 'hex')),
    added.map(({ member }) => Buffer.from(member, 'hex')),
    ...columnsOf(added, 'occurredFrom', 'occurredTo'),
  ];
  return client.query({ name: 'remember-incidents', text: REMEMBER, values });
}
