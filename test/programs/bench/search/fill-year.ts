/**
 * Fills a year with entries by SQL. They have all that a search reads: its rows, the entries, and the details of each
 * day. Their hashes and signatures are invented, so this log does not verify.
 */
import type pg from 'pg';
import type { ReasonCode } from '../../../../sharing-rules/terms/decision.ts';
import { PURPOSES } from '../../../../sharing-rules/terms/purposes.ts';
import { DAY } from '../../../../sharing-rules/terms/retention.ts';
import { utcDay } from '../../../../sharing-rules/terms/utc-day.ts';

export const YEAR = 365;
export const OFFICERS = 2_000;
export const PLATES = 200_000;
export const REASONS: readonly ReasonCode[] = [
  ...(['purpose_vague', 'case_number_missing', 'narrative_personal', 'quota_exceeded'] as const),
];
/** One entry in so many is a fault: a rare kind. */
const FAULTS_EVERY = 50_000;

/** Selects the columns of entry `n`. Each purpose goes together with a few of the agencies only. */
const ROWS = `
  SELECT n, day, day + (n % 86400) * interval '1 second' AS at, a.id AS agency_id,
    CASE WHEN n % ${FAULTS_EVERY} = 1 THEN 'fault' WHEN n % 3 = 0 THEN 'refusal' ELSE 'release' END AS kind,
    CASE WHEN n % ${FAULTS_EVERY} = 1 THEN NULL WHEN n % 3 = 0 THEN 'deny' ELSE 'permit' END AS effect,
    md5('officer' || n % ${OFFICERS})::uuid AS officer_id,
    ($4::text[])[n * 5 % cardinality($4) + 1] AS purpose,
    CASE WHEN n % 3 = 0 THEN ARRAY[($5::text[])[n / 3 % cardinality($5) + 1]] ELSE '{}' END AS reasons,
    sha256(convert_to(day::text || n % ${PLATES}, 'UTF8')) AS plate, md5('release' || n)::uuid AS release_id
  FROM (SELECT i AS n, $3::date + (i * ${YEAR} / $6)::int AS day FROM generate_series($1::bigint, $2::bigint - 1) i) e
    JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS nth, count(*) OVER () AS all FROM agency) a
      ON a.nth = n * 7 % a.all`;

const INSERT = `
  WITH e AS MATERIALIZED (${ROWS}),
  entries AS (INSERT INTO log_entry (index, entry, leaf_hash)
    SELECT n, json_build_object('kind', kind, 'effect', effect, 'minute', to_char(at, 'YYYY-MM-DD"T"HH24:MI"Z"')),
      sha256(int8send(n)) FROM e),
  details AS (INSERT INTO audit_detail (index, day, at, kind, effect, asker_salt, asker_detail, owner_salt, owner_detail)
    SELECT n, day, at, kind, effect, ''::bytea, repeat('asked ', 40), ''::bytea, '{}' FROM e)
  INSERT INTO audit_search (index, day, at, kind, effect, agency_id, officer_id, purpose, reason_codes, plate_hmac,
    released_plates, release_id, question, altered)
  SELECT n, day, at, kind, effect, agency_id, officer_id, purpose, reasons, plate,
    CASE WHEN kind = 'release' THEN ARRAY[plate] END, CASE WHEN kind = 'release' THEN release_id END, true, false FROM e`;

const AGENCIES = `
  INSERT INTO agency (ori, name, class, state, bound_by_article_74, has_287g, federal_members, is_owner, status, roster)
  SELECT 'CO' || lpad(n::text, 5, '9') || '00', 'Agency ' || n, 'municipal', 'CO', true, false, false, false, 'active', 3
  FROM generate_series(1, 40) n`;

/** Fills the log, and resolves to its first day, `YYYY-MM-DD`. @param owner connections of the database's owner */
export async function fillYear(owner: pg.Pool, entries: number): Promise<string> {
  const first = Date.now() - (YEAR - 1) * DAY;
  await owner.query(AGENCIES);
  for (let day = 0; day < YEAR; day += 40) {
    const days = Math.min(40, YEAR - day);
    await owner.query('SELECT ensure_audit_days($1::date, $2)', [utcDay(first + day * DAY), days]);
  }
  await owner.query('SELECT open_search_day($1::date + i) FROM generate_series(0, $2::int - 1) i', [
    ...[utcDay(first), YEAR],
  ]);
  const purposes = PURPOSES.map(({ code }) => code);
  for (let from = 0; from < entries; from += 100_000) {
    const to = Math.min(entries, from + 100_000);
    await owner.query(INSERT, [from, to, utcDay(first), purposes, REASONS, entries]);
    process.stderr.write(`${to.toLocaleString('en-US')} of ${entries.toLocaleString('en-US')} entries\r`);
  }
  for (const table of ['audit_search', 'audit_detail', 'log_entry']) {
    await owner.query(`VACUUM ANALYZE ${table}`);
  }
  return utcDay(first);
}
