/**
 * The statements of the log's writers: the head lock, the head, a sealed batch. Statements and their
 * parameters are separate, because the commit of releases sends them on a pipelined connection of its own.
 */
import { utcDay } from '../../sharing-rules/terms/utc-day.ts';
import { LOCK_SPACE } from '../database/advisory-locks.ts';
import { MS } from '../database/in-ms.ts';
import type { Queryable } from '../database/queryable.ts';
import { isRootOf } from './merkle.ts';
import type { HeadAndEpochs, LogHead, SealedBatch } from './seal-events.ts';

/** Takes the head lock: a statement of its own, before the one that reads the head. */
export const HEAD_LOCK_STATEMENT = `SELECT pg_advisory_xact_lock(${LOCK_SPACE.head}, 0)`;

/** Reads the newest head; only under the head lock can no newer one follow. */
export const HEAD_STATEMENT = `
  SELECT size, encode(root, 'hex') AS root, array_to_string(frontier, ',') AS frontier,
    ${MS('clock_timestamp()')} AS now
  FROM log_checkpoint ORDER BY size DESC LIMIT 1`;

/**
 * Parts of a statement that write a sealed batch: entries, details, head. Values of fixed length come as one
 * value for all entries and are cut here: the elements of an array would each be escaped and read again.
 */
export const INSERTS = `
  appended AS (
    SELECT append_log(string_to_array($2, E'\\n'), $3, $10, $11, $12)
  ), detail AS (
    INSERT INTO audit_detail (index, day, at, kind, asker_salt, asker_detail, owner_salt, owner_detail)
    SELECT d.index, $4::date, $5::timestamptz, d.kind, substr($7::bytea, (64 * d.place - 63)::int, 32), d.asker_detail,
      substr($7::bytea, (64 * d.place - 31)::int, 32), d.owner_detail
    FROM unnest($1::bigint[], $6::text[], string_to_array($8, E'\\n'), string_to_array($9, E'\\n'))
      WITH ORDINALITY AS d (index, kind, asker_detail, owner_detail, place)
  )`;

/** The end of a statement that begins with `INSERTS`: `append_log` runs only if its result is read. */
export const APPENDED = 'SELECT FROM appended';

/** Joins many texts into one: canonical JSON has no raw line break, and an array would be escaped twice. */
function lines(texts: readonly string[]): string {
  return texts.join('\n');
}

/** Returns the parameters of `INSERTS`. */
export function insertValues({ events, sealed, size, root, frontier, now }: SealedBatch): unknown[] {
  return [
    sealed.map((entry) => entry.index),
    lines(sealed.map((entry) => entry.entry)),
    Buffer.concat(sealed.map((entry) => entry.leafHash)),
    utcDay(now),
    now,
    events.map((event) => event.kind),
    Buffer.concat(sealed.flatMap((entry) => [entry.asker.salt, entry.owner.salt])),
    lines(sealed.map((entry) => entry.asker.detail)),
    lines(sealed.map((entry) => entry.owner.detail)),
    size,
    root,
    frontier,
  ];
}

/** Reads the row of `HEAD_STATEMENT`. @throws Error if there is none, or its root and frontier differ */
export function headOf(rows: readonly Record<string, unknown>[]): LogHead {
  const row = rows[0] as { size: number; root: string; frontier: string; now: number } | undefined;
  if (row === undefined) throw new Error('the log has no head: run `migrate` and start the gateway once');
  const head = {
    size: row.size,
    root: Buffer.from(row.root, 'hex'),
    // Each as `\x` and hexadecimal digits.
    frontier: row.frontier.split(',').map((hash) => Buffer.from(hash.slice(2), 'hex')),
    now: new Date(row.now),
  };
  if (!isRootOf(head.root, head.frontier, head.size))
    throw new Error('the head of the log contradicts itself: nothing is put on top of it');
  return head;
}

const HEAD_AND_EPOCHS = `
  WITH head AS (${HEAD_STATEMENT}),
    epochs AS (SELECT NULL::bigint AS id, epoch FROM sharing_state
      UNION ALL SELECT agency.id, greatest(agency.epoch, s.epoch) FROM agency, sharing_state s
      WHERE agency.id = ANY ($1::bigint[]))
  SELECT (SELECT json_agg(head) FROM head) AS head, (SELECT json_agg(epochs) FROM epochs) AS epochs`;

/** Reads head and epochs. INVARIANT: an earlier statement took the head lock. @throws as `headOf` */
export async function readHead(trx: Queryable, agencyIds: readonly number[]): Promise<HeadAndEpochs> {
  const { rows } = await trx.query({ name: 'head', text: HEAD_AND_EPOCHS, values: [agencyIds] });
  const { epochs, head } = rows[0];
  return {
    head: headOf(head ?? []),
    epochs: new Map(epochs?.map((row: { id: number | null; epoch: number }) => [row.id, row.epoch])),
  };
}

/** Takes the head lock, then reads head and epochs under it. @throws as `headOf` */
export async function lockAndReadHead(trx: Queryable, agencyIds: readonly number[]): Promise<HeadAndEpochs> {
  await trx.query(HEAD_LOCK_STATEMENT);
  return readHead(trx, agencyIds);
}

/** Writes a sealed batch in the transaction that holds the head lock. */
export async function insertBatch(trx: Queryable, batch: SealedBatch): Promise<void> {
  await trx.query({ name: 'log-append', text: `WITH ${INSERTS} ${APPENDED}`, values: insertValues(batch) });
}

/** Takes the head lock. @returns the database's time if there is no log yet, else null */
export async function lockMissingLog(trx: Queryable): Promise<Date | null> {
  await trx.query(HEAD_LOCK_STATEMENT);
  const { rows } = await trx.query(HEAD_STATEMENT);
  if (rows.length > 0) return null;
  const clock = await trx.query<{ now: Date }>('SELECT clock_timestamp() AS now');
  return (clock.rows[0] as { now: Date }).now;
}

/** Inserts a probe, in the place of the next entry, into every table that an entry needs. */
const PROBE = `
  WITH next AS (SELECT max(size) AS size FROM log_checkpoint), detail AS (
    INSERT INTO audit_detail (index, day, at, kind, asker_salt, asker_detail, owner_salt, owner_detail)
    SELECT size, (now() AT TIME ZONE 'UTC')::date, now(), 'probe', '', '', '', '' FROM next
  )
  SELECT append_log('{""}', hash, size + 1, hash, '{}') FROM next, decode(repeat('00', 32), 'hex') AS hash`;

/** Takes the head lock and inserts, as a commit does. INVARIANT: the caller always rolls back. */
export async function probeWriting(trx: Queryable): Promise<void> {
  await trx.query(HEAD_LOCK_STATEMENT);
  await trx.query(PROBE);
}
