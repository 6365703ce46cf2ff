/** Reads from the log's details what agencies asked, once, to search it for patterns of misuse. */
import { type Activity, statedFacts } from '../../../sharing-rules/anomalies.ts';
import type { Subject } from '../../../sharing-rules/terms/asker.ts';
import type { Effect, Finding, ReasonCode } from '../../../sharing-rules/terms/decision.ts';
import type { Purpose, Query } from '../../../sharing-rules/terms/query.ts';
import { whoAnswersFor } from '../../../sharing-rules/terms/who-asks.ts';
import { areWanted } from '../../../sharing-rules/wanted-words.ts';
import { findRows, type Queryable } from '../../database/queryable.ts';
import { utcDayOf } from '../../projections/search-store.ts';

/** An agency with log entries that were not examined yet. */
export interface Unexamined {
  readonly id: number;
  readonly ori: string;
  /** Log index up to which all has been examined; -1 if nothing has. */
  readonly index: number;
  /** A time no later than the first entry that has not been examined. */
  readonly at: Date;
}

/**
 * Compares each agency's newest entry with the examined index. BETWEEN, and the order by agency too, make the
 * planner take the index by agency: with `=` it read the whole log if one agency has most of its entries.
 */
const UNEXAMINED = `
  SELECT a.id, a.ori, s.index, s.at FROM agency a
  CROSS JOIN LATERAL (SELECT coalesce(max(m.index), -1) AS index, greatest(max(m.at), $1::timestamptz) AS at
    FROM misuse_examined m WHERE m.agency_id = a.id) s
  CROSS JOIN LATERAL (SELECT d.index FROM audit_search d
    WHERE d.agency_id BETWEEN a.id AND a.id AND d.index < $2 AND d.day >= (s.at AT TIME ZONE 'UTC')::date
    ORDER BY d.agency_id, d.index DESC LIMIT 1) newest
  WHERE newest.index > s.index
  ORDER BY a.id`;

/** @param from time before which nothing is examined; @param size of the log that is examined */
export const findUnexamined = (db: Queryable, from: Date, size: number) =>
  findRows<Unexamined>(db, UNEXAMINED, [from, size]);

/** A query that an agency made. */
export interface AskedQuery extends Omit<Activity, 'agency' | 'officer'> {
  /** Reference of the officer who answers for it, see `whoAnswersFor`; empty if a system names nobody. */
  readonly reference: string;
  /** True if the officer signed in, false if the agency's system names one. */
  readonly signedIn: boolean;
}

export interface Chunk {
  /** Number of entries of any kind that were read. */
  readonly entries: number;
  readonly queries: readonly AskedQuery[];
  /** Log index and time of the last entry that was read; null if none is left. */
  readonly last: { readonly index: number; readonly at: Date } | null;
}

/**
 * Counts entries of all kinds toward the chunk, so that each reading is equally short. The hour is the owner's local time.
 * The day stands twice, so that the planner leaves out the partitions of older days.
 */
const NEXT = `
  SELECT d.index, d.at, extract(hour FROM d.at AT TIME ZONE $6)::integer AS "localHour", d.effect, d.purpose,
    d.question AS asked, d.kind = 'dry_run' AS "isDryRun",
    o.owner #> '{input,subject}' AS subject, o.owner #> '{input,query,onBehalfOf}' AS "onBehalfOf",
    o.owner #>> '{input,query,plate,number}' AS plate,
    o.owner #>> '{input,query,purpose,caseNumber}' AS "caseNumber",
    o.owner #> '{input,query,purpose,incident}' AS incident, o.owner #> '{input,query,purpose,offense}' AS offense,
    coalesce(o.asker -> 'reasons', '[]') AS reasons,
    CASE d.effect WHEN 'deny' THEN o.owner #> '{input,findings}' END AS findings,
    CASE d.effect WHEN 'deny' THEN o.owner #>> '{input,query,purpose,justification}' END AS justification
  FROM (SELECT index, day, at, kind, effect, purpose, question FROM audit_search
    WHERE agency_id = $1 AND index > $2 AND index < $3 AND day >= ${utcDayOf('$4')}
    ORDER BY index LIMIT $5) d
  LEFT JOIN LATERAL (SELECT t.owner_detail::jsonb AS owner, t.asker_detail::jsonb AS asker FROM audit_detail t
    WHERE d.question AND t.day = d.day AND t.index = d.index AND t.day >= ${utcDayOf('$4')}
    OFFSET 0) o ON true
  ORDER BY d.index`;

/** Reads the agency's next entries, in the order of the log, within a log of `size` entries. */
export async function readNextQueries(
  db: Queryable,
  { at, id, index }: Unexamined,
  { limit, size, timeZone }: { readonly limit: number; readonly size: number; readonly timeZone: string },
): Promise<Chunk> {
  const { rows } = await db.query(NEXT, [id, index, size, at, limit, timeZone]);
  const last = rows.at(-1);
  return {
    entries: rows.length,
    queries: rows.filter(({ asked }) => asked).map(queryOf),
    last: last === undefined ? null : { index: last.index, at: last.at },
  };
}

function queryOf(row: Record<string, unknown>): AskedQuery {
  const {
    asked: _,
    at,
    effect,
    findings,
    incident,
    justification,
    offense,
    onBehalfOf,
    reasons,
    subject,
    ...rest
  } = row;
  const happened = { incident: incident ?? undefined, offense: offense ?? undefined };
  const { clientId, ...who } = subject as Subject;
  const named = onBehalfOf === null ? {} : { onBehalfOf: onBehalfOf as NonNullable<Query['onBehalfOf']> };
  return {
    ...(rest as Pick<AskedQuery, 'index' | 'localHour' | 'purpose' | 'plate' | 'caseNumber' | 'isDryRun'>),
    at: (at as Date).getTime(),
    clientId,
    effect: effect as Effect,
    isWanted: areWanted((findings ?? []) as Finding[], (justification ?? '') as string),
    // A system that names nobody counts as an officer of its own.
    reference: whoAnswersFor(who, named)?.reference ?? '',
    signedIn: who.personId !== null,
    stated: statedFacts(happened as Pick<Purpose, 'incident' | 'offense'>),
    reasons: (reasons as { code: ReasonCode; detail?: string }[]).map(({ code, detail = null }) => ({
      code,
      detail,
    })),
  };
}

/** Records that all entries of the agency up to the index have been examined. */
export async function setExamined(
  db: Queryable,
  agencyId: number,
  { at, index }: { readonly index: number; readonly at: Date },
): Promise<void> {
  await db.query(
    `INSERT INTO misuse_examined AS m (agency_id, index, at) VALUES ($1, $2, $3)
     ON CONFLICT (agency_id) DO UPDATE SET index = excluded.index, at = excluded.at WHERE m.index < excluded.index`,
    [agencyId, index, at],
  );
}

export interface KnownOfficer {
  readonly id: string;
  /** True if on the roster, and released something or enrolled early: nobody can make up such a name. */
  readonly isSettled: boolean;
}

/** Finds enrolled officers by reference. @param before time by which a settled officer was enrolled */
export async function findOfficers(
  db: Queryable,
  agencyId: number,
  { before, references }: { readonly before: Date; readonly references: readonly string[] },
): Promise<ReadonlyMap<string, KnownOfficer>> {
  if (references.length === 0) return new Map();
  const { rows } = await db.query<KnownOfficer & { reference: string }>(
    `SELECT o.id, o.reference, o.status <> 'held' AND (o.enrolled_at < $3
       OR EXISTS (SELECT FROM officer_usage u WHERE u.officer_id = o.id AND u.releases > 0)) AS "isSettled"
     FROM officer o WHERE o.agency_id = $1 AND o.reference = ANY ($2)`,
    [agencyId, references, before],
  );
  return new Map(rows.map(({ reference, ...officer }) => [reference, officer]));
}

/** Finds those of the references that are ids of the owner's own persons: of another agency there are none. */
export async function findOwnPersons(
  db: Queryable,
  agencyId: number,
  references: readonly string[],
): Promise<ReadonlySet<string>> {
  if (references.length === 0) return new Set();
  const { rows } = await db.query<{ id: string }>(
    `SELECT p.id::text AS id FROM person p JOIN agency a ON a.id = p.agency_id AND a.is_owner
     WHERE p.agency_id = $1 AND p.id::text = ANY ($2)`,
    [agencyId, references],
  );
  return new Set(rows.map(({ id }) => id));
}
