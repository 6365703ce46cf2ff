/** Counts open reports by agency and kind, so that a flood of one hides no other. */
import type { Queryable } from '../../database/queryable.ts';
import { REFUSED_ALL } from './misuse-reports-store.ts';

interface Counted {
  /** Number of open reports, at most `COUNTED_TO`. */
  readonly reports: number;
  readonly overdue: number;
  readonly oldest: Date;
  readonly newest: Date;
}

export interface WaitingKind extends Counted {
  readonly kind: string;
  /** Number of those whose every entry is a refusal. */
  readonly refused: number;
}

export interface WaitingReports extends Counted {
  /** Main ORI of the agency, with its name; null for reports about no agency. */
  readonly agency: string | null;
  readonly name: string | null;
  /** Those that are overdue first, then the oldest. */
  readonly kinds: readonly WaitingKind[];
}

/** Number of reports of one agency and kind that are counted: nobody needs to know how many thousands more wait. */
export const COUNTED_TO = 1_000;
/** Number of pairs of agency and kind that are listed. */
const MOST_GROUPS = 500;

/** Counts reports that match the condition, using only that part of the index. */
const COUNTED = (group: string) => `
  SELECT count(*)::int AS reports, (count(*) FILTER (WHERE due_at <= statement_timestamp()))::int AS overdue,
    (count(*) FILTER (WHERE ${REFUSED_ALL}))::int AS refused, max(opened_at) AS newest,
    (SELECT min(opened_at) FROM misuse_report
      WHERE state <> 'closed' AND ${group} AND concerns IS DISTINCT FROM $1::uuid) AS oldest
  FROM (SELECT opened_at, due_at, entries FROM misuse_report
    WHERE state <> 'closed' AND ${group} AND concerns IS DISTINCT FROM $1::uuid
    ORDER BY opened_at DESC, id DESC LIMIT ${COUNTED_TO}) m`;

/** Goes from each kind to the next one that has reports, without reading the others. */
const NEXT = (after: string, order: string) => `
  SELECT m.agency_id, m.kind FROM misuse_report m WHERE m.state <> 'closed' AND ${after} ORDER BY ${order} LIMIT 1`;

const COUNTS = `
  WITH RECURSIVE of_agency (agency_id, kind, place) AS (
    SELECT n.agency_id, n.kind, 1 FROM (${NEXT('m.agency_id IS NOT NULL', 'm.agency_id, m.kind')}) n
    UNION ALL
    SELECT n.agency_id, n.kind, p.place + 1 FROM of_agency p CROSS JOIN LATERAL (
      ${NEXT('(m.agency_id, m.kind) > (p.agency_id, p.kind)', 'm.agency_id, m.kind')}) n
    WHERE p.place < ${MOST_GROUPS}
  ), of_none (agency_id, kind, place) AS (
    SELECT n.agency_id, n.kind, 1 FROM (${NEXT('m.agency_id IS NULL', 'm.kind')}) n
    UNION ALL
    SELECT n.agency_id, n.kind, p.place + 1 FROM of_none p CROSS JOIN LATERAL (
      ${NEXT('m.agency_id IS NULL AND m.kind > p.kind', 'm.kind')}) n
    WHERE p.place < ${MOST_GROUPS})
  SELECT a.ori AS agency, a.name, g.kind, c.*
  FROM of_agency g JOIN agency a ON a.id = g.agency_id
  CROSS JOIN LATERAL (${COUNTED('agency_id = g.agency_id AND kind = g.kind')}) c WHERE c.reports > 0
  UNION ALL SELECT NULL, NULL, g.kind, c.*
  FROM of_none g CROSS JOIN LATERAL (${COUNTED('agency_id IS NULL AND kind = g.kind')}) c WHERE c.reports > 0
  ORDER BY overdue DESC, oldest, kind`;

/** Lists the agencies, those with most reports first. @param reader is not shown reports about themselves */
export async function countWaitingReports(db: Queryable, reader: string): Promise<WaitingReports[]> {
  const { rows } = await db.query<WaitingKind & Pick<WaitingReports, 'agency' | 'name'>>(COUNTS, [reader]);
  return [...new Set(rows.map(({ agency }) => agency))]
    .map((agency) => {
      const kinds = rows.filter((row) => row.agency === agency);
      return { agency, name: kinds[0]?.name ?? null, kinds: kinds.map(withoutAgency), ...summed(kinds) };
    })
    .sort((a, b) => b.reports - a.reports || a.oldest.getTime() - b.oldest.getTime());
}

const withoutAgency = ({
  agency: _,
  name: __,
  ...kind
}: WaitingKind & Partial<WaitingReports>): WaitingKind => kind;

function summed(kinds: readonly WaitingKind[]): Counted {
  const sum = (of: (one: WaitingKind) => number) =>
    Math.min(
      COUNTED_TO,
      kinds.reduce((all, one) => all + of(one), 0),
    );
  const times = (of: (one: WaitingKind) => Date) => kinds.map((one) => of(one).getTime());
  return {
    ...{ reports: sum(({ reports }) => reports), overdue: sum(({ overdue }) => overdue) },
    oldest: new Date(Math.min(...times(({ oldest }) => oldest))),
    newest: new Date(Math.max(...times(({ newest }) => newest))),
  };
}
