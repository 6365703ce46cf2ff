/** What the monthly audit replays: a sample of a month's decisions, drawn by the log as it stood at the month's end. */
import { findRootAt } from '../../audit/log-store.ts';
import type { Queryable } from '../../database/queryable.ts';
import { drawDecisions } from './draw-decisions.ts';
import { findFirstSince } from './logged-decisions-store.ts';
import { type Replayed, replayDecisions } from './replay-decisions.ts';
import type { ReplayedLog } from './replay-log.ts';
import { rulesInUse } from './rules-in-use.ts';

/** Decisions of a month; all of them where there are no more. */
export const MONTHLY_SAMPLE = 200;

/** `first`: index of the month's first entry; `log`: the tree that ends with its last. */
export interface MonthReplayed extends ReplayedLog, Omit<Replayed, 'entries'> {
  readonly first: number;
}

/**
 * Null where the month has no entries.
 * @param month half-open, UTC @param running the revision of this node's own rules
 * @throws Error where the log is not whole
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
  const indices = await drawDecisions(db, { first, head: { root, size } }, most);
  const rules = rulesInUse(db, running);
  try {
    const { entries: _, ...replayed } = await replayDecisions(db, indices, rules);
    return { ...replayed, first, log: { size, root: root.toString('base64') } };
  } finally {
    await rules.close();
  }
}
