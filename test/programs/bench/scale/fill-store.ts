/**
 * A store of any size, made by the database itself: thirty days of reads up to now, in the partitions and under the
 * indexes that the product has. Each plate has about as many reads whatever the size, as with more cameras in a larger
 * region: what grows is what has to be looked through, not what is found.
 */
import pg from 'pg';
import { daysBetween } from '../../../../gateway/reads/read-days.ts';
import { lookalikeKey } from '../../../../sharing-rules/terms/plate.ts';
import { DAY } from '../../../../sharing-rules/terms/retention.ts';

const DAYS = 30;
const READS_A_PLATE = 25;
/** Days filled at once. */
const WRITERS = 2;

/** How many plates a store of so many reads has. */
export function platesOf(reads: number): number {
  return Math.ceil(reads / READS_A_PLATE);
}

/** The plate with a number, e.g. `SC0000042`. */
export function storedPlate(number: number): string {
  return `SC${String(number).padStart(7, '0')}`;
}

export interface Filling {
  readonly ownerUrl: string;
  readonly reads: number;
  readonly now: number;
  readonly onDay: (done: number, days: number) => void;
}

/** Fills the days that are missing; what an interrupted filling has done stays. */
export async function fillStore({ now, onDay, ownerUrl, reads }: Filling): Promise<void> {
  const clients = await Promise.all(
    Array.from({ length: WRITERS }, async () => {
      const client = new pg.Client({ connectionString: ownerUrl });
      await client.connect();
      return client;
    }),
  );
  const first = clients[0] as pg.Client;
  try {
    const { rows } = await first.query(`SELECT obj_description('read'::regclass)::timestamptz AS until`);
    // A store that is gone on with goes on with its own days.
    const until = rows[0].until?.getTime() ?? now;
    await first.query(`COMMENT ON TABLE read IS '${new Date(until).toISOString()}'`);
    const days = await missingDays(first, reads, until);
    const indexes = await indexesOfReads(first);
    let done = 0;
    const waiting = [...days];
    await Promise.all(
      clients.map(async (client) => {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
          await fillDay(client, next, platesOf(reads), indexes);
          done += 1;
          onDay(done, days.length);
        }
      }),
    );
    if (done > 0) await first.query('ANALYZE read');
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

interface FilledDay {
  readonly day: string;
  /** Ms since the epoch. */
  readonly starts: number;
  readonly ends: number;
  readonly count: number;
}

/** As the product names it. */
function partitionOf(day: string): string {
  return `read_${day.replaceAll('-', '')}`;
}

async function missingDays(client: pg.Client, reads: number, until: number): Promise<FilledDay[]> {
  const from = until - DAYS * DAY;
  const { rows } = await client.query(
    `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'read'::regclass`,
  );
  const there = new Set(rows.map(({ name }) => name as string));
  return daysBetween(from, until - 1)
    .filter((day) => !there.has(partitionOf(day)))
    .map((day) => {
      const starts = Math.max(Date.parse(day), from);
      const ends = Math.min(Date.parse(day) + DAY, until);
      return { day, starts, ends, count: Math.max(1, Math.round((reads * (ends - starts)) / (DAYS * DAY))) };
    });
}

/** The primary key and the indexes of `read`, as `ALTER TABLE` and `CREATE INDEX` take them. */
async function indexesOfReads(client: pg.Client): Promise<(table: string) => string[]> {
  const { rows } = await client.query(
    `SELECT pg_get_constraintdef(c.oid) AS key, pg_get_indexdef(i.indexrelid) AS definition
     FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype = 'p'
     WHERE i.indrelid = 'read'::regclass`,
  );
  return (table) =>
    rows.map(({ key, definition }) =>
      key === null
        ? (definition as string).replace(/INDEX \S+ ON ONLY \S+/, `INDEX ON ${table}`)
        : `ALTER TABLE ${table} ADD ${key}`,
    );
}

/**
 * One day, in one transaction: rows of a table made in it need no write-ahead log. Indexes come after the rows, which
 * takes a fifth of the time that it takes before them.
 */
async function fillDay(
  client: pg.Client,
  { count, day, ends, starts }: FilledDay,
  plates: number,
  indexes: (table: string) => string[],
): Promise<void> {
  const table = partitionOf(day);
  // The look-alike key in SQL below: the letters S and C, and digits.
  if (lookalikeKey('SC0123456789') !== '5C0123456789') throw new Error('look-alike keys have changed');
  await client.query('BEGIN');
  await client.query(`CREATE TABLE ${table} (LIKE read INCLUDING ALL EXCLUDING INDEXES)`);
  await client.query(
    `INSERT INTO ${table} (read_id, captured_at, plate, lookalike_key, plate_state, confidence, camera_id, camera_name,
       lat, lon, direction, make, model, color, body_style, source_type, taken_at)
     SELECT gen_random_uuid(), at, 'S' || rest, '5' || rest, 'CO', 0.95, 'CAM-' || n % 500, 'Bench camera ' || n % 500,
       39.8 + (n % 500) * 0.0001, -104.9, 'N', 'TOYT', 'RAV4', 'BLK', 'SUV', 'fixed', at
     FROM generate_series(0, $2::int - 1) AS n,
       LATERAL (SELECT $1::timestamptz + n * ($3::interval / $2) AS at,
         'C' || lpad(floor(random() * ${plates})::text, 7, '0') AS rest OFFSET 0) AS made`,
    [new Date(starts), count, `${ends - starts} milliseconds`],
  );
  for (const statement of indexes(table)) await client.query(statement);
  const [from, to] = [Date.parse(day), Date.parse(day) + DAY].map((time) => new Date(time).toISOString());
  await client.query(`ALTER TABLE read ATTACH PARTITION ${table} FOR VALUES FROM ('${from}') TO ('${to}')`);
  await client.query('COMMIT');
  await client.query(`VACUUM (ANALYZE) ${table}`);
}
