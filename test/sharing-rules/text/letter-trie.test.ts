/** The trie of letters keeps every word apart, and refuses what it cannot keep. */
import { describe, expect, test } from '@jest/globals';
import { findWord, trie, WORDS, wordsAt } from '../../../sharing-rules/narrative/lexicon.ts';
import {
  buildTrie,
  DEAD,
  type LetterTrie,
  START,
  SYMBOLS,
  symbolOf,
} from '../../../sharing-rules/text/letter-trie.ts';

function find({ next, word }: LetterTrie, text: string): number {
  let node = START;
  for (const letter of text) node = next[node * SYMBOLS + symbolOf(letter.charCodeAt(0))] as number;
  return word[node] as number;
}

describe('a letter trie', () => {
  test('has a place for each letter and digit', () => {
    const places = [...'abcdefghijklmnopqrstuvwxyz0123456789'].map((sign) => symbolOf(sign.charCodeAt(0)));
    expect(places).toEqual(Array.from({ length: SYMBOLS }, (_, place) => place));
  });

  test('finds each of its words, and no beginning or longer word', () => {
    const words = ['', 'a', 'ab', 'abc', 'b', 'z', '0', '9', 'z0', '0z', '25'];
    const built = buildTrie(words);
    for (const [index, word] of words.entries()) expect(find(built, word)).toBe(index);
    for (const word of ['c', 'ac', 'abcd', 'zz', '2', '255', 'az']) expect(find(built, word)).toBe(0);
    expect(find(built, 'abcx')).toBe(0);
    expect(built.next[DEAD * SYMBOLS]).toBe(DEAD);
  });

  test('knows every word of the lists', () => {
    expect(WORDS.filter((word, id) => find(trie(), word) !== id)).toEqual([]);
  });

  test.each(['é', 'a b', 'a-b', 'A', 'ab\u{1f9ca}', '', ' a', 'a '])('takes no word like %j', (word) => {
    expect(() => buildTrie(['', word])).toThrow('has a character that is folded away');
  });

  test('takes no more than sixteen bits can tell apart', () => {
    const letters = (length: number) => ['', 'x'.repeat(length)];
    expect(find(buildTrie(letters(0xfffe)), 'x'.repeat(0xfffe))).toBe(1);
    expect(() => buildTrie(letters(0xffff))).toThrow('outgrown');
  });
});

describe('words at a place of a text', () => {
  const at = (text: string, from: number) => wordsAt(text, from).map((id) => WORDS[id]);

  test('are all that begin there, the shortest first', () => {
    expect(at('xxicedetainer', 2)).toEqual(['i', 'ic', 'ice', 'iced']);
    expect(at('xxice', 2)).toEqual(['i', 'ic', 'ice']);
    expect(at('xxice', 5)).toEqual([]);
    expect(at('qqq', 0)).toEqual(findWord('q') > 0 ? ['q'] : []);
  });
});
