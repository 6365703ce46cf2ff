/**
 * Counts pushes of registered sources that were refused, or were too many, in memory, and writes the sums every few
 * seconds: anyone can send those, so none may cost a write. A killed node forgets the last.
 */

import type { Queryable } from '../../database/queryable.ts';
import { lastingTrouble, type TroubleLog } from '../../faults/lasting-trouble.ts';
import { repeat } from '../../faults/repeat.ts';
import { addPushCounts, type NamedCount } from './source-counts-store.ts';

const EVERY = 5_000;

export class RefusedPushes {
  readonly #db: Queryable;
  /** The counts by source and outcome. */
  #counts = new Map<string, NamedCount>();

  constructor(db: Queryable) {
    this.#db = db;
  }

  /** @param name of a registered source: an asker's text would fill the memory */
  add(name: string, outcome: 'limited' | 'refused'): void {
    this.#add({ name, outcome, reason: '', count: 1 });
  }

  /** Writes the counts, and keeps them if that fails, for the next time. @throws the database's error */
  async write(): Promise<void> {
    const counts = [...this.#counts.values()];
    this.#counts = new Map();
    try {
      await addPushCounts(this.#db, counts);
    } catch (error) {
      for (const one of counts) this.#add(one);
      throw error;
    }
  }

  #add(one: NamedCount): void {
    const key = `${one.outcome} ${one.name}`;
    this.#counts.set(key, { ...one, count: one.count + (this.#counts.get(key)?.count ?? 0) });
  }
}

/** Writes them again and again. Its `close` resolves when the last are written, or cannot be. */
export function writeRefusedPushes(
  refused: RefusedPushes,
  log: TroubleLog,
): { readonly close: () => Promise<void> } {
  const trouble = lastingTrouble(log, {
    trouble: 'refused pushes could not be counted; it is tried again every five seconds',
    end: 'refused pushes are counted again',
  });
  const write = () =>
    refused
      .write()
      .then(trouble.isOver, (error: { readonly code?: unknown }) => trouble.lasts({ code: error.code }));
  const writing = repeat(EVERY, write);
  return {
    close: async () => {
      await writing.stop();
      await write();
    },
  };
}
