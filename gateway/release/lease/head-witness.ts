/** The highest head of the log that this node has seen. A log that does not extend it lost entries: the node stops. */
import { GatewayError } from '../../faults/errors.ts';

export interface TreeHead {
  readonly size: number;
  readonly root: Buffer;
}

export class HeadWitness {
  #highest: TreeHead | null = null;
  #betrayed = false;

  /** To be taken before a statement is sent, and held against what it answers: answers overtake each other. */
  get highest(): TreeHead | null {
    return this.#highest;
  }

  /** A log that shrank or forked was found; nothing undoes that but an operator. */
  get betrayed(): boolean {
    return this.#betrayed;
  }

  /** The log was found to be another one than this node knows, by its leaves: the node stops. */
  distrust(): void {
    this.#betrayed = true;
  }

  /**
   * Takes note of the log's head.
   * @param before the highest head seen when the question was sent
   * @param rootThen what the log now says was its root at `before.size`, null for none; undefined: it was not asked
   * @throws GatewayError `unavailable` if the head does not extend what was seen.
   */
  see(before: TreeHead | null, head: TreeHead, rootThen?: Buffer | null): void {
    if (before !== null) {
      const then = head.size === before.size ? head.root : rootThen;
      const forked = then !== undefined && !then?.equals(before.root);
      if (head.size < before.size || forked) this.#betrayed = true;
    }
    if (this.#betrayed) {
      throw new GatewayError(
        'unavailable',
        'the log does not extend what this node has seen of it: the node has stopped; a restored log needs a new origin and key, see `log adopt --help`',
      );
    }
    if (head.size > (this.#highest?.size ?? 0)) this.#highest = head;
  }
}
