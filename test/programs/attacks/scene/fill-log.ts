/** A long log in little time: an entry that was really made, as often as wanted, with the head that they make together. */
import pg from 'pg';
import { appendLeaves } from '../../../../gateway/audit/merkle.ts';
import { control } from '../attack.ts';

interface Head {
  readonly size: string;
  readonly frontier: Buffer[];
}

/** So many at once: a frontier is made of as many hashes. */
const AT_ONCE = 250_000;

/**
 * As the owner of the database, while no node is running on it. Entry and details stay what they are, so the log
 * verifies as before.
 * @param index of an entry whose epoch is still in force @param spread seconds over which their times lie
 */
export async function fillLog(ownerUrl: string, index: number, count: number, spread = 600): Promise<void> {
  const client = new pg.Client(ownerUrl);
  await client.connect();
  try {
    const columns = await columnsOf(client);
    const others = columns.filter((name) => !['index', 'at', 'release_id'].includes(name));
    const { rows } = await client.query('SELECT leaf_hash FROM log_entry WHERE index = $1', [index]);
    control(rows.length === 1, `there is no entry ${index} to fill the log with`);
    for (let left = count; left > 0; left -= AT_ONCE) {
      const many = Math.min(left, AT_ONCE);
      const head = await readHead(client);
      const size = Number(head.size);
      await client.query('BEGIN');
      await client.query(
        `INSERT INTO log_entry (index, entry, leaf_hash)
         SELECT $1::bigint + n, entry, leaf_hash FROM log_entry, generate_series(0, $2::bigint - 1) n WHERE index = $3`,
        [size, many, index],
      );
      await client.query(
        `INSERT INTO audit_detail (index, at, ${others.join(', ')})
         SELECT $1::bigint + n, at - ($2::bigint - n) * ($4::float8 / $2::bigint) * interval '1 second', ${others.join(', ')}
         FROM audit_detail, generate_series(0, $2::bigint - 1) n WHERE index = $3`,
        [size, many, index, spread],
      );
      const grown = appendLeaves(head.frontier, size, Array(many).fill(rows[0].leaf_hash));
      await client.query('INSERT INTO log_checkpoint (size, root, frontier) VALUES ($1, $2, $3)', [
        grown.size,
        grown.root,
        grown.frontier,
      ]);
      await client.query('COMMIT');
    }
    await client.query('ANALYZE audit_detail');
  } finally {
    await client.end();
  }
}

async function readHead(client: pg.Client): Promise<Head> {
  const { rows } = await client.query<Head>(
    'SELECT size, frontier FROM log_checkpoint ORDER BY size DESC LIMIT 1',
  );
  return rows[0] as Head;
}

/** Whatever they are: what a later migration adds is copied too. */
async function columnsOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query(
    `SELECT column_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = 'audit_detail' AND is_generated = 'NEVER'`,
  );
  return rows.map(({ name }) => name);
}
