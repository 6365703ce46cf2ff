/**
 * Tracks what this node is about to write or is writing, by agency, and the fences that stop it.
 *
 * A revocation sets `bar[agency] = epoch of its record` first and cuts afterwards; in the tick of every write
 * a release older than its fence, or committed under another generation of the lease, is destroyed instead.
 * JavaScript runs to completion, so once `setFence` has returned, this process hands no further byte of such
 * a release to its kernel. Bytes that the kernel already holds can still arrive.
 */
import type { ServerResponse } from 'node:http';
import { unavailableNow } from '../../faults/errors.ts';
import { writeInPieces } from '../send/write-in-pieces.ts';
import type { KeepMark, MarkEntry } from './kept-marks.ts';
import type { Lease } from './lease.ts';

/** A response in flight, tracked from before its COMMIT is sent until its last byte is handed over. */
export interface ResponseInFlight {
  /**
   * True if a release of this epoch may be written in this very tick; ask again before every write. `cut` is
   * called, once, if the right ends while the write is under way: it must destroy what carries it.
   */
  mayWrite(epoch: number, cut: () => void): boolean;
  /**
   * Returns a signal for a question to a source outside, under the epoch of its intent. It aborts as soon as
   * the right ends, or at once if it has ended. The response stays in flight.
   */
  ask(epoch: number): AbortSignal;
  /**
   * Writes the whole answer. Resolves true once the node has handed over the last byte, false if it was cut.
   * @throws GatewayError `unavailable` where the release may not be sent any more and nothing of it was.
   */
  send(response: ServerResponse, epoch: number, body: Buffer): Promise<boolean>;
  /** Ends the response in flight. */
  leave(): void;
}

export interface Cut {
  /** Responses of the agency in flight when the fence was set. */
  readonly drained: number;
  /** The number of these whose connection was reset while an answer was being written. */
  readonly aborted: number;
}

/** The cuts of this node for a revocation, and the generation of its fence; null: it holds no lease. */
export interface Fenced extends Cut {
  readonly generation: number | null;
}

interface Tracked {
  readonly agencyId: number;
  /** The lease's generation when it began, which is before the release was committed. */
  readonly generation: number;
  /** Destroys the connection; null while nothing is being written. */
  cut: (() => void) | null;
  /** Ends the question that is asked outside; null where none was. */
  asking: AbortController | null;
  /** Its place among those in flight; `LEFT` once it is none of them. */
  place: number;
}

const LEFT = -1;

/** The number of revocations whose cuts are remembered; each is asked for within seconds. */
const REMEMBERED = 1_000;

const STOPPED = 'this node has stopped and releases nothing; ask again';
const UNSURE = 'this node is not sure of its lease just now: nothing was done; ask again';

export class InFlight {
  readonly #lease: Lease;
  readonly #keepMark: KeepMark;
  readonly #fences = new Map<number, number>();
  #haltFence = 0;
  #distrusts = false;
  readonly #cuts = new Map<number, Cut>();
  /**
   * An array and no `Set`: V8 links a set's outgrown tables to the newer ones, so that one table in the old generation
   * keeps all later ones from the young collections, and with them every request that was under way. Measured: 1 MB
   * more to copy at each collection.
   */
  readonly #tracked: Tracked[] = [];

  /** @param keepMark so that a start remembers it; default: nowhere */
  constructor(lease: Lease, keepMark: KeepMark = async () => undefined) {
    this.#lease = lease;
    this.#keepMark = keepMark;
  }

  get size(): number {
    return this.#tracked.length;
  }

  /** @throws GatewayError `unavailable` while the node holds no lease. */
  enter(agencyId: number): ResponseInFlight {
    const { generation } = this.#lease;
    if (generation === null) throw unavailableNow(this.#distrusts ? STOPPED : UNSURE);
    const place = this.#tracked.length;
    const tracked: Tracked = { agencyId, generation, cut: null, asking: null, place };
    this.#tracked.push(tracked);
    const mayWrite = (epoch: number, cut: () => void) => this.#mayWrite(tracked, epoch, cut);
    const leave = () => this.#leave(tracked);
    return {
      mayWrite,
      leave,
      ask: (epoch) => this.#ask(tracked, epoch),
      send: (response, epoch, body) =>
        writeInPieces(response, body, (cut) => mayWrite(epoch, cut)).finally(leave),
    };
  }

  /** INVARIANT: sets the fence before it cuts, so that nothing slips in between. `null` binds everybody. */
  setFence(agencyId: number | null, epoch: number): Cut {
    const before = agencyId === null ? this.#haltFence : (this.#fences.get(agencyId) ?? 0);
    if (epoch <= before) return { drained: 0, aborted: 0 };
    if (agencyId === null) this.#haltFence = epoch;
    else this.#fences.set(agencyId, epoch);
    const cut = this.#cut((tracked) => agencyId === null || tracked.agencyId === agencyId);
    this.#cuts.set(epoch, cut);
    if (this.#cuts.size > REMEMBERED) this.#cuts.delete(this.#cuts.keys().next().value as number);
    return cut;
  }

  /**
   * Sets the fence as `setFence` does, for the one who waits until every node has set it; returns what was
   * cut here, by this call or by the notice, which may come before the answer to its COMMIT.
   */
  obey(agencyId: number | null, epoch: number): Fenced {
    const cut = this.setFence(agencyId, epoch);
    return { ...(this.#cuts.get(epoch) ?? cut), generation: this.#lease.generation };
  }

  /** Keeps a revocation record that this node has placed over a restart; never rejects. */
  keepMark(entry: MarkEntry): Promise<void> {
    return this.#keepMark(entry);
  }

  /** True if a revocation that this node knows of has ended the rights of that epoch. */
  isFenced(agencyId: number, epoch: number): boolean {
    return epoch < this.#haltFence || epoch < (this.#fences.get(agencyId) ?? 0);
  }

  /** Stops everything until the node takes a new generation, after the loss of the lease or the database. */
  stop(): Cut {
    this.#lease.lose();
    return this.#cut(() => true);
  }

  /** Stops for good: the log is not the one that this node has seen, and no new generation is asked for. */
  distrust(): Cut {
    this.#distrusts = true;
    return this.stop();
  }

  /** Resets only what is being written; the rest meets its fence. An idle socket may carry others' data. */
  #cut(concerned: (tracked: Tracked) => boolean): Cut {
    let drained = 0;
    let aborted = 0;
    for (const tracked of [...this.#tracked].filter(concerned)) {
      drained += 1;
      tracked.asking?.abort();
      if (tracked.cut === null) continue;
      aborted += 1;
      const { cut } = tracked;
      this.#leave(tracked);
      try {
        cut();
      } catch (error) {
        // INVARIANT: nothing goes on that cannot be cut. The process ends, and with it all its connections.
        process.nextTick(() => {
          throw error;
        });
      }
    }
    return { drained, aborted };
  }

  /** The last one takes its place. */
  #leave(tracked: Tracked): void {
    if (tracked.place === LEFT) return;
    const last = this.#tracked.pop() as Tracked;
    if (last !== tracked) {
      this.#tracked[tracked.place] = last;
      last.place = tracked.place;
    }
    tracked.place = LEFT;
    tracked.cut = null;
    tracked.asking = null;
  }

  #ask(tracked: Tracked, epoch: number): AbortSignal {
    if (!this.#isRight(tracked, epoch)) return AbortSignal.abort();
    tracked.asking = new AbortController();
    return tracked.asking.signal;
  }

  #mayWrite(tracked: Tracked, epoch: number, cut: () => void): boolean {
    if (!this.#isRight(tracked, epoch)) return false;
    tracked.cut = cut;
    return true;
  }

  #isRight({ agencyId, generation, place }: Tracked, epoch: number): boolean {
    if (place === LEFT || this.#lease.generation !== generation) return false;
    return !this.isFenced(agencyId, epoch);
  }
}
