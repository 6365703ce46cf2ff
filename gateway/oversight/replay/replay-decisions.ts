/** Takes logged decisions again from their details, and says of each what came of it. */
import type { Queryable } from '../../database/queryable.ts';
import { compareDecisions, type Differences } from './compare-decisions.ts';
import { findLoggedDecisions } from './logged-decisions-store.ts';
import { type Replayable, readDetail, type Unreadable } from './read-detail.ts';
import type { RulesInUse, WithoutRules } from './rules-in-use.ts';

/** A decision that is another now. */
export interface DifferentDecision {
  /** Log index. */
  readonly index: number;
  readonly revision: string;
  readonly differs: Differences;
}

/** Decisions that could not be taken again, together with those of the same cause. */
export interface NotReplayed {
  readonly why: Exclude<Unreadable, 'altered' | 'missing'> | WithoutRules;
  /** Of the rules; null where no detail says it. */
  readonly revision: string | null;
  readonly decisions: number;
  /** Log index of the first of them. */
  readonly first: number;
}

/** What came of a part of the log. */
export interface Replayed {
  /** Entries looked at, decisions or not. */
  readonly entries: number;
  readonly decisions: number;
  readonly same: number;
  readonly different: readonly DifferentDecision[];
  /** Log indices: the details are not those that the entry commits to, so nothing was taken again from them. */
  readonly altered: readonly number[];
  /** Log indices: the details are gone, and their day is still kept. */
  readonly missing: readonly number[];
  readonly notReplayed: readonly NotReplayed[];
}

export const NOTHING_REPLAYED: Replayed = {
  ...{ entries: 0, decisions: 0, same: 0 },
  ...{ different: [], altered: [], missing: [], notReplayed: [] },
};

/** @param indices of the log */
export async function replayDecisions(
  db: Queryable,
  indices: readonly number[],
  rules: RulesInUse,
): Promise<Replayed> {
  const { decisions, found } = await findLoggedDecisions(db, indices);
  const altered: number[] = [];
  const missing: number[] = [];
  const notReplayed: NotReplayed[] = [];
  const byRevision = new Map<string, Replayable[]>();
  for (const decision of decisions) {
    const { index } = decision;
    const read = readDetail(decision);
    if (read === 'altered') altered.push(index);
    else if (read === 'missing') missing.push(index);
    else if (typeof read === 'string')
      notReplayed.push({ why: read, revision: null, decisions: 1, first: index });
    else byRevision.set(read.revision, [...(byRevision.get(read.revision) ?? []), read]);
  }
  const different: DifferentDecision[] = [];
  let same = 0;
  for (const [revision, asked] of byRevision) {
    const answers = await rules.decideUnder(revision, asked);
    if (typeof answers === 'string') {
      const first = (asked[0] as Replayable).index;
      notReplayed.push({ why: answers, revision, decisions: asked.length, first });
      continue;
    }
    for (const [place, { index, logged }] of asked.entries()) {
      const differs = compareDecisions(logged, answers[place] as (typeof answers)[number]);
      if (differs === null) same += 1;
      else different.push({ index, revision, differs });
    }
  }
  const counts = { entries: found, decisions: decisions.length, same };
  return { ...counts, different, altered, missing, notReplayed: gathered(notReplayed) };
}

/** The parts as one. */
export function together(one: Replayed, other: Replayed): Replayed {
  return {
    entries: one.entries + other.entries,
    decisions: one.decisions + other.decisions,
    same: one.same + other.same,
    different: [...one.different, ...other.different],
    altered: [...one.altered, ...other.altered],
    missing: [...one.missing, ...other.missing],
    notReplayed: gathered([...one.notReplayed, ...other.notReplayed]),
  };
}

function gathered(all: readonly NotReplayed[]): NotReplayed[] {
  const byCause = new Map<string, NotReplayed>();
  for (const each of all) {
    const key = `${each.why} ${each.revision}`;
    const before = byCause.get(key);
    const decisions = each.decisions + (before?.decisions ?? 0);
    byCause.set(key, { ...each, decisions, first: Math.min(each.first, before?.first ?? each.first) });
  }
  return [...byCause.values()];
}
