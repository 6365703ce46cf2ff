/** Replays for the monthly audit a sample that the log itself draws, as it stood at the month's end. */
import { findKeptEntries } from '../../audit/kept/kept-entries-store.ts';
import { findRootAt } from '../../audit/log-store.ts';
import type { Queryable } from '../../database/queryable.ts';
import { readNow } from '../../database/read-now.ts';
import { drawDecisions } from './draw-decisions.ts';
import { findActs, findFirstSince } from './logged-decisions-store.ts';
import { type Replayed, replayDecisions, together } from './replay-decisions.ts';
import { partsOf, type ReplayedLog, rulesOfNode } from './replay-log.ts';

/** Number of a month's decisions in the sample; fewer if the month has fewer. */
export const MONTHLY_SAMPLE = 200;

/** Number of entries that one statement searches for acts. */
const LOOKED_THROUGH = 50_000;

/** `first` is the index of the month's first entry; `log` is the tree that ends with its last. */
export interface MonthReplayed extends ReplayedLog, Omit<Replayed, 'entries'> {
  readonly first: number;
  /** Number of the month's acts (neither decisions nor readings); all are compared with the log. */
  readonly acts: number;
}

/**
 * Returns null if the month (in UTC, `to` is exclusive) has no entries.
 * @param running the revision of this node's own rules
 * @throws Error if the log has a gap
 */
export async function replayMonth(
  db: Queryable,
  { from, to }: { readonly from: Date; readonly to: Date },
  running: string,
  most = MONTHLY_SAMPLE,
): Promise<MonthReplayed | null> {
  const first = await findFirstSince(db, from);
  const size = await findFirstSince(db, to);
  if (first === size) return null;
  const root = await findRootAt(db, size);
  if (root === null) throw new Error(`the log is not whole below entry ${size}: see \`audit verify\``);
  const now = await readNow(db);
  const replay = async (indices: readonly number[]) =>
    replayDecisions(await findKeptEntries(db, indices), now, rulesOfNode(running));
  const drawn = await replay(await drawDecisions(db, { first, head: { root, size } }, most));
  let all = drawn;
  for (let from = first; from < size; from += LOOKED_THROUGH) {
    const acts = await findActs(db, { first: from, below: Math.min(size, from + LOOKED_THROUGH) });
    for (const part of partsOf(acts)) all = together(all, await replay(part));
  }
  const { entries, ...replayed } = all;
  return { ...replayed, acts: entries - drawn.entries, first, log: { size, root: root.toString('base64') } };
}
