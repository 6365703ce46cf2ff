/** Builds the SQL of an auditor's search, with conditions only for the filters that are given. */
import knex from 'knex';
import { DETAILS_OF } from '../../projections/search-store.ts';
import type { AuditFilter } from './audit-filter.ts';
import type { Days } from './days-of-log.ts';

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

/** Selects the page's entries by index alone, so that each way to find them can use its own index. */
function places(filter: AuditFilter, days: Days, { isSparse, limit, narrow, order }: Page): Query {
  // An expression, which no index has in order. One plate is rare on every day.
  const place = isSparse || filter.plateCodes !== undefined ? 'd.index + 0' : 'd.index';
  const found = (query: Query) =>
    narrow(query.select('d.day', 'd.index')).orderByRaw(`${place} ${order}`).limit(limit);
  const columns = officerColumns(filter);
  const byOfficer = (query: () => Query) =>
    columns.length === 0 ? [query()] : columns.map((column) => query().where(column, filter.officerId));
  if (filter.plateCodes === undefined) return unionOf(byOfficer(() => found(matching(filter, days))));
  const codes = filter.plateCodes.filter(({ day }) => day >= days.first && day <= days.last);
  const searched = [codes.map(({ day }) => day), codes.map(({ code }) => code)];
  const ways = Object.entries(PLATE_WAS).flatMap(([was, condition]) =>
    // Each day has a code of its own: no other day's partition is looked into for it.
    byOfficer(() => found(matching(filter, days)).whereRaw(`d.day = k.day AND ${condition}`)).map((ofDay) =>
      sql
        .from(
          sql.raw('unnest(?::date[], ?::bytea[]) AS k (day, code) CROSS JOIN LATERAL ? AS f', [
            ...(searched as unknown as knex.Knex.Value[]),
            ofDay,
          ]) as unknown as string,
        )
        .select<unknown>('f.*', sql.raw(`'${was}' AS plate_was`))
        .orderBy('f.index', order)
        .limit(limit),
    ),
  );
  return unionOf(ways);
}

function unionOf(ways: readonly Query[]): Query {
  const [only, ...others] = ways;
  return only !== undefined && others.length === 0 ? only : sql.queryBuilder().union([...ways], true);
}

const plateWas = ({ plateCodes }: AuditFilter) => (plateCodes === undefined ? [] : ['p.plate_was']);

const LISTED = [
  'd.index',
  sql.raw("to_char(d.day, 'YYYY-MM-DD') AS day"),
  'd.at',
  'd.officer_id',
  'd.purpose',
  'd.reason_codes',
  'd.release_id',
  'e.entry',
  'e.leaf_hash',
] as const;

const WHOLE = [...LISTED, 't.asker_salt', 't.asker_detail', 't.owner_salt', 't.owner_detail'] as const;

/** The officer who asked, null if none is enrolled; one who signed in has the name that is registered. */
const OFFICER = [
  'o.reference as officer_reference',
  sql.raw('coalesce(who.name, o.name) as officer_name'),
] as const;
const WHO = 'who.id::text = o.reference AND who.agency_id = o.agency_id';

/** Selects newest first, below `before`, within the days; texts and officer only if `whole`. */
export function newestStatement(
  filter: AuditFilter,
  days: Days,
  page: {
    readonly before?: number;
    readonly limit: number;
    readonly whole?: boolean;
    readonly isSparse?: boolean;
  },
): Statement {
  const { before, isSparse = false, limit, whole } = page;
  const found = places(filter, days, {
    ...({ order: 'desc', limit, isSparse } as const),
    narrow: (query) => (before === undefined ? query : query.where('d.index', '<', before)),
  });
  const entries = held(found, days);
  const query = whole
    ? entries
        .joinRaw(`LEFT ${WITH_DETAILS}`, [days.first, days.last])
        .leftJoin('officer as o', 'o.id', 'd.officer_id')
        .leftJoin('person as who', (on) => on.on(sql.raw(WHO)))
        .select([...WHOLE, ...OFFICER])
    : entries.select(LISTED);
  return native(query.select(plateWas(filter)).orderBy('p.index', 'desc').limit(limit));
}

/** Selects whole entries oldest first within the days, from `after` to `size`, both exclusive. */
export function oldestStatement(
  filter: AuditFilter,
  days: Days,
  { after, limit, size }: { readonly after: number; readonly size: number; readonly limit: number },
): Statement {
  const found = places(filter, days, {
    ...({ order: 'asc', limit, isSparse: false } as const),
    narrow: (query) => query.where('d.index', '>', after).where('d.index', '<', size),
  });
  return native(
    held(found, days)
      .joinRaw(`LEFT ${WITH_DETAILS}`, [days.first, days.last])
      .select(WHOLE)
      .select(plateWas(filter))
      .orderBy('p.index', 'asc')
      .limit(limit),
  );
}

/** Joins the rows and the log entries at these indices. */
function held(found: Query, days: Days): Query {
  return sql
    .from(found.as('p'))
    .joinRaw(
      'JOIN audit_search d ON d.day = p.day AND d.index = p.index AND d.day BETWEEN ?::date AND ?::date',
      [days.first, days.last],
    )
    .join('log_entry as e', 'e.index', 'p.index');
}

function native(query: Query): Statement {
  const { sql: text, bindings } = query.toSQL().toNative();
  return { text, values: bindings };
}
