/** Times pages of reads, each matched against all entries in force. */
import type pg from 'pg';
import { findMatchedEntries } from '../../../../gateway/hot-lists/hits/matched-entries-store.ts';
import { plateOf } from './write-list.ts';

/** A sweep matches so many at a time. */
const PAGE = 5_000;

export interface MatchRate {
  readonly entries: number;
  /** The hits found in each page. */
  readonly hits: number;
  readonly millisecondsPerPage: number;
  readonly readsPerSecond: number;
}

/** One read in a hundred hits, and no page comes twice. */
export async function measureMatch(client: pg.Client, entries: number, seconds: number): Promise<MatchRate> {
  let [pages, hits, spent] = [0, 0, 0];
  while (spent < seconds * 1_000) {
    const reads = Array.from({ length: PAGE }, (_, i) => pageRead(pages * PAGE + i, entries));
    const began = performance.now();
    hits = (await findMatchedEntries(client, reads, { now: Date.now(), writesZeroForO: false })).length;
    // The first page plans, and fills the database's cache.
    if (pages > 0) spent += performance.now() - began;
    pages += 1;
  }
  const millisecondsPerPage = Math.round((spent / (pages - 1)) * 10) / 10;
  return {
    entries,
    hits,
    millisecondsPerPage,
    readsPerSecond: Math.round((PAGE / millisecondsPerPage) * 1_000),
  };
}

function pageRead(number: number, entries: number) {
  const plate =
    number % 100 === 0
      ? plateOf((number * 7_919) % entries)
      : `Y${((number * 7_919) % 2_176_782_336).toString(36).toUpperCase().padStart(6, '0')}`;
  return { plate, plateState: 'CO' };
}
