/**
 * Finds reads in the agency's store, of which the gateway sees one view, `shared_read`: that over its own table, or
 * one over an existing store with the same columns (coordinates and confidence `numeric`, see `CANONICAL`).
 */
import pg from 'pg';
import { lookalikeKey } from '../../sharing-rules/terms/plate.ts';
import type { AreaTarget, PlateTarget } from '../../sharing-rules/terms/query.ts';
import type { StatementClient } from '../database/connect-pipelined.ts';
import { type ConnectionOptions, connectionSettings } from '../database/db.ts';

/** The end of a page: reads are ordered by capture time and id, newest first. */
export interface ReadsPosition {
  /** Ms since the epoch. */
  readonly capturedAt: number;
  readonly readId: string;
}

/** The search: exactly one of `plate` and `area`. */
export interface ReadsQuery {
  /** The plate; with a state, only reads on which the camera has read that state. */
  readonly plate?: PlateTarget;
  readonly area?: AreaTarget;
  /** Inclusive, ms since the epoch. */
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  /** Most reads wanted, at least 1. */
  readonly limit: number;
  /** Set to find only reads that come after this one. */
  readonly after?: ReadsPosition;
}

export interface FoundReads {
  /** A JSON array of reads in the API's shape, already canonical (RFC 8785): hash and send this very text. */
  readonly text: string;
  readonly count: number;
  /** The last read's position if more follow, else null. */
  readonly next: ReadsPosition | null;
  /** Said with the answer, so that nobody takes an empty one for "nobody has seen it". Only a vendor's answer has it. */
  readonly leftOut?: LeftOut;
}

/** The rest of a vendor's answer. */
export interface LeftOut {
  /** Reads of the own network whose plate is not the one asked for. */
  readonly lookalikes: number;
  /** True if there were results, and all of them were of other networks. */
  readonly othersOnly: boolean;
}

interface Kind {
  /** Makes the text that was sent for a query into `q.key`. */
  readonly key: string;
  /** SQL that tells whether a read is asked for. */
  readonly match: string;
}

/** Policy 606.6: no random surveillance from the air. A drone's read is found by its plate, never by its place. */
const NO_DRONE = `source_type IS DISTINCT FROM 'uas'`;

// Each kind is one statement for any number of queries, so that waiting queries share one look-up.
export const KINDS = {
  exact: { key: 'key', match: 'plate = q.key' },
  lookalike: { key: 'key', match: 'lookalike_key = q.key' },
  // `strpos` and not `LIKE`: no character is a wildcard.
  partial: { key: 'key', match: 'strpos(plate, q.key) > 0' },
  cameras: {
    key: 'ARRAY(SELECT jsonb_array_elements_text(key::jsonb))',
    match: `camera_id = ANY (q.key) AND ${NO_DRONE}`,
  },
  // Haversine on a sphere of the mean radius (IUGG), meters; a read without coordinates is nowhere.
  circle: {
    key: 'key::float8[]',
    match: `12742017.6 * asin(sqrt(least(1.0, sin(radians(lat::float8 - q.key[1]) / 2) ^ 2
      + cos(radians(q.key[1])) * cos(radians(lat::float8)) * sin(radians(lon::float8 - q.key[2]) / 2) ^ 2)))
      <= q.key[3] AND ${NO_DRONE}`,
  },
} as const satisfies Record<string, Kind>;

type KindName = keyof typeof KINDS;

/**
 * A read as RFC 8785 writes it: keys in order, no spaces. PostgreSQL escapes strings as the RFC asks, and writes a
 * trimmed `numeric` of at most six decimals as ECMAScript writes the number; of `float8` that is not true.
 */
export const CANONICAL = `(
  SELECT row_to_json(read)::text FROM (
    SELECT camera, to_char(captured_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "capturedAt",
           trim_scale(confidence) AS confidence, direction, plate, plate_state AS "plateState",
           read_id AS "readId", vehicle
    FROM (SELECT camera_id AS id, trim_scale(lat) AS lat, trim_scale(lon) AS lon, camera_name AS name) AS camera,
         (SELECT body_style AS "bodyStyle", color, make, model) AS vehicle
  ) AS read)`;

// $7 and $8 bound all queries together: by them the executor leaves out days before it starts.
const statementOf = ({ key, match }: Kind) => `
  SELECT found.* FROM (
    SELECT ${key} AS key, state, from_time, to_time, page_size, after_id, place
    FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::int[], $6::uuid[])
      WITH ORDINALITY AS list (key, state, from_time, to_time, page_size, after_id, place)
  ) AS q CROSS JOIN LATERAL (
    SELECT '[' || coalesce(string_agg(${CANONICAL}, ',' ORDER BY n) FILTER (WHERE n <= q.page_size), '') || ']' AS text,
           count(*) AS count,
           max(captured_at) FILTER (WHERE n = q.page_size) AS last_captured_at,
           max(read_id::text) FILTER (WHERE n = q.page_size) AS last_read_id
    FROM (
      SELECT row_number() OVER (ORDER BY captured_at DESC, read_id DESC) AS n, * FROM (
        SELECT * FROM shared_read
        WHERE ${match} AND (q.state IS NULL OR plate_state = q.state)
          AND captured_at >= q.from_time AND captured_at < q.to_time AND captured_at >= $7 AND captured_at < $8
          AND (q.after_id IS NULL OR (captured_at, read_id) < (q.to_time - interval '1 millisecond', q.after_id))
        ORDER BY captured_at DESC, read_id DESC LIMIT q.page_size + 1
      ) AS page
    ) AS page
  ) AS found ORDER BY q.place`;

const STATEMENTS = Object.fromEntries(
  Object.entries(KINDS).map(([name, kind]) => [name, { name: `find_${name}`, text: statementOf(kind) }]),
) as Record<KindName, { name: string; text: string }>;

/**
 * Plans are made once per connection: planning over a month of partitions costs more than a look-up, and days are
 * left out when the statement starts.
 */
export const READS_SETTINGS = '-c TimeZone=UTC -c plan_cache_mode=force_generic_plan';

/** A pool for `findReads`, with the settings it wants. */
export function connectReads(url: string, options: Partial<ConnectionOptions> = {}): pg.Pool {
  const { max = 4, ...others } = options;
  const settings = connectionSettings(url, { applicationName: 'gateway-reads', ...others });
  const pool = new pg.Pool({ ...settings, max, options: READS_SETTINGS });
  pool.on('error', () => undefined);
  // A connection in use reports its own loss: with nobody to hear it, the process would end.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Checks readiness. @throws whatever `pg` throws while the view cannot be read */
export async function checkReads(pool: pg.Pool): Promise<void> {
  await pool.query('SELECT 1 FROM shared_read LIMIT 1');
}

/**
 * Finds the reads for each query in order, by a statement a kind. The view hides what is past the retention
 * limit, whatever `from` says.
 * @throws RangeError when a query has neither a plate nor an area; whatever `pg` throws
 */
export async function findReads(
  client: StatementClient | pg.Pool,
  queries: readonly ReadsQuery[],
): Promise<FoundReads[]> {
  const keys = queries.map(keyOf);
  const found = new Array<FoundReads>(queries.length);
  const look = async (kind: KindName): Promise<void> => {
    const places = keys.flatMap((key, place) => (key.kind === kind ? [place] : []));
    if (places.length === 0) return;
    const asked = places.map((place) => ({ ...(queries[place] as ReadsQuery), key: keys[place]?.text }));
    const values = [
      asked.map(({ key }) => key),
      asked.map(({ plate }) => plate?.state ?? null),
      asked.map(({ from }) => iso(from)),
      asked.map((query) => iso(endOf(query))),
      asked.map(({ limit }) => limit),
      asked.map(({ after }) => after?.readId ?? null),
      iso(Math.min(...asked.map(({ from }) => from))),
      iso(Math.max(...asked.map(endOf))),
    ];
    const { rows } = await client.query({ ...STATEMENTS[kind], values });
    places.forEach((place, i) => {
      found[place] = toFound(rows[i] as FoundRow, (queries[place] as ReadsQuery).limit);
    });
  };
  await Promise.all((Object.keys(KINDS) as KindName[]).map(look));
  return found;
}

/** The kind of look-up, and what is looked for. @throws RangeError when the query names neither plate nor area */
export function keyOf({ plate, area }: ReadsQuery): { kind: KindName; text: string } {
  if (plate)
    return {
      kind: plate.match,
      text: plate.match === 'lookalike' ? lookalikeKey(plate.number) : plate.number,
    };
  if (!area) throw new RangeError('a query for reads must name a plate or an area');
  if ('cameras' in area) return { kind: 'cameras', text: JSON.stringify(area.cameras) };
  return { kind: 'circle', text: `{${area.lat},${area.lon},${area.radiusMetres}}` };
}

/** A page ends at the read it follows, whose own millisecond may hold further reads. */
function endOf({ to, after }: ReadsQuery): number {
  return after ? Math.min(to, after.capturedAt + 1) : to;
}

function toFound(row: FoundRow, limit: number): FoundReads {
  if (row.count <= limit) return { text: row.text, count: row.count, next: null };
  const next = { capturedAt: row.last_captured_at.getTime(), readId: row.last_read_id };
  return { text: row.text, count: limit, next };
}

interface FoundRow {
  text: string;
  count: number;
  last_captured_at: Date;
  last_read_id: string;
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
