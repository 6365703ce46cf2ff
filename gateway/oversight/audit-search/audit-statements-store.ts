/** Builds the SQL of an auditor's search, with conditions only for the filters that are given. */
import knex from 'knex';
import { DAY } from '../../../sharing-rules/terms/retention.ts';
import { DETAILS_OF } from '../../projections/search-store.ts';
import type { AuditFilter } from './audit-filter.ts';
import type { Days } from './days-of-log.ts';
import type { PlateWas } from './plate-was.ts';

/** Builds statements only; the caller has the connections. */
const sql = knex({ client: 'pg' });

export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

type Query = knex.Knex.QueryBuilder;

/** Joins the details; the days limit the partitions that are opened. */
const WITH_DETAILS = `JOIN ${DETAILS_OF} AND t.day BETWEEN ?::date AND ?::date`;

function matching(filter: AuditFilter, days: Days): Query {
  // The days are given in addition to the times, so that PostgreSQL opens only the partitions of these days.
  const query = sql('audit_search as d').whereRaw('d.day BETWEEN ?::date AND ?::date', [
    days.first,
    days.last,
  ]);
  const equal = {
    'd.agency_id': filter.agencyId,
    'd.kind': filter.kind,
    'd.effect': filter.effect,
    'd.purpose': filter.purpose,
    'd.release_id': filter.releaseId,
  };
  for (const [column, value] of Object.entries(equal)) {
    if (value !== undefined) query.where(column, value);
  }
  if (filter.reason !== undefined) {
    // The same condition as the partial index: it leaves out entries without reasons, such as releases.
    query.whereRaw(`d.reason_codes @> ARRAY[?]::text[] AND d.reason_codes <> '{}'`, [filter.reason]);
  }
  if (filter.caseNumber !== undefined) {
    // knex's types do not allow arrays as values; `pg` sends it as an array.
    const written = writtenCases(filter.caseNumber) as unknown as knex.Knex.Value;
    // A query has it in the asker's part, a search or an export for the case in the owner's.
    query
      .joinRaw(WITH_DETAILS, [days.first, days.last])
      .where('t.index', '>=', filter.fromIndex ?? 0)
      .whereRaw(
        `(t.asker_detail LIKE ANY (?::text[])
          OR d.kind IN ('evidence_exported', 'log_read') AND t.owner_detail LIKE ANY (?::text[]))`,
        [written, written],
      );
  }
  if (filter.indices !== undefined) {
    query.whereRaw('d.index = ANY (?::bigint[])', [filter.indices as unknown as knex.Knex.Value]);
  }
  if (filter.fromIndex !== undefined) query.where('d.index', '>=', filter.fromIndex);
  if (filter.from !== undefined) query.where('d.at', '>=', new Date(filter.from));
  if (filter.to !== undefined) query.where('d.at', '<', new Date(filter.to));
  return query;
}

/**
 * Returns LIKE patterns of the member as canonical JSON writes it, which no text can contain, since quotes
 * are escaped there. One has the number as typed, one in upper case, as the rules store every case number.
 */
function writtenCases(caseNumber: string): string[] {
  const written = new Set([caseNumber, caseNumber.toUpperCase()]);
  return [...written].map((one) => `%"caseNumber":${JSON.stringify(one).replace(/[\\%_]/g, '\\$&')}%`);
}

/** The page of places: how it is narrowed, and which of them come first. */
interface Page {
  readonly narrow: (query: Query) => Query;
  readonly order: 'asc' | 'desc';
  readonly limit: number;
  /** True if few entries are to be found: their own index is then cheaper than a walk in the order of the log. */
  readonly isSparse: boolean;
}

/** Returns the columns in which an officer may stand: as the one who asked, or as the one named in the query. */
const officerColumns = ({ officerId }: AuditFilter) =>
  officerId === undefined ? [] : ['d.officer_id', 'd.named_officer_id'];

/** Says how a plate's code is found: it was asked for, or a release contained it. */
const PLATE_WAS = {
  asked_for: 'd.plate_hmac = k.code',
  released: 'd.released_plates @> ARRAY[k.code]',
} as const;

/** Number of days of which the first, or the last, entry is looked up. */
const FEW_DAYS = 62;

/**
 * Returns the condition that begins at the first, or last, entry of the days, in whichever order a clock that was set
 * back left them: the months have other days, which would be passed over entry by entry. Null where the days are many.
 */
function edgeOf(order: Page['order'], { first, last }: Days): [string, string[]] | null {
  if (Date.parse(last) - Date.parse(first) > FEW_DAYS * DAY) return null;
  const [is, edge] = order === 'asc' ? ['>=', 'min'] : ['<=', 'max'];
  return [
    `d.index ${is} (SELECT ${edge}(e.index) FROM generate_series(?::timestamp, ?::timestamp, '1 day') AS k (day)
      CROSS JOIN LATERAL (SELECT ${edge}(s.index) AS index FROM audit_detail s
        WHERE s.day = k.day::date AND s.day BETWEEN ?::date AND ?::date) e)`,
    [first, last, first, last],
  ];
}

/** Each way to find entries is a query of its own, so that each can use its own index. */
function waysTo(filter: AuditFilter, days: Days, { isSparse, limit, narrow, order }: Page): Query[] {
  const columns = officerColumns(filter);
  const byOfficer = (query: () => Query) =>
    columns.length === 0 ? [query()] : columns.map((column) => query().where(column, filter.officerId));
  // An expression, which no index has in order.
  const place = isSparse ? 'd.index + 0' : 'd.index';
  const hasOthers = order === 'asc' || filter.to !== undefined;
  // The index of reasons has no order.
  const edge = isSparse || filter.reason !== undefined || !hasOthers ? null : edgeOf(order, days);
  const found = (query: Query) =>
    narrow(edge === null ? query : query.whereRaw(...edge))
      .select('d.day', 'd.index')
      .orderByRaw(`${place} ${order}`)
      .limit(limit);
  if (filter.plateCodes === undefined) return byOfficer(() => found(matching(filter, days)));
  const codes = filter.plateCodes.filter(({ day }) => day >= days.first && day <= days.last);
  // knex's types do not allow arrays as values; `pg` sends them as arrays.
  const searched = [
    codes.map(({ day }) => day),
    codes.map(({ code }) => code),
  ] as unknown as knex.Knex.Value[];
  return Object.entries(PLATE_WAS).flatMap(([was, condition]) =>
    // Each day has a code of its own: no other month's partition is looked into for it.
    byOfficer(() => narrow(matching(filter, days)).whereRaw(`d.day = k.day AND ${condition}`)).map((ofDay) =>
      sql
        .from(
          // `OFFSET 0` keeps PostgreSQL from joining with all days at once. None is sorted: a plate is rare on any day.
          sql.raw('unnest(?::date[], ?::bytea[]) AS k (day, code) CROSS JOIN LATERAL (? OFFSET 0) AS f', [
            ...searched,
            ofDay.select('d.day', 'd.index'),
          ]) as unknown as string,
        )
        .select<unknown>('f.*', sql.raw(`'${was}' AS plate_was`))
        .orderBy('f.index', order)
        .limit(limit),
    ),
  );
}

function unionOf(ways: readonly Query[]): Query {
  const [only, ...others] = ways;
  return only !== undefined && others.length === 0 ? only : sql.queryBuilder().union([...ways], true);
}

/** Selects the page's entries by day and index alone. */
function places(filter: AuditFilter, days: Days, page: Page): Statement {
  const found = unionOf(waysTo(filter, days, page)).as('p');
  const plateWas = filter.plateCodes === undefined ? [] : ['p.plate_was'];
  const query = sql
    .from(found)
    .select('p.index', sql.raw("to_char(p.day, 'YYYY-MM-DD') AS day"), ...plateWas)
    .orderBy('p.index', page.order)
    .limit(page.limit);
  const { sql: text, bindings } = query.toSQL().toNative();
  return { text, values: bindings };
}

/** Selects newest first, below `before`, within the days. */
export function newestStatement(
  filter: AuditFilter,
  days: Days,
  page: { readonly before?: number; readonly limit: number; readonly isSparse?: boolean },
): Statement {
  const { before, isSparse = false, limit } = page;
  return places(filter, days, {
    ...({ order: 'desc', limit, isSparse } as const),
    narrow: (query) => (before === undefined ? query : query.where('d.index', '<', before)),
  });
}

/** Selects oldest first within the days, from `after` to `size`, both exclusive. */
export function oldestStatement(
  filter: AuditFilter,
  days: Days,
  { after, limit, size }: { readonly after: number; readonly size: number; readonly limit: number },
): Statement {
  return places(filter, days, {
    ...({ order: 'asc', limit, isSparse: false } as const),
    narrow: (query) => query.where('d.index', '>', after).where('d.index', '<', size),
  });
}

/** The days are known by now: no other is planned for. */
const LISTED = `
  SELECT d.index, to_char(d.day, 'YYYY-MM-DD') AS day, d.at, d.officer_id, d.purpose, d.reason_codes, d.release_id,
    e.entry, e.leaf_hash, p.plate_was`;
const AT = `
  FROM unnest($1::date[], $2::bigint[], $3::text[]) WITH ORDINALITY AS p (day, index, plate_was, nth)
  JOIN audit_search d ON d.day = p.day AND d.index = p.index AND d.day = ANY ($4::date[])
  JOIN log_entry e ON e.index = p.index`;

/** The officer who asked is null if none is enrolled; one who signed in has the name that is registered. */
const WHOLE = `${LISTED}, t.asker_salt, t.asker_detail, t.owner_salt, t.owner_detail,
    o.reference AS officer_reference, coalesce(who.name, o.name) AS officer_name ${AT}
  LEFT JOIN ${DETAILS_OF} AND t.day = ANY ($4::date[])
  LEFT JOIN officer o ON o.id = d.officer_id
  LEFT JOIN person who ON who.id::text = o.reference AND who.agency_id = o.agency_id`;

/** Names an entry that was found; `plate_was` if a plate was searched for. */
export interface Place {
  readonly day: string;
  readonly index: number;
  readonly plate_was?: PlateWas;
}

/** Selects the rows and the log entries at these places, in their order. @param whole with texts and officer */
export function entriesStatement(at: readonly Place[], whole: boolean): Statement {
  const days = at.map(({ day }) => day);
  const indices = at.map(({ index }) => index);
  const were = at.map(({ plate_was }) => plate_was ?? null);
  return {
    text: `${whole ? WHOLE : `${LISTED} ${AT}`} ORDER BY p.nth`,
    values: [days, indices, were, [...new Set(days)]],
  };
}
