/** Takes logged decisions again from their details and compares; pure, but for the rules given. */
import type { decideAgain } from '../../../sharing-rules/decide-again.ts';
import { withoutWords } from '../../../sharing-rules/terms/reasons.ts';
import type { KeptEntry } from '../../audit/kept/kept-entries-store.ts';
import { compareDecisions, type Differences } from './compare-decisions.ts';
import { type Replayable, readDetail, type SaidDecision, type Unreadable } from './read-detail.ts';

export type DecideAgain = typeof decideAgain;

/** Returns the rules of a revision, or null if they are not here. */
export type RulesOf = (revision: string) => DecideAgain | null | Promise<DecideAgain | null>;

/** A decision whose result differs now. */
export interface DifferentDecision {
  /** Log index. */
  readonly index: number;
  readonly revision: string;
  readonly differs: Differences;
}

/** The decisions that could not be taken again for the same cause. */
export interface NotReplayed {
  /** `rules_not_kept`: rules of another revision than any here took them. */
  readonly why: Exclude<Unreadable, 'altered' | 'missing'> | 'rules_not_kept';
  /** The revision of the rules; null if no detail gives it. */
  readonly revision: string | null;
  readonly decisions: number;
  /** Log index of the first of them. */
  readonly first: number;
}

/** The result for a part of the log. */
export interface Replayed {
  /** Number of entries compared, decisions or not. */
  readonly entries: number;
  readonly decisions: number;
  readonly same: number;
  readonly different: readonly DifferentDecision[];
  /** Log indices of entries, decisions or not, that contradict the log and so were not taken again. */
  readonly altered: readonly number[];
  /** Log indices of entries, decisions or not, whose details are gone although their day is kept. */
  readonly missing: readonly number[];
  readonly notReplayed: readonly NotReplayed[];
}

export const NOTHING_REPLAYED: Replayed = {
  ...{ entries: 0, decisions: 0, same: 0 },
  ...{ different: [], altered: [], missing: [], notReplayed: [] },
};

/** @param now milliseconds, to tell which days' details must be kept */
export async function replayDecisions(
  entries: readonly KeptEntry[],
  now: number,
  rulesOf: RulesOf,
): Promise<Replayed> {
  const altered: number[] = [];
  const missing: number[] = [];
  const different: DifferentDecision[] = [];
  const notReplayed: NotReplayed[] = [];
  let same = 0;
  for (const entry of entries) {
    const { index } = entry;
    const read = readDetail(entry, now);
    const leaveOut = (why: NotReplayed['why'], revision: string | null = null) =>
      notReplayed.push({ why, revision, decisions: 1, first: index });
    if (read === null) continue;
    if (read === 'altered') altered.push(index);
    else if (read === 'missing') missing.push(index);
    else if (typeof read === 'string') leaveOut(read);
    else {
      const decide = await rulesOf(read.revision);
      if (decide === null) {
        leaveOut('rules_not_kept', read.revision);
        continue;
      }
      const again = decided(decide, read);
      if (again === null) {
        leaveOut('input_missing');
        continue;
      }
      const differs = compareDecisions(read.logged, again);
      if (differs === null) same += 1;
      else different.push({ index, revision: read.revision, differs });
    }
  }
  const decisions = entries.filter(({ said }) => said.effect !== null).length;
  const counts = { entries: entries.length, decisions, same };
  return { ...counts, different, altered, missing, notReplayed: gathered(notReplayed) };
}

/** Returns null if the rules cannot take the input: whoever may append to the log can write any. */
function decided(decide: DecideAgain, { input, isDryRun }: Replayable): SaidDecision | null {
  try {
    const { effect, obligations, reasons } = decide(input, isDryRun);
    return { effect, obligations, reasons: withoutWords(reasons) };
  } catch {
    return null;
  }
}

/** Adds the results of two parts. */
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
