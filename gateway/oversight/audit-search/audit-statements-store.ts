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

type Way = (query: Query) => Query;
const ANY_WAY: readonly Way[] = [(query) => query];

/** Returns the ways to find an officer: as the one who asked, or as the one named in the query. */
function waysToOfficer({ officerId }: AuditFilter): readonly Way[] {
  if (officerId === undefined) return ANY_WAY;
  return ['d.officer_id', 'd.named_officer_id'].map((column) => (query) => query.where(column, officerId));
}

/** Returns the ways to find a plate: it was asked for, or a release contained it. */
function waysToPlate({ plateHmacs }: AuditFilter): readonly Way[] {
  if (plateHmacs === undefined) return ANY_WAY;
  const codes = [plateHmacs as unknown as knex.Knex.Value];
  const plateWas = {
    asked_for: 'd.plate_hmac = ANY (?::bytea[])',
    released: 'd.released_plates && ?::bytea[]',
  };
  return Object.entries(plateWas).map(
    ([was, condition]) =>
      (query) =>
        query.select(sql.raw(`'${was}' AS plate_was`)).whereRaw(condition, codes),
  );
}

/** Selects the page's entries by index alone, so that each way to find them can use its own index. */
function places(filter: AuditFilter, days: Days, page: Way): Query {
  const ways = waysToOfficer(filter).flatMap((toOfficer) =>
    waysToPlate(filter).map((toPlate) =>
      toPlate(toOfficer(page(matching(filter, days).select('d.day', 'd.index')))),
    ),
  );
  const [only, ...others] = ways;
  return only !== undefined && others.length === 0 ? only : sql.queryBuilder().union(ways, true);
}

const plateWas = ({ plateHmacs }: AuditFilter) => (plateHmacs === undefined ? [] : ['p.plate_was']);

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
  page: { readonly before?: number; readonly limit: number; readonly whole?: boolean },
): Statement {
  const { before, limit, whole } = page;
  const found = places(filter, days, (query) => {
    if (before !== undefined) query.where('d.index', '<', before);
    return query.orderBy('d.index', 'desc').limit(limit);
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
  const found = places(filter, days, (query) =>
    query.where('d.index', '>', after).where('d.index', '<', size).orderBy('d.index', 'asc').limit(limit),
  );
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
