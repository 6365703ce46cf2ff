/** Keeps in memory which heads of the log are cosigned, and by whom, as far as this node has verified it. */
import type { StoredCheckpoint } from '../audit/log-store.ts';
import type { Policy } from './policy.ts';

/** The most heads that await cosignatures: one a second, and witnesses answer within a few. */
const MOST_HEADS = 64;

export interface CosignedHead extends StoredCheckpoint {
  /** The cosignature lines, by the witness's name in the policy, each with its newline. */
  readonly lines: ReadonlyMap<string, string>;
}

export class CosignedHeads {
  readonly #policy: Policy;
  readonly #removed: ReadonlySet<string>;
  readonly #heads = new Map<number, { root: Buffer; lines: Map<string, string> }>();
  #quorum: CosignedHead | null = null;

  /** @param removed names of witnesses that count no more; it may grow */
  constructor(policy: Policy, removed: ReadonlySet<string>) {
    this.#policy = policy;
    this.#removed = removed;
  }

  /** The largest head that enough witnesses have cosigned; null if there is none. */
  get newest(): CosignedHead | null {
    return this.#quorum;
  }

  /**
   * Adds a cosignature. INVARIANT: this node accepts the head, and has verified the cosignature on it.
   * @returns true if the head has become the newest with a quorum
   */
  add({ root, size }: StoredCheckpoint, witness: string, line: string): boolean {
    const head = this.#heads.get(size) ?? { root, lines: new Map<string, string>() };
    if (!head.root.equals(root)) throw new Error(`two heads of size ${size}`);
    head.lines.set(witness, line);
    this.#heads.set(size, head);
    this.#forget();
    const isAgreed = this.#policy.isQuorum(new Set(head.lines.keys()), this.#removed);
    if (size < (this.#quorum?.size ?? 0) || !isAgreed) return false;
    const isNew = size > (this.#quorum?.size ?? -1);
    this.#quorum = { size, root, lines: head.lines };
    return isNew;
  }

  /** Returns the cosignature lines of exactly this head, in the order of the policy. */
  linesOf({ root, size }: StoredCheckpoint): string {
    const head = this.#quorum?.size === size ? this.#quorum : this.#heads.get(size);
    if (head === undefined || !head.root.equals(root)) return '';
    return this.#policy.witnesses.map(({ name }) => head.lines.get(name) ?? '').join('');
  }

  #forget(): void {
    if (this.#heads.size <= MOST_HEADS) return;
    this.#heads.delete(Math.min(...this.#heads.keys()));
  }
}
