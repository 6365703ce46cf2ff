/** Seals events on top of the log's head: their entries, and the head that they make. Pure. */
import type { Effect } from '../../sharing-rules/terms/decision.ts';
import type { EntryKind } from './entry-kinds.ts';
import { type Detail, drawSalts, minuteOf, type SealedEntry, sealEntry } from './log-entry.ts';
import { appendLeaves } from './merkle.ts';

/** An event before it has a place in the log. */
export interface AuditEvent {
  readonly kind: EntryKind;
  /** The entity concerned; its main ORI goes into the public entry. */
  readonly agency: { readonly id: number; readonly ori: string } | null;
  readonly grant: string | null;
  readonly effect: Effect | null;
  /** True if the event takes a right away: its own index becomes the epoch. */
  readonly mark: boolean;
  readonly asker: Detail;
  readonly owner: Detail;
}

/** The newest row of `log_checkpoint`, with the time at which it was read under the head lock. */
export interface LogHead {
  readonly size: number;
  readonly root: Buffer;
  readonly frontier: readonly Buffer[];
  /** The database's time. */
  readonly now: Date;
}

/** The head, and the epoch in force for each agency named (null: for nobody in particular). */
export interface HeadAndEpochs {
  readonly head: LogHead;
  readonly epochs: ReadonlyMap<number | null, number>;
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

/** Returns the entries of a batch by their places, as receipts need them. INVARIANT: called after COMMIT. */
export function appendedIn(
  { proofs, sealed }: SealedBatch,
  checkpoint: string,
): (place: number) => AppendedEntry {
  return (place) => {
    const [entry, proof] = [sealed[place], proofs[place]];
    if (entry === undefined || proof === undefined) throw new Error('an event of a batch has no entry');
    return { sealed: entry, proof, checkpoint };
  };
}

/** Seals events on top of a head. `epochOf` returns an agency's epoch in force (null: no agency). */
export function sealEvents(
  head: LogHead,
  events: readonly AuditEvent[],
  epochOf: (agencyId: number | null) => number,
): SealedBatch {
  const minute = minuteOf(head.now.getTime());
  const salts = drawSalts(events.length);
  const raised = new Map<number | null, number>();
  const sealed = events.map((event, i) => {
    const index = head.size + i;
    const agencyId = event.agency?.id ?? null;
    if (event.mark) raised.set(agencyId, index);
    const epoch = Math.max(epochOf(agencyId), raised.get(agencyId) ?? 0, raised.get(null) ?? 0);
    const placed = { ...event, index, minute, agency: event.agency?.ori ?? null, epoch };
    return sealEntry(placed, salts[i] as Buffer);
  });
  const grown = appendLeaves(
    head.frontier,
    head.size,
    sealed.map((entry) => entry.leafHash),
  );
  return { events, sealed, ...grown, now: head.now };
}

/**
 * Seals events on a head that the transaction has read under its lock.
 * @throws Error if the agency of an event has no epoch, because it is not in the registry
 */
export function sealOn({ epochs, head }: HeadAndEpochs, events: readonly AuditEvent[]): SealedBatch {
  return sealEvents(head, events, (agencyId) => {
    const epoch = epochs.get(agencyId);
    if (epoch === undefined) throw new Error(`agency \`${agencyId}\` of an event is not in the registry`);
    return epoch;
  });
}
