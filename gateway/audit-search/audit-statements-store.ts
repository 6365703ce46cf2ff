/** The SQL of what an auditor looks for: only what narrows stands in it. */
import knex from 'knex';
import type { AuditFilter } from './audit-filter.ts';

/** Builds statements only; connections are the caller's. */
const sql = knex({ client: 'pg' });

export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

function matching(filter: AuditFilter): knex.Knex.QueryBuilder {
  const query = sql('audit_detail as d').join('log_entry as e', 'e.index', 'd.index');
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
  // Whoever asked, or was named by a person who did.
  const { officerId } = filter;
  if (officerId !== undefined) {
    query.where((either) => either.where('d.officer_id', officerId).orWhere('d.named_officer_id', officerId));
  }
  if (filter.reason !== undefined) query.whereRaw('? = ANY (d.reason_codes)', [filter.reason]);
  if (filter.plateHmacs !== undefined) {
    // knex's types know no array values; `pg` sends it as one.
    query.whereRaw('d.plate_hmac = ANY (?::bytea[])', [filter.plateHmacs as unknown as knex.Knex.Value]);
  }
  // The day beside the time: partitions are by day, and the others need not be opened.
  if (filter.from !== undefined) {
    const from = new Date(filter.from);
    query.where('d.at', '>=', from).whereRaw('d.day >= ?::date', [dayOf(from)]);
  }
  if (filter.to !== undefined) {
    const to = new Date(filter.to);
    query.where('d.at', '<', to).whereRaw('d.day <= ?::date', [dayOf(to)]);
  }
  return query;
}

const COLUMNS = [
  'd.index',
  'd.at',
  'd.kind',
  'd.effect',
  'd.officer_id',
  'd.purpose',
  'd.reason_codes',
  'd.release_id',
  'd.asker_salt',
  'd.asker_detail',
  'd.owner_salt',
  'd.owner_detail',
  'e.entry',
  'e.leaf_hash',
] as const;

/** Newest first, below `before`. */
export function newestStatement(
  filter: AuditFilter,
  page: { readonly before?: number; readonly limit: number },
): Statement {
  const query = matching(filter)
    .select(...COLUMNS)
    .orderBy('d.index', 'desc')
    .limit(page.limit);
  if (page.before !== undefined) query.where('d.index', '<', page.before);
  return native(query);
}

/** Oldest first, from `after` (exclusive) to `size` (exclusive). */
export function oldestStatement(
  filter: AuditFilter,
  page: { readonly after: number; readonly size: number; readonly limit: number },
): Statement {
  return native(
    matching(filter)
      .select(...COLUMNS)
      .where('d.index', '>', page.after)
      .where('d.index', '<', page.size)
      .orderBy('d.index', 'asc')
      .limit(page.limit),
  );
}

export function countStatement(filter: AuditFilter, size: number): Statement {
  return native(matching(filter).where('d.index', '<', size).count('* as count'));
}

function native(query: knex.Knex.QueryBuilder): Statement {
  const { sql: text, bindings } = query.toSQL().toNative();
  return { text, values: bindings };
}

function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}
