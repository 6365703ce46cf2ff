/**
 * Follows the log. It grows only by leaves that the node has hashed itself, on top of what it knew before:
 * the owner of the database can write another head, but cannot make this node sign it.
 */
import type { Queryable } from '../../database/queryable.ts';
import {
  findLeafHashes,
  findNewestHead,
  MissingEntriesError,
  type StoredCheckpoint,
  type StoredHead,
} from '../log-store.ts';
import { emptyRoot, growFrontier, isRootOf } from '../merkle.ts';

/** Leaves read at once. */
const PAGE = 4_096;

/** Says up to where the log was known, but not what was found: an operator must look. */
export class ForkedLogError extends Error {
  constructor(size: number) {
    super(
      `the log does not extend the ${size} entries that this node has seen of it, so no head of it is signed: check it ` +
        'with `audit verify --older`',
    );
    this.name = 'ForkedLogError';
  }
}

export interface FollowedLogOptions {
  readonly db: Queryable;
  /** The head from which it grows, derived from leaves; absent: the log is hashed from its first entry on. */
  readonly known?: StoredHead | null;
  /** Returns a head that the node has derived elsewhere, as its commits do; the log grows from it if it is newer. */
  readonly derived?: () => StoredHead | null;
  /** Reads the head by `read`. It may throw if the node has seen another log elsewhere, as in its commits. */
  readonly see?: (read: () => Promise<StoredHead | null>) => Promise<StoredHead | null>;
  /** Is called with each head that it has derived, with its right edge. */
  readonly onGrown?: (head: StoredHead) => void;
  /** Is called once, with the last head that it has derived. */
  readonly onFork?: (known: StoredHead) => void;
}

const NOTHING: StoredHead = { size: 0, root: emptyRoot, frontier: [] };

export class FollowedLog {
  readonly #options: FollowedLogOptions;
  #known: StoredHead;
  /** The size up to which the log was as this node knew it; null while there is no fork. */
  #forkedAt: number | null = null;
  #advancing: Promise<StoredCheckpoint | null> | null = null;

  constructor(options: FollowedLogOptions) {
    this.#options = options;
    this.#known = options.known ?? NOTHING;
  }

  /**
   * Returns the newest head, if it extends what this node knows; null before there is a log. Those who ask
   * while a look is under way wait for it, and then share the next one.
   * @throws ForkedLogError if it does not: then nothing may be signed; and what `see` throws
   */
  async head(): Promise<StoredCheckpoint | null> {
    // A look under way may have begun before the entry that the caller knows of.
    if (this.#advancing !== null) await this.#advancing.catch(() => undefined);
    this.#advancing ??= this.#advance().finally(() => {
      this.#advancing = null;
    });
    return this.#advancing;
  }

  async #advance(): Promise<StoredCheckpoint | null> {
    if (this.#forkedAt !== null) throw new ForkedLogError(this.#forkedAt);
    const { db, see = (read) => read() } = this.#options;
    // Before the head is read, which is then no smaller.
    const derived = this.#options.derived?.() ?? null;
    if (derived !== null && derived.size > this.#known.size) this.#known = derived;
    const newest = await see(() => findNewestHead(db));
    let { frontier, size } = this.#known;
    if (newest === null) return size === 0 ? null : this.#fork();
    if (newest.size < size) return this.#fork();
    while (size < newest.size) {
      const to = Math.min(size + PAGE, newest.size);
      const leaves = await findLeafHashes(db, size, to).catch((error) => {
        if (error instanceof MissingEntriesError) return this.#fork();
        throw error;
      });
      frontier = growFrontier(frontier, size, leaves);
      size = to;
    }
    if (!isRootOf(newest.root, frontier, size)) return this.#fork();
    this.#known = { size, root: newest.root, frontier };
    this.#options.onGrown?.(this.#known);
    return this.#known;
  }

  #fork(): never {
    this.#forkedAt = this.#known.size;
    this.#options.onFork?.(this.#known);
    throw new ForkedLogError(this.#forkedAt);
  }
}
