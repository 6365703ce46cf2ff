/** Lists of the console, a thousand times longer than the demo's: rows as the database's owner copies them. */
import type pg from 'pg';
import { appendLeaves } from '../../../../gateway/audit/merkle.ts';

export interface LongList {
  readonly name: string;
  readonly address: string;
  /** Of the demo's people: one who may read it. */
  readonly reader: string;
  /** Adds so many rows to what the page lists. */
  readonly fill: (owner: pg.Client, rows: number) => Promise<void>;
}

/** Of the demo: one that asks nothing while queries are measured. */
const PARTNER = 'CO0010100';

export const LONG_LISTS: readonly LongList[] = [
  {
    name: 'agencies',
    address: '/console/agencies',
    reader: 'admin-1',
    fill: async (owner, rows) => {
      await copies(owner, 'agency', `NOT is_owner AND status = 'active' AND epoch = 0`, rows, {
        ori: `'CO9' || lpad(n::text, 6, '0')`,
        name: `'Bench agency ' || n`,
      });
    },
  },
  {
    name: 'officers',
    address: `/console/officers?agency=${PARTNER}`,
    reader: 'admin-1',
    fill: async (owner, rows) => {
      await owner.query(
        `INSERT INTO officer (agency_id, reference, name, status)
         SELECT o.agency_id, 'bench-' || n, 'Bench officer', 'active' FROM agency_ori o, generate_series(1, $2::int) n
         WHERE o.ori = $1`,
        [PARTNER, rows],
      );
    },
  },
  {
    name: 'grants',
    address: '/console/grants',
    reader: 'admin-1',
    fill: (owner, rows) =>
      copies(owner, 'sharing_grant', `status IN ('revoked', 'withdrawn')`, rows, {
        id: 'gen_random_uuid()',
        proposed_at: `t.proposed_at - n * interval '1 second'`,
      }),
  },
  {
    name: 'misuse reports',
    address: '/console/misuse',
    reader: 'chief',
    fill: (owner, rows) =>
      copies(owner, 'misuse_report', 'true', rows, {
        id: 'gen_random_uuid()',
        pattern: 'sha256(int8send(n))',
        opened_at: `t.opened_at - n * interval '1 second'`,
      }),
  },
  { name: 'audit log', address: '/console/audit', reader: 'auditor', fill: fillLog },
];

/** @param overrides of columns, as SQL in which `n` counts the copies */
async function copies(
  owner: pg.Client,
  table: string,
  which: string,
  rows: number,
  overrides: Readonly<Record<string, string>>,
): Promise<void> {
  const columns = await columnsOf(owner, table);
  const values = columns.map((column) => overrides[column] ?? `t.${column}`);
  const { rowCount } = await owner.query(
    `INSERT INTO ${table} (${columns.join(', ')})
     SELECT ${values.join(', ')} FROM (SELECT * FROM ${table} WHERE ${which} LIMIT 1) t, generate_series(1, $1::int) n`,
    [rows],
  );
  if (rowCount !== rows) throw new Error(`the demo has no row of \`${table}\` to copy`);
}

async function columnsOf(owner: pg.Client, table: string): Promise<string[]> {
  const { rows } = await owner.query(
    `SELECT column_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = $1 AND is_generated = 'NEVER' AND is_identity = 'NO'`,
    [table],
  );
  return rows.map(({ name }) => name);
}

/** The newest entry again and again, with a head over them that fits: the node follows it. */
async function fillLog(owner: pg.Client, rows: number): Promise<void> {
  const others = (await columnsOf(owner, 'audit_detail')).filter(
    (name) => !['index', 'release_id'].includes(name),
  );
  await owner.query('BEGIN; LOCK TABLE log_checkpoint IN SHARE ROW EXCLUSIVE MODE');
  const { rows: heads } = await owner.query(
    'SELECT size::int, frontier FROM log_checkpoint ORDER BY size DESC LIMIT 1',
  );
  const { frontier, size } = heads[0] as { size: number; frontier: Buffer[] };
  const { rows: last } = await owner.query(
    `SELECT e.index, e.leaf_hash FROM log_entry e JOIN audit_detail d USING (index) WHERE d.kind = 'release'
     ORDER BY e.index DESC LIMIT 1`,
  );
  const { index, leaf_hash: leaf } = last[0] as { index: number; leaf_hash: Buffer };
  await owner.query(
    `INSERT INTO log_entry (index, entry, leaf_hash) SELECT $1::bigint + n, entry, leaf_hash
     FROM log_entry, generate_series(0, $2::int - 1) n WHERE index = $3`,
    [size, rows, index],
  );
  await owner.query(
    `INSERT INTO audit_detail (index, ${others.join(', ')}) SELECT $1::bigint + n, ${others.join(', ')}
     FROM audit_detail, generate_series(0, $2::int - 1) n WHERE index = $3`,
    [size, rows, index],
  );
  const grown = appendLeaves(frontier, size, Array(rows).fill(leaf));
  await owner.query('INSERT INTO log_checkpoint (size, root, frontier) VALUES ($1, $2, $3)', [
    ...[grown.size, grown.root],
    grown.frontier,
  ]);
  await owner.query('COMMIT');
}
