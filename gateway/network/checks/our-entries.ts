/** Reads what our own log has of what was asked of another gateway. */
import type { OurAnswer, OurAsk } from '../../../sharing-rules/network/cross-check.ts';
import { findKeptEntries, type KeptEntry } from '../../audit/kept/kept-entries-store.ts';
import { parseDetail } from '../../audit/kept/parse-detail.ts';
import type { Queryable } from '../../database/queryable.ts';

export interface OurEntries {
  readonly asks: readonly OurAsk[];
  readonly answers: readonly OurAnswer[];
  /** The public entries by index. */
  readonly texts: ReadonlyMap<number, string>;
}

/** Entries read at once. */
const PAGE = 1_000;

export async function readOurEntries(db: Queryable, indices: readonly number[]): Promise<OurEntries> {
  const asks: OurAsk[] = [];
  const answers: OurAnswer[] = [];
  const texts = new Map<number, string>();
  for (let at = 0; at < indices.length; at += PAGE) {
    for (const entry of await findKeptEntries(db, indices.slice(at, at + PAGE))) {
      const { index, leafHash, said, text } = entry;
      texts.set(index, text);
      if (said.kind === 'peer_asked') asks.push({ index, leafHash: leafHash.toString('base64') });
      else answers.push(answerOf(entry));
    }
  }
  return { asks, answers, texts };
}

/** The outcomes behind which a receipt of theirs was verified. */
const PROVEN: readonly unknown[] = ['released', 'held', 'refused', 'dry_run'];

function answerOf({ index, kept }: KeptEntry): OurAnswer {
  const { asked, count, index: there, leafHash, outcome } = parseDetail(kept?.owner.detail ?? '');
  const isProven = PROVEN.includes(outcome) && typeof there === 'number' && typeof leafHash === 'string';
  return {
    index,
    asked: typeof asked === 'number' ? asked : -1,
    proven: isProven ? { index: there, leafHash } : null,
    count: outcome === 'released' && typeof count === 'number' ? count : null,
  };
}
