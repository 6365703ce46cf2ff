/**
 * Remembers what this node has seen of the log: the highest head, and the newest one that it derived itself.
 * A log that does not extend them was set back or rewritten: the node stops.
 */
import type { StoredHead } from '../../audit/log-store.ts';
import { growFrontier, isRootOf } from '../../audit/merkle.ts';
import { GatewayError } from '../../faults/errors.ts';

export interface TreeHead {
  readonly size: number;
  readonly root: Buffer;
}

export class HeadWitness {
  readonly #onBetrayed: (derived: StoredHead | null) => void;
  #highest: TreeHead | null = null;
  #derived: StoredHead | null = null;
  #betrayed = false;

  /** @param onBetrayed told once, with the newest head that this node has derived */
  constructor(onBetrayed: (derived: StoredHead | null) => void = () => undefined) {
    this.#onBetrayed = onBetrayed;
  }

  /** The highest head, to take before a statement is sent, for its answer: answers overtake each other. */
  get highest(): TreeHead | null {
    return this.#highest;
  }

  /** The newest head that this node has derived from leaves, with its right edge; null before the first. */
  get derived(): StoredHead | null {
    return this.#derived;
  }

  /** Takes note of a head that was derived from leaves: by a commit of this node, or by following the log. */
  remember(head: StoredHead): void {
    if (head.size > (this.#derived?.size ?? 0)) this.#derived = head;
  }

  /**
   * Returns the right edge for the next entries: from what this node remembered when it asked, and the leaves
   * that were committed since then. The stored edge is only compared.
   * @param from what was derived when the question was sent; null of a node that has derived nothing yet
   * @throws GatewayError `unavailable` where the stored head is not what they lead to
   */
  extend(from: StoredHead | null, leaves: readonly Buffer[], head: StoredHead): readonly Buffer[] {
    if (from === null) return head.frontier;
    const grown =
      from.size + leaves.length === head.size ? growFrontier(from.frontier, from.size, leaves) : [];
    if (!isRootOf(head.root, grown, head.size)) {
      this.distrust();
      throw rewritten(from.size);
    }
    return grown;
  }

  /** A log that shrank or forked was found; nothing undoes that but an operator. */
  get betrayed(): boolean {
    return this.#betrayed;
  }

  /** The log was found to be another one than this node knows, by its leaves: the node stops. */
  distrust(): void {
    if (this.#betrayed) return;
    this.#betrayed = true;
    this.#onBetrayed(this.#derived);
  }

  /**
   * Takes note of the log's head.
   * @param before the highest head seen when the question was sent
   * @param rootThen what the log now says was its root at `before.size`, null for none; undefined: it was not asked
   * @throws GatewayError `unavailable` if the head does not extend what was seen.
   */
  see(before: TreeHead | null, head: TreeHead, rootThen?: Buffer | null): void {
    this.compare(before, head, rootThen);
    if (head.size > (this.#highest?.size ?? 0)) this.#highest = head;
  }

  /** Compares as `see` does, without a note, a head that is not known yet to be held as it must be. */
  compare(before: TreeHead | null, head: TreeHead, rootThen?: Buffer | null): void {
    if (before !== null) {
      const then = head.size === before.size ? head.root : rootThen;
      const forked = then !== undefined && !then?.equals(before.root);
      if (head.size < before.size || forked) this.distrust();
    }
    if (this.#betrayed) throw rewritten(this.#derived?.size ?? this.#highest?.size ?? 0);
  }
}

const rewritten = (size: number) =>
  new GatewayError(
    'unavailable',
    `the log does not extend the ${size} entries that this node has seen of it: the node has stopped; a restored log ` +
      'needs a new origin and key, see `log adopt --help`',
  );
