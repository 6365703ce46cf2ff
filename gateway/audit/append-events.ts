/** Appends events to the log inside the caller's transaction: sealed, chained, and the new head with them. */
import type { Effect } from '../../sharing-rules/terms.ts';
import type { EntryKind } from './entry-kinds.ts';
import { HEAD_LOCK_STATEMENT } from './head-lock.ts';
import { type Detail, minuteOf, type SealedEntry, sealEntry } from './log-entry.ts';
import type { Queryable } from './log-store.ts';
import { appendLeaves } from './merkle.ts';

/** An event before it has a place in the log. */
export interface AuditEvent {
  readonly kind: EntryKind;
  /** The entity concerned; its main ORI goes into the public entry. */
  readonly agency: { readonly id: number; readonly ori: string } | null;
  readonly grant: string | null;
  readonly effect: Effect | null;
  /** The event lowers a right: its own index becomes the epoch. */
  readonly mark: boolean;
  readonly asker: Detail;
  readonly owner: Detail;
  readonly officerId?: string;
  readonly purpose?: string;
  readonly reasonCodes?: readonly string[];
  readonly plateHmac?: Buffer;
  readonly releaseId?: string;
}

/** The newest row of `log_checkpoint`, with the time at which it was read under the head lock. */
export interface LogHead {
  readonly size: number;
  readonly root: Buffer;
  readonly frontier: readonly Buffer[];
  /** The database's time. */
  readonly now: Date;
}

/** Events with their places, and the head that they make. */
export interface SealedBatch {
  readonly events: readonly AuditEvent[];
  readonly sealed: readonly SealedEntry[];
  readonly proofs: readonly (readonly Buffer[])[];
  readonly size: number;
  readonly root: Buffer;
  readonly frontier: readonly Buffer[];
  readonly now: Date;
}

/** A committed entry with its proof, as a receipt needs it. */
export interface AppendedEntry {
  readonly sealed: SealedEntry;
  readonly proof: readonly Buffer[];
  /** The signed checkpoint of the tree that the proof leads to. */
  readonly checkpoint: string;
}

/** Seals events on top of a head. `epochOf` is the epoch in force for an agency (null: for nobody in particular). */
export function sealEvents(
  head: LogHead,
  events: readonly AuditEvent[],
  epochOf: (agencyId: number | null) => number,
): SealedBatch {
  const minute = minuteOf(head.now.getTime());
  const raised = new Map<number | null, number>();
  const sealed = events.map((event, i) => {
    const index = head.size + i;
    const agencyId = event.agency?.id ?? null;
    if (event.mark) raised.set(agencyId, index);
    const epoch = Math.max(epochOf(agencyId), raised.get(agencyId) ?? 0, raised.get(null) ?? 0);
    return sealEntry({
      index,
      kind: event.kind,
      minute,
      agency: event.agency?.ori ?? null,
      grant: event.grant,
      epoch,
      effect: event.effect,
      asker: event.asker,
      owner: event.owner,
    });
  });
  const grown = appendLeaves(
    head.frontier,
    head.size,
    sealed.map((entry) => entry.leafHash),
  );
  return { events, sealed, ...grown, now: head.now };
}

/** Reads the head; only under the head lock is it the head. */
export const HEAD_STATEMENT = `
  SELECT size, root, frontier, clock_timestamp() AS now FROM log_checkpoint ORDER BY size DESC LIMIT 1`;

/** Writes a sealed batch in one statement: entries, details, head. */
export const INSERT_STATEMENT = `
  WITH entry AS (
    INSERT INTO log_entry (index, entry, leaf_hash)
    SELECT * FROM unnest($1::bigint[], string_to_array($2, E'\\n'), $3::bytea[])
  ), detail AS (
    INSERT INTO audit_detail (index, day, at, kind, effect, agency_id, officer_id, purpose, reason_codes,
      plate_hmac, release_id, asker_salt, asker_detail, owner_salt, owner_detail)
    SELECT d.index, $4::date, $5::timestamptz, d.kind, d.effect, d.agency_id, d.officer_id, d.purpose,
      CASE WHEN d.codes = '' THEN '{}' ELSE string_to_array(d.codes, ',') END,
      d.plate_hmac, d.release_id, d.asker_salt, d.asker_detail, d.owner_salt, d.owner_detail
    FROM unnest($1::bigint[], $6::text[], $7::text[], $8::bigint[], $9::uuid[], $10::text[], $11::text[],
      $12::bytea[], $13::uuid[], $14::bytea[], string_to_array($15, E'\\n'), $16::bytea[], string_to_array($17, E'\\n'))
      AS d (index, kind, effect, agency_id, officer_id, purpose, codes, plate_hmac, release_id,
        asker_salt, asker_detail, owner_salt, owner_detail)
  )
  INSERT INTO log_checkpoint (size, root, frontier) VALUES ($18, $19, $20)`;

/** Canonical JSON has no raw line break, so one text carries many; an array would be escaped twice. */
function lines(texts: readonly string[]): string {
  return texts.join('\n');
}

/** The parameters of `INSERT_STATEMENT`. */
export function insertValues({ events, sealed, size, root, frontier, now }: SealedBatch): unknown[] {
  return [
    sealed.map((entry) => entry.index),
    lines(sealed.map((entry) => entry.entry)),
    sealed.map((entry) => entry.leafHash),
    now.toISOString().slice(0, 10),
    now,
    events.map((event) => event.kind),
    events.map((event) => event.effect),
    events.map((event) => event.agency?.id ?? null),
    events.map((event) => event.officerId ?? null),
    events.map((event) => event.purpose ?? null),
    events.map((event) => (event.reasonCodes ?? []).join(',')),
    events.map((event) => event.plateHmac ?? null),
    events.map((event) => event.releaseId ?? null),
    sealed.map((entry) => entry.asker.salt),
    lines(sealed.map((entry) => entry.asker.detail)),
    sealed.map((entry) => entry.owner.salt),
    lines(sealed.map((entry) => entry.owner.detail)),
    size,
    root,
    frontier,
  ];
}

/** A head row as the database gives it. @throws Error if the log was never created. */
export function headOf(rows: readonly Record<string, unknown>[]): LogHead {
  const row = rows[0] as { size: number; root: Buffer; frontier: Buffer[]; now: Date } | undefined;
  if (row === undefined) throw new Error('the log has no head: run `migrate` and start the gateway once');
  return row;
}

function epochsStatement(agencyIds: readonly number[]): string {
  if (!agencyIds.every(Number.isSafeInteger)) throw new RangeError('an agency id is no whole number');
  return `SELECT NULL::bigint AS id, epoch FROM sharing_state
     UNION ALL SELECT agency.id, greatest(agency.epoch, s.epoch) FROM agency, sharing_state s
     WHERE agency.id = ANY ('{${agencyIds}}')`;
}

/**
 * Appends events: takes the head lock, reads head and epochs under it, seals and inserts. The caller has taken
 * halt and agency locks before, if it needs them, and commits after.
 */
export async function appendEvents(trx: Queryable, events: readonly AuditEvent[]): Promise<SealedBatch> {
  const ids = [...new Set(events.flatMap((event) => event.agency?.id ?? []))];
  // One message, yet statements of their own, each with its own snapshot. Several statements take no parameters.
  const answers = await trx.query([HEAD_LOCK_STATEMENT, HEAD_STATEMENT, epochsStatement(ids)].join('; '));
  const [, heads, rows] = answers as unknown as readonly { rows: Record<string, unknown>[] }[];
  const head = headOf(heads?.rows ?? []);
  const epochs = new Map(rows?.rows.map((row) => [row.id as number | null, row.epoch as number]));
  const batch = sealEvents(head, events, (agencyId) => {
    const epoch = epochs.get(agencyId);
    if (epoch === undefined) throw new Error(`agency \`${agencyId}\` of an event is not in the registry`);
    return epoch;
  });
  await trx.query(INSERT_STATEMENT, insertValues(batch));
  return batch;
}
