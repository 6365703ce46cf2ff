/** The labelled reasons from which the weights are learned, most of them in sets by one or two writers who had not seen the lists. */
import { readdirSync, readFileSync } from 'node:fs';
import { readJustification } from '../../sharing-rules/narrative/screen.ts';
import { lookedUpWord, wordsToWeigh } from '../../sharing-rules/narrative/unread.ts';
import type { Example } from './learn-weights.ts';

const NARRATIVE = new URL('../sharing-rules/narrative/', import.meta.url);
const REASONS = new URL('reasons/', import.meta.url);
const FOLDERS = [NARRATIVE, REASONS];
const FRESH = /^audit-style-reasons.*\.json$/;
/** Ways to say what is forbidden that were found by those who knew the screen. */
const KNOWN = 'known-reasons.json';
/** What is typed day by day, and what is known to be tried, counts as so many: it must not be lost for what is rare. */
const USUAL = 4;

type Groups = Readonly<Record<string, readonly string[]>>;

export interface LabelledSet {
  readonly name: string;
  readonly examples: readonly Example[];
  /** By a writer who had not seen the lists: so it can be judged by what was learned from the others. */
  readonly isFresh: boolean;
}

function exampleOf(text: string, isHonest: boolean, times: number): Example {
  const reading = readJustification(text);
  return { isHonest, times, words: wordsToWeigh(reading).map((one) => lookedUpWord(reading, one)) };
}

/** Null: not about a crime, or in another language; other rules judge those. */
function isHonestIn(group: string): boolean | null {
  if (group === 'honest' || group === 'honest with traps') return true;
  return group.startsWith('forbidden behind a crime') ? false : null;
}

function examplesOf(groups: Groups, times: number): Example[] {
  return Object.entries(groups).flatMap(([group, texts]) => {
    const isHonest = isHonestIn(group);
    return isHonest === null ? [] : texts.map((text) => exampleOf(text, isHonest, times));
  });
}

const read = (file: string, folder: URL) => JSON.parse(readFileSync(new URL(file, folder), 'utf8'));

function setIn(file: string, folder: URL, isFresh: boolean): LabelledSet {
  const content = read(file, folder) as Groups | Readonly<Record<string, Groups>>;
  // One set is in two parts.
  const parts = Object.values(content).some(Array.isArray) ? [content] : Object.values(content);
  return {
    name: file,
    examples: (parts as Groups[]).flatMap((groups) => examplesOf(groups, isFresh ? 1 : USUAL)),
    isFresh,
  };
}

/** What the screen's own corpora permit. */
function permittedSets(): LabelledSet[] {
  const corpus = read('reasons-corpus.json', NARRATIVE) as { effect: string; texts: string[] }[];
  const fresh = read('fresh-reasons.json', NARRATIVE) as {
    verdict: string;
    answers: Record<string, string[]>;
  }[];
  const corpusTexts = corpus.flatMap(({ effect, texts }) => (effect === 'permit' ? texts : []));
  const freshTexts = fresh.flatMap(({ answers, verdict }) =>
    verdict === 'permit' ? (answers.permit ?? []) : [],
  );
  return Object.entries({ 'reasons-corpus.json': corpusTexts, 'fresh-reasons.json': freshTexts }).map(
    ([name, texts]) => ({
      name,
      isFresh: false,
      examples: texts.map((text) => exampleOf(text, true, USUAL)),
    }),
  );
}

export function labelledSets(): LabelledSet[] {
  const fresh = FOLDERS.flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => FRESH.test(file))
      .sort()
      .map((file) => setIn(file, folder, true)),
  );
  return [...fresh, setIn(KNOWN, REASONS, false), ...permittedSets()];
}
