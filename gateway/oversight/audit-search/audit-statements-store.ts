/** The SQL of what an auditor looks for: only what narrows stands in it. */
import knex from 'knex';
import type { AuditFilter } from './audit-filter.ts';
import type { Days } from './days-of-log.ts';

/** Builds statements only; connections are the caller's. */
const sql = knex({ client: 'pg' });

export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

type Query = knex.Knex.QueryBuilder;

function matching(filter: AuditFilter, days: Days): Query {
  // The days beside the times: partitions are by day, and the others need not be opened.
  const query = sql('audit_detail as d').whereRaw('d.day BETWEEN ?::date AND ?::date', [
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
    // As the index has it: of what was released it keeps nothing.
    query.whereRaw(`d.reason_codes @> ARRAY[?]::text[] AND d.reason_codes <> '{}'`, [filter.reason]);
  }
  if (filter.caseNumber !== undefined) {
    // knex's types know no array values; `pg` sends it as one.
    const written = writtenCases(filter.caseNumber) as unknown as knex.Knex.Value;
    // Of a query the asker's part has it; of who looked for the case, or packed its evidence, the owner's.
    query.whereRaw(
      `(d.asker_detail LIKE ANY (?::text[])
        OR d.kind IN ('evidence_exported', 'log_read') AND d.owner_detail LIKE ANY (?::text[]))`,
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
 * Patterns of the member as canonical JSON writes it: within a text it cannot stand, since quotes are escaped there.
 * As it was typed, and in upper case, as every case number is that the rules take.
 */
function writtenCases(caseNumber: string): string[] {
  const written = new Set([caseNumber, caseNumber.toUpperCase()]);
  return [...written].map((one) => `%"caseNumber":${JSON.stringify(one).replace(/[\\%_]/g, '\\$&')}%`);
}

type Way = (query: Query) => Query;
const ANY_WAY: readonly Way[] = [(query) => query];

/** The officer may have asked, or may have been named by a person who asked. */
function waysToOfficer({ officerId }: AuditFilter): readonly Way[] {
  if (officerId === undefined) return ANY_WAY;
  return ['d.officer_id', 'd.named_officer_id'].map((column) => (query) => query.where(column, officerId));
}

/** The plate may have been asked for, or have left with a release for which another one was, or an area. */
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

/** Where the page's entries stand: looked for apart from what they hold, so that each way to it can use its own index. */
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

const WHOLE = [...LISTED, 'd.asker_salt', 'd.asker_detail', 'd.owner_salt', 'd.owner_detail'] as const;

/** Of who asked; none where nobody is enrolled. One who signed in is called as at the registration. */
const OFFICER = [
  'o.reference as officer_reference',
  sql.raw('coalesce(who.name, o.name) as officer_name'),
] as const;
const WHO = 'who.id::text = o.reference AND who.agency_id = o.agency_id';

/** Newest first, below `before`, within the days; with the details' texts and the officer only where they are asked for. */
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
        .leftJoin('officer as o', 'o.id', 'd.officer_id')
        .leftJoin('person as who', (on) => on.on(sql.raw(WHO)))
        .select([...WHOLE, ...OFFICER])
    : entries.select(LISTED);
  return native(query.select(plateWas(filter)).orderBy('p.index', 'desc').limit(limit));
}

/** Oldest first, from `after` (exclusive) to `size` (exclusive), within the days; whole. */
export function oldestStatement(
  filter: AuditFilter,
  days: Days,
  { after, limit, size }: { readonly after: number; readonly size: number; readonly limit: number },
): Statement {
  const found = places(filter, days, (query) =>
    query.where('d.index', '>', after).where('d.index', '<', size).orderBy('d.index', 'asc').limit(limit),
  );
  return native(
    held(found, days).select(WHOLE).select(plateWas(filter)).orderBy('p.index', 'asc').limit(limit),
  );
}

/** What the entries at these places hold. */
function held(found: Query, days: Days): Query {
  return sql
    .from(found.as('p'))
    .joinRaw(
      'JOIN audit_detail d ON d.day = p.day AND d.index = p.index AND d.day BETWEEN ?::date AND ?::date',
      [days.first, days.last],
    )
    .join('log_entry as e', 'e.index', 'p.index');
}

function native(query: Query): Statement {
  const { sql: text, bindings } = query.toSQL().toNative();
  return { text, values: bindings };
}
