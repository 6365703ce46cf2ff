/** Keeps the match index equal to the database: loaded at start, then following each list's changes by notification. */
import type pg from 'pg';
import { type ChannelListener, listenTo } from '../database/listen-channel.ts';
import { findEntriesBetween, findLastPosition, findRemovalsBetween } from './entries-store.ts';
import { findMatchedLists } from './hot-lists-store.ts';
import { MatchIndex } from './match-index.ts';

export interface FollowOptions {
  readonly url: string;
  readonly pool: pg.Pool;
  readonly log: { warn(fields: object, message: string): void };
}

/** A list as the index knows it. */
export interface FollowedList {
  readonly id: string;
  readonly agencyId: number | null;
  /** Position up to which the index has it. */
  upTo: number;
}

const PAGE = 20_000;

export class ListFollower {
  readonly index = new MatchIndex();
  /** By number in the index. */
  readonly lists: FollowedList[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #options: FollowOptions;
  #listener: ChannelListener | null = null;
  #work: Promise<void> = Promise.resolve();

  private constructor(options: FollowOptions) {
    this.#options = options;
  }

  /** Resolves once the index holds every entry. @throws the database's error */
  static async start(options: FollowOptions): Promise<ListFollower> {
    const follower = new ListFollower(options);
    await follower.#load();
    follower.#listener = await listenTo(options.url, 'hot_list', () => void follower.refresh());
    return follower;
  }

  /** Takes in what changed since; a failure is logged, and made good by the next refresh. */
  refresh(): Promise<void> {
    this.#work = this.#work
      .then(() => this.#load())
      .catch((error) =>
        this.#options.log.warn(
          { code: error?.code },
          'the hot lists could not be read again; hits come late',
        ),
      );
    return this.#work;
  }

  async close(): Promise<void> {
    await this.#listener?.close();
    await this.#work;
  }

  async #load(): Promise<void> {
    const { pool } = this.#options;
    for (const { id, agencyId, zeroForO, lookalike } of await findMatchedLists(pool)) {
      let number = this.#numbers.get(id);
      if (number === undefined) {
        number = this.index.addList({ zeroForO, lookalike });
        this.#numbers.set(id, number);
        this.lists[number] = { id, agencyId, upTo: 0 };
      }
      await this.#follow(number, this.lists[number] as FollowedList);
    }
  }

  /** What is added after `upTo` was read comes with the next notification. */
  async #follow(number: number, list: FollowedList): Promise<void> {
    const { pool } = this.#options;
    const upTo = await findLastPosition(pool, list.id);
    if (upTo === list.upTo) return;
    let after = list.upTo;
    for (;;) {
      const page = await findEntriesBetween(pool, list.id, { after, upTo, limit: PAGE });
      for (const { position, plate, state, expiresAt } of page) {
        this.index.add({ list: number, position, plate, state, expiresAt: expiresAt?.getTime() ?? null });
      }
      if (page.length < PAGE) break;
      after = page.at(-1)?.position as number;
    }
    for (const entry of await findRemovalsBetween(pool, list.id, { after: list.upTo, upTo })) {
      this.index.remove(entry);
    }
    list.upTo = upTo;
  }
}
