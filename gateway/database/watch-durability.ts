/** Watches, while a node runs, that a second server holds the commits: a standby may be lost, or given up. */
import { GatewayError } from '../faults/errors.ts';
import { lastingTrouble, type TroubleLog } from '../faults/lasting-trouble.ts';
import { type Repeated, repeat } from '../faults/repeat.ts';
import { type Durability, type FoundDurability, findDurability, waitUntilHeld } from './durability.ts';
import type { Queryable } from './queryable.ts';

/** Ms. */
const LOOK_EVERY = 1_000;
/** Seconds. */
const ASK_AGAIN_AFTER = 5;

export interface WatchOptions {
  readonly db: Queryable;
  readonly log: TroubleLog;
  /** `REQUIRE_SYNCHRONOUS_COMMIT`. */
  readonly required: boolean;
  /** Durability as the node found it when it started. */
  readonly found: FoundDurability;
}

export class DurabilityWatch {
  readonly #options: WatchOptions;
  readonly #looking: Repeated;
  #kind: Durability;
  /** The one check that waits for a standby; if that is gone, it waits long, and nobody sends another. */
  #waiting: Promise<void> | null = null;

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#kind = options.found.kind;
    const trouble = lastingTrouble(options.log, {
      trouble: options.required
        ? 'nothing is released: REQUIRE_SYNCHRONOUS_COMMIT is true, and a second server does not hold what is committed'
        : 'a second server does not hold what is committed any more',
      end: 'a second server holds what is committed again',
    });
    this.#looking = repeat(LOOK_EVERY, async () => {
      // A database that does not answer is reported elsewhere.
      const found = await findDurability(options.db).catch(() => null);
      if (found === null) return;
      this.#kind = found.kind;
      if (found.kind === 'held') trouble.isOver();
      else if (options.required || options.found.kind === 'held') trouble.lasts({ why: found.says });
    });
  }

  /** Durability at the last check. */
  get kind(): Durability {
    return this.#kind;
  }

  /** @throws GatewayError `unavailable` if a second server must hold a commit of releases and does not */
  readonly mayCommit = (): void => {
    if (this.#options.required && this.#kind !== 'held') throw notHeld();
  };

  /** Checks readiness, if required. @throws as long as no second server confirms what is committed */
  readonly check = async (): Promise<void> => {
    this.mayCommit();
    this.#waiting ??= waitUntilHeld(this.#options.db).finally(() => {
      this.#waiting = null;
    });
    await this.#waiting;
  };

  close(): Promise<void> {
    return this.#looking.stop();
  }
}

function notHeld(): GatewayError {
  const detail =
    'no second database server holds what this gateway commits, so nothing is released; ask again later';
  const clause = 'REQUIRE_SYNCHRONOUS_COMMIT';
  return new GatewayError('unavailable', detail, {
    headers: { 'Retry-After': String(ASK_AGAIN_AFTER) },
    members: { reasons: [{ code: 'log_not_held', clause, detail }] },
  });
}
