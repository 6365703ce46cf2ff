/**
 * The word lists, compiled once: a letter trie that knows every word, and a phrase tree over words.
 * Matching walks both forward and never goes back, so its time is linear in the text.
 */

import names from './vocabulary/names.json' with { type: 'json' };
import plainWords from './vocabulary/plain-words.json' with { type: 'json' };
import synonyms from './vocabulary/synonyms.json' with { type: 'json' };
import { type Meaning, readEntries } from './vocabulary.ts';

/** What a word says by itself. `plain`: nothing; `listed`: it stands in a term, event or weak list. */
export type Role = 'stop' | 'plain' | 'investigation' | 'rank' | 'name' | 'listed' | 'part';

export interface PhraseNode {
  /** What the words up to here stand for; null if they are only a beginning. */
  meanings: Meaning[] | null;
  next: Map<number, PhraseNode> | null;
}

/** Letters a–z are 0–25, digits 26–35. */
export const SYMBOLS = 36;

const words: string[] = [];
const ids = new Map<string, number>();
const roles: Role[] = [];
const lemmas: number[] = [];
const firsts: (PhraseNode | undefined)[] = [];

function addWord(word: string, role: Role): number {
  const known = ids.get(word);
  if (known !== undefined) {
    // The first list to name a word decides; `part` (of a phrase only) yields to any other.
    if (roles[known] === 'part') roles[known] = role;
    return known;
  }
  const id = words.length;
  words.push(word);
  ids.set(word, id);
  roles.push(role);
  lemmas.push(id);
  return id;
}

/** Words are numbered from 1: 0 is a word that nobody listed. */
addWord('', 'part');

const split = (list: string) => list.split(' ').filter((word) => word !== '');

for (const word of split(plainWords.stop)) addWord(word, 'stop');
for (const word of split(plainWords.investigation)) addWord(word, 'investigation');
for (const word of split(plainWords.rank)) addWord(word, 'rank');

const entries = readEntries();
for (const { words: phrase, meaning } of entries) {
  const [only] = phrase;
  const listed = meaning.kind !== 'spare' && meaning.kind !== 'empty';
  if (phrase.length === 1 && only !== undefined && listed) addWord(only, 'listed');
}
const { placeholder, police, work, vehicle, people, common, places, more } = plainWords;
for (const list of [placeholder, police, work, vehicle, people, common, places, more]) {
  for (const word of split(list)) addWord(word, 'plain');
}
for (const word of split(names.words)) addWord(word, 'name');
for (const { words: phrase } of entries) for (const word of phrase) addWord(word, 'part');

for (const [lemma, list] of Object.entries(synonyms)) {
  if (lemma === 'about') continue;
  const id = addWord(lemma, 'part');
  for (const word of split(list)) lemmas[addWord(word, 'part')] = id;
}

// What is a part of some phrase only is else as telling as its singular: `samples` in `DNA samples` and alone.
for (let id = 1; id < words.length; id++) {
  const singular =
    roles[id] === 'part' && words[id]?.endsWith('s') ? ids.get((words[id] as string).slice(0, -1)) : 0;
  if (singular && roles[singular] === 'listed' && lemmas[id] === id) lemmas[id] = lemmas[singular] as number;
}

function addPhrase(phrase: readonly number[], meaning: Meaning): void {
  let node: PhraseNode | undefined;
  for (const lemma of phrase) {
    let next: PhraseNode | undefined = node === undefined ? firsts[lemma] : node.next?.get(lemma);
    if (next === undefined) {
      next = { meanings: null, next: null };
      if (node === undefined) firsts[lemma] = next;
      else {
        node.next ??= new Map();
        node.next.set(lemma, next);
      }
    }
    node = next;
  }
  if (node === undefined || node.meanings?.includes(meaning)) return;
  node.meanings ??= [];
  node.meanings.push(meaning);
}

for (const { words: phrase, meaning } of entries) {
  const kept = phrase.map((word) => ids.get(word) as number).filter((id) => roles[id] !== 'stop');
  // A phrase whose only telling word is left would match far more than its author meant.
  if (kept.length === 0 || (kept.length === 1 && phrase.length > 1)) {
    throw new Error(`term \`${phrase.join(' ')}\` has fewer than two words that count`);
  }
  addPhrase(
    kept.map((id) => lemmas[id] as number),
    meaning,
  );
}

/** In words that count. */
export const LONGEST_PHRASE: number = Math.max(...entries.map(({ words: phrase }) => phrase.length));

/** Where the trie is when no listed word begins like this; no way leads out of it. */
export const DEAD = 1;

/** Index of a letter a–z or a digit among the trie's symbols. */
export function symbolOf(unit: number): number {
  return unit >= 97 ? unit - 97 : unit - 22;
}

function buildTrie(): { readonly next: Uint16Array; readonly word: Uint16Array } {
  const next: number[] = new Array(SYMBOLS * 2).fill(DEAD);
  const word: number[] = [0, 0];
  for (let id = 1; id < words.length; id++) {
    let node = 0;
    for (const letter of words[id] as string) {
      if (!/[a-z0-9]/.test(letter))
        throw new Error(`word \`${words[id]}\` has a character that is folded away`);
      const slot = node * SYMBOLS + symbolOf(letter.charCodeAt(0));
      if (next[slot] === DEAD) {
        next[slot] = word.length;
        word.push(0);
        for (let i = 0; i < SYMBOLS; i++) next.push(DEAD);
      }
      node = next[slot] as number;
    }
    word[node] = id;
  }
  if (word.length > 0xffff) throw new Error('the word lists have outgrown the trie');
  return { next: Uint16Array.from(next), word: Uint16Array.from(word) };
}

const trie = buildTrie();

/** `next[node * SYMBOLS + symbol]`: the node after a symbol. Words start at node 0. */
export const TRIE_NEXT: Uint16Array = trie.next;
/** The word that ends at a node, 0 if none. */
export const TRIE_WORD: Uint16Array = trie.word;
/** Where phrases that begin with a lemma start. */
export const PHRASES: readonly (PhraseNode | undefined)[] = firsts;
export const WORDS: readonly string[] = words;
export const ROLES: readonly Role[] = roles;
/** The word that stands for a word in phrases. */
export const LEMMAS: readonly number[] = lemmas;

/** The id of a listed word, 0 if it is not listed. */
export function findWord(word: string): number {
  return ids.get(word) ?? 0;
}

/** Whether the word by itself denies or holds. */
export function isTerm(id: number): boolean {
  return PHRASES[LEMMAS[id] as number]?.meanings?.some(({ kind }) => kind === 'term') ?? false;
}
