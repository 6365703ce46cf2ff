/** Millions of invented reads, made by the database itself, over the last thirty days. */
import pg from 'pg';
import { ensurePartitions } from '../../../../gateway/reads/ensure-partitions.ts';
import { daysBetween } from '../../../../gateway/reads/read-days.ts';
import { lookalikeKey } from '../../../../sharing-rules/terms/plate.ts';
import { DAY } from '../../../../sharing-rules/terms/retention.ts';

/** Reads of one plate. */
const READS_EACH = 25;
/** Six digits number the plates. */
const MOST_READS = 1_000_000 * READS_EACH;

/** How many reads a setting asks for. @throws Error where plates cannot have so many */
export function readsOf(setting: string): number {
  const reads = Number(setting);
  if (!(Number.isInteger(reads / READS_EACH) && reads > 0 && reads <= MOST_READS)) {
    throw new Error(`\`BENCH_READS\` must be a multiple of ${READS_EACH}, at most ${MOST_READS}`);
  }
  return reads;
}

/** One of the plates of so many reads, e.g. `BEN000042`. */
export function benchPlate(number: number, reads: number): string {
  return `BEN${String(number % (reads / READS_EACH)).padStart(6, '0')}`;
}

/**
 * Taken when captured, so that matching does not start on them, and vacuumed, so that nothing else does.
 * @param count reads, as `readsOf` takes them: each plate has as many as the others, spread evenly
 */
export async function fillReads(ownerUrl: string, count: number, now: number): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const days = daysBetween(now - 29 * DAY, now);
    await ensurePartitions(client, days);
    const perDay = Math.ceil(count / days.length);
    // The look-alike key of these plates, in SQL: they have the letters B, E, N and digits.
    if (lookalikeKey('BEN') !== '8EN') throw new Error('the look-alike key of a bench plate has changed');
    for (const [i, day] of days.entries()) {
      await client.query(
        `INSERT INTO read (read_id, captured_at, plate, lookalike_key, plate_state, confidence, camera_id, camera_name,
           lat, lon, direction, make, model, color, body_style, source_type, taken_at)
         SELECT gen_random_uuid(), at, p.plate,
           '8EN' || translate(substr(p.plate, 4), '25', 'ZS'), 'CO', 0.95, 'CAM-' || n % 50, 'Bench camera ' || n % 50,
           39.8 + (n % 50) * 0.001, -104.9, 'N', 'TOYT', 'RAV4', 'BLK', 'SUV', 'fixed', at
         FROM generate_series(0, $2::int - 1) AS n,
           LATERAL (SELECT 'BEN' || lpad(((n + $5::bigint * 104729) % ${count / READS_EACH})::text, 6, '0') AS plate,
             least($1::timestamptz + n * ($3::interval / $2), $4::timestamptz) AS at) AS p`,
        [day, perDay, '1 day', new Date(now), i],
      );
    }
    await client.query('VACUUM ANALYZE read');
  } finally {
    await client.end();
  }
}
