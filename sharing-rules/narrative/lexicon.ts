/**
 * The word lists, compiled once: a letter trie that knows every word, and a phrase tree over words.
 * Matching walks both forward and never goes back, so its time is linear in the text.
 */
import { buildTrie, DEAD, START, SYMBOLS, symbolOf } from '../text/letter-trie.ts';
import { madeOnce } from '../text/made-once.ts';
import { addPhrase, type GrowingNode, joined, leadingTo, type PhraseNode } from './phrase-tree.ts';
import names from './vocabulary/names.json' with { type: 'json' };
import plainWords from './vocabulary/plain-words.json' with { type: 'json' };
import synonyms from './vocabulary/synonyms.json' with { type: 'json' };
import { COLORADO_POLICE, COMMON, DEED_WORDS, type Meaning, readEntries } from './vocabulary.ts';

/** The role of a word by itself. `plain` says nothing; `listed` stands in a term, event or weak list. */
export type Role = 'stop' | 'plain' | 'investigation' | 'rank' | 'name' | 'listed' | 'part';

const words: string[] = [];
const ids = new Map<string, number>();
const roles: Role[] = [];
const lemmas: number[] = [];

function addWord(word: string, role: Role): number {
  const known = ids.get(word);
  // The first list to name a word decides.
  if (known !== undefined) return known;
  const id = words.length;
  words.push(word);
  ids.set(word, id);
  roles.push(role);
  lemmas.push(id);
  return id;
}

/** Numbers words from 1, since 0 stands for a word that nobody listed. */
addWord('', 'part');

const split = (list: string) => list.split(' ');

for (const word of split(plainWords.stop)) addWord(word, 'stop');
for (const word of split(plainWords.investigation)) addWord(word, 'investigation');
for (const word of split(plainWords.rank)) addWord(word, 'rank');

const entries = readEntries();
for (const { words: phrase } of entries) if (phrase.length === 1) addWord(phrase[0] as string, 'listed');
for (const word of split(`${plainWords.plain} ${plainWords.ofCases}`)) addWord(word, 'plain');
for (const word of COMMON) addWord(word, 'plain');
for (const word of split(names.words)) addWord(word, 'name');
for (const { words: phrase } of entries) for (const word of phrase) addWord(word, 'part');
for (const { word } of DEED_WORDS) addWord(word, 'part');

for (const [lemma, list] of Object.entries(synonyms)) {
  if (lemma === 'about') continue;
  const id = addWord(lemma, 'part');
  for (const word of split(list)) lemmas[addWord(word, 'part')] = id;
}

// Common words and parts of phrases tell as much as their singular: `samples` in `DNA samples` and alone.
for (const [word, id] of ids) {
  if (!(roles[id] === 'part' || roles[id] === 'plain') || !word.endsWith('s')) continue;
  const singular = ids.get(word.slice(0, -1));
  if (singular !== undefined && roles[singular] === 'listed') lemmas[id] = lemmas[singular] as number;
}

const withoutStops = (phrase: readonly string[]) =>
  phrase.map((word) => ids.get(word) as number).filter((id) => roles[id] !== 'stop');

/** Returns a phrase without stop words. Throws if so few words are left that they match far more. */
export function telling(phrase: readonly string[]): number[] {
  const kept = withoutStops(phrase);
  if (kept.length < Math.min(phrase.length, 2)) {
    throw new Error(`term \`${phrase.join(' ')}\` has fewer than two words that count`);
  }
  return kept;
}

const lemmasOf = (counting: readonly number[]) => counting.map((id) => lemmas[id] as number);

const { asking, county, kinds, meanings, places } = COLORADO_POLICE;

/** Returns the tree of the phrases that name Colorado's police: each branch is made once, whatever it stands behind. */
function policeTree(): PhraseNode {
  const lead = (end: PhraseNode, list: readonly string[]) =>
    leadingTo(
      end,
      list.map((phrase) => lemmasOf(withoutStops(phrase.split(' ')))),
    );
  const ofKind = lead({ meanings }, kinds);
  const ofPlace = joined(ofKind, lead(ofKind, county));
  return joined(lead(ofPlace, places), lead(lead(joined(ofPlace, { meanings }), places), asking));
}

/** Makes an array as long as the list of words, so that a look-up is one step. */
const byWord = <Kept>() => new Array<Kept | undefined>(words.length).fill(undefined);

/** Returns where phrases that begin with a lemma start. */
export const phrases = madeOnce((): readonly (PhraseNode | undefined)[] => {
  const root: GrowingNode = {};
  for (const { words: phrase, meaning } of entries) addPhrase(root, lemmasOf(telling(phrase)), meaning);
  const firsts = byWord<PhraseNode>();
  for (const [lemma, node] of joined(root, policeTree()).next ?? []) firsts[lemma] = node;
  return firsts;
});

const verbs = byWord<number[]>();
const objects = byWord<number[]>();
for (const { deed, isVerb, word } of DEED_WORDS) {
  const id = ids.get(word) as number;
  const [list, key] = isVerb ? [verbs, id] : [objects, lemmas[id] as number];
  list[key] = [...(list[key] ?? []), deed];
}
/** The deeds of the list that a word tells, and those done to a lemma, by their places in the list. */
export const DEEDS_BY_VERB: readonly (readonly number[] | undefined)[] = verbs;
export const DEEDS_BY_OBJECT: readonly (readonly number[] | undefined)[] = objects;

/** In words that count: two more may stand behind a place, `county sheriff`. */
export const LONGEST_PHRASE: number = 2 + Math.max(...entries.map(({ words: phrase }) => phrase.length));

/** Returns the trie of every listed word. */
export const trie = madeOnce(() => buildTrie(words));
export const WORDS: readonly string[] = words;
export const ROLES: readonly Role[] = roles;
/** The word that stands for a word in phrases. */
export const LEMMAS: readonly number[] = lemmas;

/** Returns the id of a listed word, 0 if it is not listed. */
export function findWord(word: string): number {
  return ids.get(word) ?? 0;
}

const NOTHING: readonly Meaning[] = [];

/** Returns what a word stands for by itself. */
export function meaningsOf(id: number): readonly Meaning[] {
  return phrases()[LEMMAS[id] as number]?.meanings ?? NOTHING;
}

/** Flags words by id, with 1 for these. */
export function flagged(list: Iterable<string>): Uint8Array {
  const flags = new Uint8Array(words.length);
  for (const word of list) flags[findWord(word)] = 1;
  // A word that nobody listed is none of them.
  flags[0] = 0;
  return flags;
}

/** Finds listed words at a place in letters a–z and digits, shortest first. Linear: the trie ends it. */
export function wordsAt(text: string, from: number): number[] {
  const found: number[] = [];
  const { next, word } = trie();
  let node = START;
  for (let at = from; at < text.length && node !== DEAD; at++) {
    node = next[node * SYMBOLS + symbolOf(text.charCodeAt(at))] as number;
    const id = word[node] as number;
    if (id > 0) found.push(id);
  }
  return found;
}

/** Returns true if the word by itself denies or holds. */
export function isTerm(id: number): boolean {
  return meaningsOf(id).some(({ kind }) => kind === 'term');
}
