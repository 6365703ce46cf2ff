/**
 * The protocol of revocation as a small state machine: release, revoke, lease, crash, pause.
 *
 * Time is a tick that passes for everybody. A node that takes no step while it passes is paused, one that never takes
 * another has crashed: the exploration leaves out no order of steps, so both are in it at every point. What was on
 * its way to the database (a commit, a renewal) takes effect all the same. The steps carry the names that the code has:
 * enter, commit, deliver, write (`in-flight.ts`), take, renew, hear, learn, acknowledge (`lease-keeper.ts`), mark, look,
 * return (`withdraw-right.ts`, `drain-mark.ts`).
 */

/** A lease in ticks; the drain waits one tick more. */
export const TTL = 1;
export const STILL = TTL + 1;

/**
 * One release to agency 0 under way on a node; marks of another agency are there to be mixed up. `epoch` null: not
 * committed yet. `delivered`: the node knows of the commit.
 */
export interface Slot {
  readonly generation: number;
  /** Newest mark of the agency that stood when the decision was read; the decision is binding from the commit on. */
  readonly epoch: number | null;
  readonly delivered: boolean;
  readonly readEarly: number | null;
}

/** A renewal under way: what is left of the lease it asks for, the marks in its snapshot, whether it took effect. */
export interface Renewal {
  readonly left: number;
  readonly marks: number;
  readonly effect: 'none' | 'renewed' | 'refused';
}

export interface Node {
  readonly generation: number;
  /** Ticks that the node itself still counts. */
  readonly left: number;
  /** Newest mark learnt; bars may be ahead of it by what was heard. */
  readonly known: number;
  readonly bars: readonly number[];
  readonly slot: Slot | null;
  readonly renewal: Renewal | null;
  /** Its row in the database; null: dropped. */
  readonly row: { readonly generation: number; readonly left: number; readonly acknowledged: number } | null;
  /** The row was renewed since the coordinator looked at it. */
  readonly fresh: boolean;
  /** What the coordinator still waits for: ticks that the counter stood still; null: not waited for. */
  readonly still: number | null;
  readonly awaited: number;
}

export interface State {
  readonly nodes: readonly Node[];
  /** Agency of each mark in the order of the log; the mark's epoch is its place, from 1. */
  readonly marks: readonly number[];
  /** The newest mark's drain: not begun, waiting, returned. */
  readonly drain: 'none' | 'marked' | 'waiting' | 'returned';
  /** Marks whose call has returned. */
  readonly returned: number;
  /** A forbidden thing has happened. */
  readonly violation: string | null;
}

/** Ways in which the protocol could be built wrongly; the model must find each. */
export type Flaw =
  | 'acknowledgement skipped'
  | 'only the newest mark acknowledged'
  | 'a mark that was not heard of acknowledged'
  | 'lease ignored'
  | 'generation ignored'
  | 'lease counted from the answer'
  | 'bar set after the acknowledgement'
  | 'decision taken before the lock'
  | 'given up before the lease ran out';

export interface Scope {
  readonly nodes: number;
  readonly agencies: number;
  readonly marks: number;
  readonly generations: number;
  /** Whether nodes renew; without, three of them are few enough states to see all. */
  readonly renewals: boolean;
  readonly flaw?: Flaw;
}

export const newestMark = (marks: readonly number[], agency: number): number => marks.lastIndexOf(agency) + 1;

export function firstState({ agencies, nodes }: Scope): State {
  const node: Node = {
    generation: 1,
    left: TTL,
    known: 0,
    bars: Array(agencies).fill(0),
    slot: null,
    renewal: null,
    row: { generation: 1, left: TTL, acknowledged: 0 },
    fresh: false,
    still: null,
    awaited: 0,
  };
  return { nodes: Array(nodes).fill(node), marks: [], drain: 'none', returned: 0, violation: null };
}
