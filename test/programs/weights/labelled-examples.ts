/** The labelled reasons from which the weights are learned (`reasons.jsonl`), most of them in sets by writers who had not seen the lists. */
import { readFileSync } from 'node:fs';
import type { Reading } from '../../../sharing-rules/narrative/find-terms.ts';
import { wordsIn, wordsToWeigh } from '../../../sharing-rules/narrative/score.ts';
import { readJustification } from '../../../sharing-rules/narrative/screen.ts';
import type { Example } from './learn-weights.ts';

export interface LabelledReason {
  readonly text: string;
  /** `honest`, `behind` a crime, `hidden` in a story, `forbidden` alone, `vague` or `training`, and what it is about. */
  readonly group: string;
  /** Under which it is asked; absent: the first that fits its words. */
  readonly purpose?: string;
  /** Of the screen's own corpora: what it was answered when it was written down. */
  readonly answer?: 'permit' | 'review' | 'deny';
  readonly set: string;
}

export const REASONS: readonly LabelledReason[] = readFileSync(
  new URL('reasons.jsonl', import.meta.url),
  'utf8',
)
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as LabelledReason);

/** Written by those who knew the screen, so it cannot be judged by what was learned from others. */
const KNOWN: ReadonlySet<string> = new Set(['known', 'corpus', 'fresh']);
/** What is typed day by day, what is known to be tried, and reasons of natural length count as so many: they must not be lost for what is rare. */
const USUAL = 4;

export interface LabelledSet {
  readonly name: string;
  readonly examples: readonly Example[];
  readonly isFresh: boolean;
}

/** Null: not about a crime, or in another language; other rules judge those. */
function isHonest(group: string): boolean | null {
  if (group === 'honest' || group === 'honest, traps') return true;
  return /^(?:behind|hidden),/.test(group) ? false : null;
}

/** The words that are weighed, by their clauses. */
function clausesOf(reading: Reading): string[][] {
  const clauses = new Map<number, string[]>();
  for (const { at, word } of wordsToWeigh(reading)) {
    const clause = reading.tokens.clauses[at] as number;
    clauses.set(clause, [...(clauses.get(clause) ?? []), word]);
  }
  return [...clauses.values()];
}

export function labelledSets(): LabelledSet[] {
  const sets = new Map<string, Example[]>();
  for (const { group, set, text } of REASONS) {
    const label = isHonest(group);
    if (label === null) continue;
    const { reading } = readJustification(text);
    const examples = sets.get(set) ?? [];
    sets.set(set, examples);
    examples.push({
      isHonest: label,
      times: KNOWN.has(set) || set.startsWith('long') ? USUAL : 1,
      all: wordsIn(reading),
      clauses: clausesOf(reading),
    });
  }
  return [...sets].map(([name, examples]) => ({ name, examples, isFresh: !KNOWN.has(name) }));
}
