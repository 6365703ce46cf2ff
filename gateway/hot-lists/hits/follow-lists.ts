/** Keeps the match index equal to the database: loaded at start, then following each list's changes by notification. */
import type pg from 'pg';
import { CHANNELS } from '../../database/channels.ts';
import type { Notices } from '../../database/notices.ts';
import {
  findEntriesBetween,
  findLastPosition,
  findRemovalsBetween,
  type PlacedEntry,
} from '../lists/entries-store.ts';
import { findMatchedLists } from '../lists/hot-lists-store.ts';
import { MatchIndex, type MatchTerms } from './match-index.ts';

export interface FollowOptions {
  readonly notices: Notices;
  readonly pool: pg.Pool;
  /** Whether the vendor that tells of reads writes O as 0: then every list is matched so. */
  readonly writesZeroForO?: boolean;
  readonly log: { warn(fields: object, message: string): void };
}

/** A list as the index knows it. */
export interface FollowedList {
  readonly id: string;
  readonly agencyId: number | null;
  readonly lookalike: boolean;
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
  #work: Promise<void> = Promise.resolve();

  private constructor(options: FollowOptions) {
    this.#options = options;
  }

  /** Resolves once the index holds every entry. @throws the database's error */
  static async start(options: FollowOptions): Promise<ListFollower> {
    const follower = new ListFollower(options);
    await follower.#load();
    await options.notices.listen(CHANNELS.hotList, () => void follower.refresh());
    return follower;
  }

  /** Takes in what changed since; a failure is logged, and made good by the next refresh. */
  refresh(): Promise<void> {
    this.#work = this.#work
      .then(() => this.#load())
      .catch((error) =>
        this.#options.log.warn({ code: error?.code }, 'the hot lists could not be reloaded; hits are late'),
      );
    return this.#work;
  }

  async close(): Promise<void> {
    this.#options.notices.leave('hot_list');
    await this.#work;
  }

  async #load(): Promise<void> {
    const { pool, writesZeroForO = false } = this.#options;
    for (const { id, agencyId, lookalike, ...written } of await findMatchedLists(pool)) {
      const zeroForO = written.zeroForO || writesZeroForO;
      let number = this.#numbers.get(id);
      if (number === undefined) {
        number = this.index.addList({ zeroForO, lookalike });
        this.#numbers.set(id, number);
        this.lists[number] = { id, agencyId, lookalike, upTo: 0 };
      }
      const list = this.lists[number] as FollowedList;
      await this.#follow(number, list);
      if (list.lookalike !== lookalike) await this.#matchAnew(list, { zeroForO, lookalike });
    }
  }

  /** Entries move one by one, each within a tick, so that no read misses one on its way. */
  async #matchAnew(list: FollowedList, terms: MatchTerms): Promise<void> {
    const number = this.index.addList(terms);
    this.lists[number] = { ...list, lookalike: terms.lookalike };
    for await (const page of this.#entriesOf(list, 0)) {
      for (const entry of page) {
        this.index.remove(entry.position);
        this.#add(number, entry);
      }
    }
    this.#numbers.set(list.id, number);
  }

  /** What is added after `upTo` was read comes with the next notification. */
  async #follow(number: number, list: FollowedList): Promise<void> {
    const { pool } = this.#options;
    const upTo = await findLastPosition(pool, list.id);
    if (upTo === list.upTo) return;
    for await (const page of this.#entriesOf({ id: list.id, upTo }, list.upTo)) {
      for (const entry of page) this.#add(number, entry);
    }
    for (const entry of await findRemovalsBetween(pool, list.id, { after: list.upTo, upTo })) {
      this.index.remove(entry);
    }
    list.upTo = upTo;
  }

  async *#entriesOf(
    { id, upTo }: Pick<FollowedList, 'id' | 'upTo'>,
    from: number,
  ): AsyncGenerator<PlacedEntry[]> {
    for (let after = from; ; ) {
      const page = await findEntriesBetween(this.#options.pool, id, { after, upTo, limit: PAGE });
      yield page;
      if (page.length < PAGE) return;
      after = page.at(-1)?.position as number;
    }
  }

  #add(list: number, { position, plate, state, expiresAt }: PlacedEntry): void {
    this.index.add({ list, position, plate, state, expiresAt: expiresAt?.getTime() ?? null });
  }
}
