/** Draws releases from the log's details for the monthly audit, and counts readings and reports. */
import type { JudgedWords } from '../../../sharing-rules/judged-words.ts';
import { SAYING_NOTHING } from '../../../sharing-rules/rules/incident/says-nothing.ts';
import type { DecisionInput } from '../../../sharing-rules/terms/decision.ts';
import { parseDetail } from '../../audit/kept/parse-detail.ts';
import { findRows, type Queryable } from '../../database/queryable.ts';
import type { SearchRow } from '../../projections/search-row.ts';
import { DETAILS_OF, onDays, utcDayOf } from '../../projections/search-store.ts';
import type { AuditGround } from './audit-answer.ts';

type Month = AuditGround['month'];

/** A release with the whole input of its decision. */
export interface DrawnRelease {
  /** Log index. */
  readonly index: number;
  readonly agencyId: number;
  readonly officerId: string;
  readonly input: DecisionInput;
}

const DRAWN = `
  SELECT d.index, d.agency_id AS "agencyId", d.officer_id AS "officerId", t.owner_detail AS owner
  FROM (SELECT * FROM audit_search
    WHERE day >= ${utcDayOf('$1')} AND day < ${utcDayOf('$2')} AND kind = 'release'
    ORDER BY md5(index::text || $3) LIMIT $4) d JOIN ${DETAILS_OF}
    AND t.day BETWEEN ${utcDayOf('$1')} AND ${utcDayOf('$2')}
  ORDER BY md5(d.index::text || $3)`;

/** Draws at most `size` releases of the month; the same month gives the same sample. */
export async function drawReleases(db: Queryable, month: Month, size: number): Promise<DrawnRelease[]> {
  const { rows } = await db.query(DRAWN, [month.from, month.to, month.name, size]);
  return rows.map(toDrawn);
}

function toDrawn({ agencyId, index, officerId, owner }: Record<string, unknown>): DrawnRelease {
  const { input } = parseDetail(owner as string) as Pick<DrawnRelease, 'input'>;
  return { index: Number(index), agencyId: Number(agencyId), officerId: officerId as string, input };
}

/**
 * Matches rows `d` of permitted queries, once each: later pages and hits are of the same query. A standing
 * query counts too, as otherwise a liar would rather let a query wait, since nobody would ask about it.
 */
export const PERMITTED_ONCE = `d.question AND d.effect = 'permit' AND d.kind IN ('release', 'hit_notice')`;

/** True for a row that `PERMITTED_ONCE` matches. */
export function isPermittedOnce({ effect, kind, question }: SearchRow): boolean {
  return question && effect === 'permit' && ['release', 'hit_notice'].includes(kind);
}

/** All characters that the rules trim: PostgreSQL's own class of spaces depends on its locale. */
const BLANK = String.raw`^[\s\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]*$`;

/**
 * Matches queries that rest on their incident alone, as `says-nothing.ts` defines it. Parses only details in whose text an
 * incident begins, as parsing takes ten times as long: canonical JSON has no spaces, and a quote within a text is escaped.
 */
const WITHOUT_WORDS = `FROM audit_search d JOIN ${DETAILS_OF}
  CROSS JOIN LATERAL (
    SELECT CASE WHEN strpos(t.owner_detail, '"incident":{') > 0 THEN t.owner_detail::jsonb END AS detail) o
  WHERE ${onDays(`>= ${utcDayOf('$1')}`)} AND ${onDays(`< ${utcDayOf('$2')}`)} AND ${PERMITTED_ONCE}
    AND o.detail #> '{input,query,purpose,incident}' IS NOT NULL
    AND (coalesce(o.detail #>> '{input,query,purpose,justification}', '') ~ '${BLANK}'
      OR o.detail @? '$.input.findings[*] ? (@.code == "${SAYING_NOTHING}" && @.effect != "note")')`;

export async function countWithoutWords(db: Queryable, month: Month): Promise<number> {
  const { rows } = await db.query(`SELECT count(*)::integer AS released ${WITHOUT_WORDS}`, [
    month.from,
    month.to,
  ]);
  return rows[0].released;
}

/** Draws them in the order that the root gives. */
export async function drawWithoutWords(
  db: Queryable,
  month: Month,
  root: Buffer,
  size: number,
): Promise<DrawnRelease[]> {
  const { rows } = await db.query(
    `SELECT d.index, d.agency_id AS "agencyId", d.officer_id AS "officerId", t.owner_detail AS owner ${WITHOUT_WORDS}
     ORDER BY sha256($3::bytea || int8send(d.index)) LIMIT $4`,
    [month.from, month.to, root, size],
  );
  return rows.map(toDrawn);
}

/** Finds the log index of the month's last entry; null if it has none. */
export async function findLastIndex(db: Queryable, month: Month): Promise<number | null> {
  const { rows } = await db.query(
    `SELECT max(index) AS last FROM audit_detail
     WHERE day >= ${utcDayOf('$1')} AND day < ${utcDayOf('$2')}`,
    [month.from, month.to],
  );
  return rows[0].last === null ? null : Number(rows[0].last);
}

const HAS_ENTRIES = `
  SELECT EXISTS (SELECT FROM audit_detail
    WHERE day >= ${utcDayOf('$1')} AND day < ${utcDayOf('$2')}
      AND kind NOT IN ('audit_completed', 'misuse_reported', 'log_read', 'purged')) AS has`;

/** True if the month has entries other than audits, their reports, readings and purges. */
export async function hasEntries(db: Queryable, month: Month): Promise<boolean> {
  const { rows } = await db.query(HAS_ENTRIES, [month.from, month.to]);
  return rows[0].has;
}

const STOOD_OUT = `
  SELECT kind, count(*)::integer AS reports FROM misuse_report WHERE opened_at >= $1 AND opened_at < $2
  GROUP BY kind ORDER BY kind`;

/** Counts, by kind, the reports of misuse opened in the month. */
export const countReports = (db: Queryable, month: Month) =>
  findRows<{ kind: string; reports: number }>(db, STOOD_OUT, [month.from, month.to]);

const MARKED = `
  SELECT count(*)::integer AS marked FROM misuse_report m
  WHERE m.kind = 'inadequate_reason' AND m.outcome IS DISTINCT FROM 'unfounded'
    AND EXISTS (SELECT FROM audit_detail d WHERE d.day >= ${utcDayOf('$1')} AND d.day < ${utcDayOf('$2')}
      AND d.index = ANY (m.entries))`;

/** Counts reports, of any date, that a reason of the month is inadequate, unless found unfounded. */
export async function countMarked(db: Queryable, month: Month): Promise<number> {
  const { rows } = await db.query(MARKED, [month.from, month.to]);
  return rows[0].marked;
}

/** Finds readings that showed what entries say: a single entry, or a search for given entries in full. */
const OPENED = `
  SELECT DISTINCT s.seen FROM audit_detail d
  CROSS JOIN LATERAL (SELECT d.owner_detail::jsonb AS detail) o
  CROSS JOIN LATERAL (
    SELECT (o.detail #>> '{search,index}')::bigint AS seen WHERE o.detail ->> 'action' = 'entry'
    UNION ALL
    SELECT i::bigint FROM jsonb_array_elements_text(
      CASE WHEN o.detail ->> 'action' = 'search' AND o.detail #> '{search,details}' = 'true'
        THEN coalesce(o.detail #> '{search,indices}', '[]') ELSE '[]' END) i) s
  WHERE d.kind = 'log_read' AND d.day >= ${utcDayOf('$1')} AND s.seen = ANY ($2::bigint[])`;

/** Finds those of the entries that were shown to a person of the owner since the month began. */
export async function findOpened(db: Queryable, month: Month, indices: readonly number[]): Promise<number[]> {
  if (indices.length === 0) return [];
  const { rows } = await db.query(OPENED, [month.from, indices]);
  return rows.map(({ seen }) => Number(seen));
}

const INTERNAL = `
  SELECT owner_detail::jsonb ->> 'by' AS person, count(*)::integer AS looks FROM audit_detail
  WHERE day >= ${utcDayOf('$1')} AND day < ${utcDayOf('$2')} AND kind = 'log_read'
  GROUP BY 1 ORDER BY 1`;

/** Counts each person's readings of the log in the month. */
export const countLooks = (db: Queryable, month: Month) =>
  findRows<{ person: string; looks: number }>(db, INTERNAL, [month.from, month.to]);

/** Looks back four days, since a query waits for a reviewer for three days at most. */
const JUDGED = `
  SELECT w.owner ->> 'verdict' AS verdict, h.owner_detail::jsonb #> '{input,findings}' AS findings
  FROM (SELECT owner_detail::jsonb AS owner, (asker_detail::jsonb ->> 'of')::bigint AS of FROM audit_detail
    WHERE day >= ${utcDayOf('$1')} AND day < ${utcDayOf('$2')}
      AND kind IN ('review_approved', 'review_refused')) w
  JOIN audit_detail h ON h.index = w.of AND h.kind = 'review'
    AND h.day >= ${utcDayOf('$1')} - 4 AND h.day < ${utcDayOf('$2')}
  WHERE w.owner ->> 'verdict' IS NOT NULL
  ORDER BY h.index`;

/** Finds those judged in the month, in the order of the log. */
export async function findJudgedWords(db: Queryable, month: AuditGround['month']): Promise<JudgedWords[]> {
  const { rows } = await db.query(JUDGED, [month.from, month.to]);
  return rows.map(({ findings, verdict }) => ({ verdict, findings: findings ?? [] }));
}
