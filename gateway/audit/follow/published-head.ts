/**
 * Publishes one head for everybody. It moves in beats by the database's clock, so that all nodes show the
 * same one, after a restart too, and the log's growth tells nobody that an agency asks at this moment.
 */

import type { Queryable } from '../../database/queryable.ts';
import { ageOf, type Moment, momentOn, systemClock } from '../../faults/age.ts';
import {
  findHeadOfBeat,
  findLeafHashes,
  findNewestCheckpoint,
  type HeadOfBeat,
  MissingEntriesError,
  type StoredCheckpoint,
  type StoredHead,
} from '../log-store.ts';
import { growFrontier, isRootOf } from '../merkle.ts';
import { type FollowedLog, ForkedLogError } from './followed-log.ts';

/** Leaves read at once. */
const PAGE = 4_096;
/** Seconds after which a commit under way at a beat has ended; a quarter of a beat if that is less. */
const SETTLED_AFTER = 1;

export interface TimedHead extends StoredCheckpoint {
  /** The moment before which everything committed is in it. */
  readonly asOf: Moment;
}

export interface PublishedHeadOptions {
  readonly db: Queryable;
  /** The log as this node knows it. */
  readonly log: Pick<FollowedLog, 'head'>;
  /** Seconds between beats; 0: each head is shown at once. */
  readonly everyS: number;
}

export class PublishedHead {
  readonly #options: PublishedHeadOptions;
  /** The head of the last beat, and the milliseconds from `asOf` during which there is no later one. */
  #beat: { readonly head: HeadOfBeat; readonly asOf: Moment; readonly lasts: number } | null = null;
  /** The last head that was found to lead to the log as this node knows it. */
  #derived: StoredHead | null = null;

  constructor(options: PublishedHeadOptions) {
    this.#options = options;
  }

  get everyS(): number {
    return this.#options.everyS;
  }

  /** Returns how many entries of the log everybody may see. */
  async size(): Promise<number> {
    const { db, everyS } = this.#options;
    const head = everyS === 0 ? await findNewestCheckpoint(db) : (await this.#ofBeat())?.head;
    return head?.size ?? 0;
  }

  /**
   * Returns the head to sign, which leads to the log as this node knows it; null before there is a log.
   * @throws ForkedLogError if it does not lead there; what the followed log throws
   */
  async head(): Promise<TimedHead | null> {
    const asked = momentOn(systemClock);
    const beat = this.everyS === 0 ? null : await this.#ofBeat();
    const newest = await this.#options.log.head();
    if (this.everyS === 0) return newest && { ...newest, asOf: asked };
    if (beat === null || newest === null) return null;
    const { asOf, head } = beat;
    if (this.#derived !== head) await this.#requireLeadsTo(newest, head);
    this.#derived = head;
    return { size: head.size, root: head.root, asOf };
  }

  async #ofBeat() {
    if (this.#beat !== null && ageOf(this.#beat.asOf, systemClock) < this.#beat.lasts) return this.#beat;
    const { db, everyS } = this.#options;
    const settled = Math.min(SETTLED_AFTER, everyS / 4);
    const { monotonic, wall } = momentOn(systemClock);
    const head = await findHeadOfBeat(db, everyS, settled);
    if (head === null) return null;
    // A clock that was set back must not make the log look shorter than it was shown.
    const shown = this.#beat !== null && this.#beat.head.size >= head.size ? this.#beat.head : head;
    const asOf = { monotonic: monotonic - head.age, wall: wall - head.age };
    this.#beat = { head: shown, asOf, lasts: (everyS + settled) * 1_000 };
    return this.#beat;
  }

  /** Requires the head's frontier and the leaves after it to lead to the root that the node derived. */
  async #requireLeadsTo(newest: StoredCheckpoint, { frontier: edge, root, size }: StoredHead): Promise<void> {
    let [frontier, reached] = [edge, size];
    const isWhole = isRootOf(root, edge, size) && size <= newest.size;
    while (isWhole && reached < newest.size) {
      const to = Math.min(reached + PAGE, newest.size);
      const leaves = await findLeafHashes(this.#options.db, reached, to).catch((error) => {
        throw error instanceof MissingEntriesError ? new ForkedLogError(newest.size) : error;
      });
      frontier = growFrontier(frontier, reached, leaves);
      reached = to;
    }
    if (!isWhole || !isRootOf(newest.root, frontier, newest.size)) throw new ForkedLogError(newest.size);
  }
}
