/**
 * Words that were released upon before, to the same officer for the same case and plate, are not a rewording of others
 * that were refused; a colleague's, or those of another case, are. Asked for only where words were refused within a
 * day, and found by their keyed hash. No refusal is read; there is one row for each release of these very words, so the
 * officer's quota limits the rows.
 */
import { DAY } from '../../../sharing-rules/terms/retention.ts';
import { utcDay } from '../../../sharing-rules/terms/utc-day.ts';
import type { HistoryCodes } from './history-codes.ts';
import type { History } from './history-store.ts';
import type { PendingQuery } from './pending-query.ts';
import type { CommitClient } from './standing-store.ts';

const KNOWN = `SELECT DISTINCT encode(code, 'hex') AS code FROM released_words
  WHERE day = ANY ($1::date[]) AND code = ANY ($2::bytea[])`;

export interface AskedWords {
  readonly batch: readonly PendingQuery[];
  /** Codes in the order of the batch. */
  readonly codes: readonly (HistoryCodes | null)[];
  readonly history: History;
  /** The database's time. */
  readonly now: Date;
}

/** Places in the batch whose very words, by that officer for that case and plate, were released upon today or yesterday. */
export async function readKnownWords(
  client: CommitClient,
  { batch, codes, history, now }: AskedWords,
): Promise<ReadonlySet<number>> {
  const asked = batch.flatMap(({ findings }, place) => {
    const code = codes[place] ?? null;
    if (code === null || code.words === null) return [];
    if (!history.refusedBefore(code) || findings.some(({ effect }) => effect === 'deny')) return [];
    return [{ place, words: code.words }];
  });
  if (asked.length === 0) return new Set();
  const days = [0, 1].map((back) => utcDay(now.getTime() - back * DAY));
  const values = [days, asked.map(({ words }) => words)];
  const { rows } = await client.query({ name: 'known-words', text: KNOWN, values });
  const known = new Set(rows.map(({ code }) => code as string));
  return new Set(asked.filter(({ words }) => known.has(words.toString('hex'))).map(({ place }) => place));
}
