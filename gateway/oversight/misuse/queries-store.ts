/** What agencies asked, as the log's details show it: read once, for the search for patterns of misuse. */
import { type Activity, statedFacts } from '../../../sharing-rules/anomalies.ts';
import type { Subject } from '../../../sharing-rules/terms/asker.ts';
import type { Effect, Finding, ReasonCode } from '../../../sharing-rules/terms/decision.ts';
import type { Purpose, Query } from '../../../sharing-rules/terms/query.ts';
import { whoAnswersFor } from '../../../sharing-rules/terms/who-asks.ts';
import { areWanted } from '../../../sharing-rules/wanted-words.ts';
import type { Queryable } from '../../database/queryable.ts';

/** An agency of which the log has entries that were not looked at. */
export interface Unexamined {
  readonly id: number;
  readonly ori: string;
  /** All up to this log index has been looked at; -1: nothing. */
  readonly index: number;
  /** Not before the first entry that has not. */
  readonly at: Date;
}

/**
 * The newest entry of each agency tells. BETWEEN, and an order that names the agency too, are for the planner: it then takes
 * the index by agency. With `=` it read the whole log, where one agency has most of its entries.
 */
const UNEXAMINED = `
  SELECT a.id, a.ori, s.index, s.at FROM agency a
  CROSS JOIN LATERAL (SELECT coalesce(max(m.index), -1) AS index, greatest(max(m.at), $1::timestamptz) AS at
    FROM misuse_search m WHERE m.agency_id = a.id) s
  CROSS JOIN LATERAL (SELECT d.index FROM audit_detail d
    WHERE d.agency_id BETWEEN a.id AND a.id AND d.index < $2 AND d.day >= (s.at AT TIME ZONE 'UTC')::date
    ORDER BY d.agency_id, d.index DESC LIMIT 1) newest
  WHERE newest.index > s.index
  ORDER BY a.id`;

/** @param from nothing before it is looked at; @param size of the log, up to which it is looked at */
export async function findUnexamined(db: Queryable, from: Date, size: number): Promise<Unexamined[]> {
  const { rows } = await db.query<Unexamined>(UNEXAMINED, [from, size]);
  return rows;
}

/** A query of an agency. */
export interface AskedQuery extends Omit<Activity, 'agency' | 'officer'> {
  /** Reference of the officer whose it is: see `whoAnswersFor`. Empty of a system that names nobody. */
  readonly reference: string;
  /** Whether the officer signed in; else the agency's system names him. */
  readonly signedIn: boolean;
}

export interface Chunk {
  /** How many were read, of whatever kind. */
  readonly entries: number;
  readonly queries: readonly AskedQuery[];
  /** Log index and time of the last entry that was read; null where there is none left. */
  readonly last: { readonly index: number; readonly at: Date } | null;
}

/**
 * Entries of all kinds are counted toward the chunk, so that a reading is as short whatever an agency does. Further
 * pages of a release (`follows`) are the same question, and so are the notices of a standing query after its entry
 * (`waits`). Dry runs of lists and hits are the gateway's own. The hour is that of the owner's clock on the wall.
 */
const NEXT = `
  SELECT d.index, d.at, extract(hour FROM d.at AT TIME ZONE $6)::integer AS "localHour", d.effect, d.purpose,
    CASE d.kind WHEN 'hit_notice' THEN o.owner #>> '{input,usage,waits}' IS NOT DISTINCT FROM 'true'
      WHEN 'dry_run' THEN o.owner #>> '{input,dataClass}' IS NOT DISTINCT FROM 'reads'
      ELSE d.kind IN ('release', 'refusal', 'review') AND o.owner ->> 'follows' IS NULL END AS asked,
    d.kind = 'dry_run' AS "isDryRun",
    o.owner #> '{input,subject}' AS subject, o.owner #> '{input,query,onBehalfOf}' AS "onBehalfOf",
    o.owner #>> '{input,query,plate,number}' AS plate,
    o.owner #>> '{input,query,purpose,caseNumber}' AS "caseNumber",
    o.owner #> '{input,query,purpose,incident}' AS incident, o.owner #> '{input,query,purpose,offense}' AS offense,
    coalesce(o.asker -> 'reasons', '[]') AS reasons,
    CASE d.effect WHEN 'deny' THEN o.owner #> '{input,findings}' END AS findings,
    CASE d.effect WHEN 'deny' THEN o.owner #>> '{input,query,purpose,justification}' END AS justification
  FROM (SELECT index, at, kind, effect, purpose, owner_detail, asker_detail FROM audit_detail
    WHERE agency_id = $1 AND index > $2 AND index < $3 AND day >= ($4::timestamptz AT TIME ZONE 'UTC')::date
    ORDER BY index LIMIT $5) d
  LEFT JOIN LATERAL (SELECT d.owner_detail::jsonb AS owner, d.asker_detail::jsonb AS asker
    WHERE d.kind IN ('release', 'refusal', 'review', 'hit_notice', 'dry_run') OFFSET 0) o ON true
  ORDER BY d.index`;

/** The next of an agency that were not looked at, within a log of `size` entries; in the order of the log. */
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
    // A system that names nobody is taken for one.
    reference: whoAnswersFor(who, named)?.reference ?? '',
    signedIn: who.personId !== null,
    stated: statedFacts(happened as Pick<Purpose, 'incident' | 'offense'>),
    reasons: (reasons as { code: ReasonCode; detail?: string }[]).map(({ code, detail = null }) => ({
      code,
      detail,
    })),
  };
}

/** All of the agency up to the index has been looked at. */
export async function setExamined(
  db: Queryable,
  agencyId: number,
  { at, index }: { readonly index: number; readonly at: Date },
): Promise<void> {
  await db.query(
    `INSERT INTO misuse_search AS m (agency_id, index, at) VALUES ($1, $2, $3)
     ON CONFLICT (agency_id) DO UPDATE SET index = excluded.index, at = excluded.at WHERE m.index < excluded.index`,
    [agencyId, index, at],
  );
}

export interface KnownOfficer {
  readonly id: string;
  /** Has a place on the roster, and was released something or was enrolled before: nobody makes up such a name. */
  readonly isSettled: boolean;
}

/** The officers of whom the gateway has a row, by reference. @param before what is settled was enrolled by then */
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
