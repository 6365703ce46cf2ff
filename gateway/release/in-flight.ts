/**
 * What this node is about to write or is writing, by agency, and the bars that stop it.
 *
 * A revoke sets `bar[agency] = epoch of its mark` first and cuts afterwards; in the tick of every write a release
 * older than its bar is destroyed instead. JavaScript runs to completion, so once `raiseBar` has returned, this
 * process hands no further byte of such a release to its kernel. What the kernel already holds can still arrive.
 */
import type { ServerResponse } from 'node:http';

/** One release on its way, tracked from before its COMMIT is sent until its last byte is handed over. */
export interface Passage {
  /**
   * Writes the whole answer, unless the bar has risen above `epoch` meanwhile.
   * Resolves true once the node has handed over the last byte, false if the answer was cut.
   */
  send(response: ServerResponse, epoch: number, body: Buffer): Promise<boolean>;
  /** Ends the passage where nothing is sent. */
  leave(): void;
}

export interface Cut {
  /** Passages of the agency that were under way when the bar rose. */
  readonly drained: number;
  /** Of these, how many had their connection reset while an answer was being written. */
  readonly aborted: number;
}

interface Tracked {
  response: ServerResponse | null;
  cut: boolean;
}

/** A reader that takes longer than this for an answer is cut, so that it cannot hold a revoke. */
const SLOWEST_READER = 5_000;

export class InFlight {
  readonly #bars = new Map<number, number>();
  #haltBar = 0;
  readonly #tracked = new Map<number, Set<Tracked>>();

  /** How many passages are under way. */
  get size(): number {
    let count = 0;
    for (const set of this.#tracked.values()) count += set.size;
    return count;
  }

  enter(agencyId: number): Passage {
    const tracked: Tracked = { response: null, cut: false };
    const set = this.#tracked.get(agencyId) ?? new Set();
    this.#tracked.set(agencyId, set.add(tracked));
    const leave = () => {
      set.delete(tracked);
    };
    return {
      leave,
      send: (response, epoch, body) =>
        new Promise((resolve) => {
          if (tracked.cut || epoch < this.#barOf(agencyId)) {
            leave();
            reset(response);
            resolve(false);
            return;
          }
          tracked.response = response;
          const slow = setTimeout(() => reset(response), SLOWEST_READER);
          slow.unref();
          response.once('close', () => {
            clearTimeout(slow);
            leave();
            resolve(response.writableFinished && !tracked.cut);
          });
          response.end(body);
        }),
    };
  }

  /** INVARIANT: the bar rises before anything is cut, so that nothing slips in between. `null` binds everybody. */
  raiseBar(agencyId: number | null, epoch: number): Cut {
    if (agencyId === null) this.#haltBar = Math.max(this.#haltBar, epoch);
    else this.#bars.set(agencyId, Math.max(this.#bars.get(agencyId) ?? 0, epoch));
    const sets =
      agencyId === null ? [...this.#tracked.values()] : [this.#tracked.get(agencyId) ?? new Set<Tracked>()];
    let drained = 0;
    let aborted = 0;
    for (const tracked of sets.flatMap((set) => [...set])) {
      drained += 1;
      if (tracked.response === null) continue;
      tracked.cut = true;
      aborted += 1;
      reset(tracked.response);
    }
    return { drained, aborted };
  }

  #barOf(agencyId: number): number {
    return Math.max(this.#haltBar, this.#bars.get(agencyId) ?? 0);
  }
}

/** RST instead of FIN: what Node and the kernel still hold for the socket is thrown away. */
function reset(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}
