/** A log with very many queries, written by SQL: one agency's refusals, and among them misuse of every other agency. */

import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import type { AnomalyKind } from '../../../sharing-rules/anomalies.ts';
import type { Incident } from '../../../sharing-rules/terms/incident.ts';
import { nothingLeft, projectColumns } from './project-columns.ts';

const DAY = 86_400_000;
/** Over so many days the queries are spread. */
const SPAN = 6 * DAY;
/** Of each agency's misuse: so many queries at most, one in each part of the time. */
const PARTS = 13;

/** A query as its details show it. */
export interface WrittenQuery {
  readonly index: number;
  /** Ms. */
  readonly at: number;
  readonly agencyId: number;
  /** Whom the query names. */
  readonly officer: string;
  /** Who signed in; nobody where a system asks. */
  readonly personId?: string;
  readonly clientId?: string;
  readonly effect: 'permit' | 'deny';
  readonly purpose?: string;
  readonly plate: string;
  readonly caseNumber: string;
  /** Code of the one reason it was refused for. */
  readonly reason?: string;
  /** What it states to have happened. */
  readonly incident?: Pick<Incident, 'kind' | 'vehicle'>;
  /** Asked only what would be decided. */
  readonly dryRun?: true;
}

const WRITE = `
  INSERT INTO audit_detail (index, day, at, kind, effect, agency_id, purpose, reason_codes, asker_salt, asker_detail,
    owner_salt, owner_detail)
  SELECT q.index, (q.at AT TIME ZONE 'UTC')::date, q.at, CASE WHEN q.dry_run THEN 'dry_run' WHEN q.effect = 'permit' THEN 'release' ELSE 'refusal' END,
    q.effect, q.agency, q.purpose, CASE WHEN q.reason IS NULL THEN '{}' ELSE ARRAY[q.reason] END,
    '\\x00', jsonb_build_object('reasons',
      CASE WHEN q.reason IS NULL THEN '[]' ELSE jsonb_build_array(jsonb_build_object('code', q.reason)) END)::text,
    '\\x00', jsonb_build_object('follows', null, 'input', jsonb_build_object('dataClass', 'reads',
      'subject', jsonb_build_object('clientId', q.client, 'personId', q.person),
      'query', jsonb_build_object('onBehalfOf', jsonb_build_object('id', q.officer, 'name', q.officer),
        'plate', jsonb_build_object('number', q.plate), 'purpose', jsonb_build_object('code', q.purpose,
          'caseNumber', q.case_number, 'incident', q.incident, 'justification', repeat('as it was asked ', 20)))))::text
  FROM`;

/** @param pool the database's owner's */
export async function writeQueries(pool: pg.Pool, queries: readonly WrittenQuery[]): Promise<void> {
  const column = (of: (one: WrittenQuery) => unknown) => queries.map(of);
  await pool.query(
    `${WRITE} unnest($1::bigint[], $2::timestamptz[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[],
       $8::text[], $9::text[], $10::text[], $11::text[], $12::jsonb[], $13::boolean[])
       AS q (index, at, agency, officer, client, effect, purpose, plate, case_number, reason, person, incident, dry_run)`,
    [
      column(({ index }) => index),
      column(({ at }) => new Date(at)),
      column(({ agencyId }) => agencyId),
      column(({ officer }) => officer),
      column(({ clientId = 'system' }) => clientId),
      column(({ effect }) => effect),
      column(({ purpose = 'stolen_vehicle' }) => purpose),
      column(({ plate }) => plate),
      column(({ caseNumber }) => caseNumber),
      column(({ reason = null }) => reason),
      column(({ personId = null }) => personId),
      column(({ incident }) => (incident === undefined ? null : JSON.stringify(incident))),
      column(({ dryRun = false }) => dryRun),
    ],
  );
  await projectColumns(pool);
}

/** Gives the log a head beyond everything that is written below it. Its entries are not there. */
export async function raiseHead(pool: pg.Pool, entries: number): Promise<void> {
  // A complete tree: its frontier is its root.
  const size = 2 ** Math.ceil(Math.log2(entries + 1));
  const root = randomBytes(32);
  await pool.query('INSERT INTO log_checkpoint (size, root, frontier) VALUES ($1, $2, $3)', [
    size,
    root,
    [root],
  ]);
  await nothingLeft(pool);
}

export interface FilledQueries {
  /** ORI of the agency that was refused so often. */
  readonly flooder: string;
  /** The kind of misuse that is planted, by ORI. */
  readonly planted: ReadonlyMap<string, AnomalyKind>;
}

/** @param pool the database's owner's */
export async function fillQueries(
  pool: pg.Pool,
  { agencies, now, refusals }: { readonly agencies: number; readonly refusals: number; readonly now: number },
): Promise<FilledQueries> {
  const begin = now - SPAN;
  await pool.query(`SELECT ensure_audit_days(($1::timestamptz AT TIME ZONE 'UTC')::date, 8)`, [
    new Date(begin),
  ]);
  await raiseHead(pool, 2 * refusals + 1);
  const { rows } = await pool.query<{ id: number; ori: string }>(
    `INSERT INTO agency (ori, name, class, state, bound_by_article_74, has_287g, federal_members, status)
     SELECT 'CO9' || lpad(n::text, 4, '0') || '00', 'Agency ' || n, 'municipal', 'CO', true, false, false, 'draft'
     FROM generate_series(1, $1) n RETURNING id, ori`,
    [agencies],
  );
  const [flooder, ...others] = rows as [{ id: number; ori: string }, ...{ id: number; ori: string }[]];
  // Whole milliseconds: it is multiplied in SQL, too.
  const step = Math.floor(SPAN / refusals);
  await pool.query(
    `${WRITE} (SELECT 2 * g AS index, $1::timestamptz + g * $2 * interval '1 ms' AS at, $3::bigint AS agency,
       'officer-' || g % 7 AS officer, 'system' AS client, 'deny' AS effect, 'stolen_vehicle' AS purpose,
       'ZZT0001' AS plate, 'CR-' || g AS case_number, 'offense_immigration' AS reason,
       NULL::jsonb AS incident, false AS dry_run,
       NULL AS person FROM generate_series(1, $4) g) q`,
    [new Date(begin), step, flooder.id, refusals],
  );
  const planted = new Map<string, AnomalyKind>();
  const queries = others.flatMap(({ id, ori }, place) => {
    const [kind, misuse] = MISUSE[place % MISUSE.length] as (typeof MISUSE)[number];
    planted.set(ori, kind);
    return misuse.map(([part, query]): WrittenQuery => {
      const turn = part * Math.floor(refusals / PARTS) + place + 1;
      const base = { officer: 'one', effect: 'permit', plate: 'ZZT0002', caseNumber: 'CR-1' } as const;
      return { index: 2 * turn + 1, at: begin + turn * step, agencyId: id, ...base, ...query };
    });
  });
  await writeQueries(pool, queries);
  return { flooder: flooder.ori, planted };
}

type Planted = readonly [part: number, query: Partial<WrittenQuery>];
const inEach = (parts: number, make: (part: number) => Partial<WrittenQuery>): Planted[] =>
  Array.from({ length: parts }, (_, part) => [part, make(part)]);
const PROHIBITED = { effect: 'deny', reason: 'offense_immigration' } as const;

const MISUSE: readonly (readonly [AnomalyKind, readonly Planted[]])[] = [
  ['prohibited_use', [[5, PROHIBITED]]],
  ['repeated_plate', inEach(PARTS, () => ({}))],
  ['case_many_plates', inEach(12, (part) => ({ plate: `ZZT1${part}`, officer: `o-${part % 3}` }))],
  ['vague_habit', inEach(4, (part) => ({ effect: 'deny', reason: 'purpose_vague', plate: `ZZT2${part}` }))],
  [
    'refused_plate',
    [
      [5, PROHIBITED],
      [6, { officer: 'two', caseNumber: 'CR-2' }],
    ],
  ],
  [
    'plate_two_purposes',
    [
      [2, {}],
      [7, { purpose: 'hit_and_run', caseNumber: 'CR-2' }],
    ],
  ],
];
