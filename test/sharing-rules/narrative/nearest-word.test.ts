/** Typing errors: the word found is as near as any, and where two are equally near the one that protects wins. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findWord, ROLES, WORDS } from '../../../sharing-rules/narrative/lexicon.ts';
import { isCorrection, nearest, rank } from '../../../sharing-rules/narrative/nearest-word.ts';
import { hiddenWords } from '../../../sharing-rules/narrative/spelling.ts';
import { distance } from '../../../sharing-rules/text/edit-distance.ts';

const CORRECTIONS = [...WORDS.entries()].filter(([id, word]) => isCorrection(id) && word.length > 4);

/** Distance and rank of the best of all listed words that share the beginning or the end, one by one. */
function reckoned(word: string): readonly [apart: number, rank: number] | null {
  const limit = word.length < 9 ? 1 : 2;
  const found = CORRECTIONS.filter(
    ([, other]) => other.startsWith(word.slice(0, 2)) || other.endsWith(word.slice(-2)),
  )
    .map(([id, other]) => [distance(word, other, limit), rank(id)] as const)
    .filter(([apart]) => apart <= limit)
    .sort(([a, first], [b, second]) => a - b || first - second);
  return found[0] ?? null;
}

function found(word: string): readonly [apart: number, rank: number] | null {
  const id = nearest(word);
  return id === 0 ? null : [distance(word, WORDS[id] as string, 3), rank(id)];
}

const misspelt = fc
  .tuple(
    fc.constantFrom(...CORRECTIONS.map(([, word]) => word)),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'), fc.nat(3)), {
      maxLength: 2,
    }),
  )
  .map(([word, errors]) =>
    errors.reduce((text, [place, letter, kind]) => {
      const at = place % text.length;
      const [before, after] = [text.slice(0, at), text.slice(at)];
      if (kind === 0) return before + letter + after;
      if (kind === 1) return before + after.slice(1);
      if (kind === 2) return before + letter + after.slice(1);
      return before + after.charAt(1) + after.charAt(0) + after.slice(2);
    }, word),
  )
  .filter((word) => word.length >= 5 && word.length <= 24);

describe('the nearest listed word', () => {
  test('is as near, and protects as much, as the best of a search through all words', () => {
    fc.assert(
      fc.property(misspelt, (word) => {
        expect(found(word)).toEqual(reckoned(word));
      }),
      { numRuns: 100 },
    );
  });

  test('may be one error away below nine letters, two from nine on, and no more', () => {
    const near = (word: string) => WORDS[nearest(word)];
    expect(near('suspecz')).toBe('suspect');
    expect(near('suzpecz')).toBe('');
    expect(near('detaizzr')).toBe('');
    expect(near('burglazied')).not.toBe('');
    expect(near('immizratizn')).toBe('immigration');
    expect(near('immizzatizn')).toBe('');
    expect(near('xmmigratiox')).toBe('');
  });

  test('is never a name, a stop word, or what has a digit', () => {
    const ought = (word: string, id: number) =>
      !['stop', 'name'].includes(ROLES[id] as string) && word.length > 2 && !/[0-9]/.test(word);
    expect(WORDS.filter((word, id) => isCorrection(id) !== ought(word, id))).toEqual([]);
  });

  test('ranks what denies or holds before what happened, and that before the rest', () => {
    expect(['immigration', 'robbery', 'mailbox', 'vehicle'].map((word) => rank(findWord(word)))).toEqual([
      0, 1, 1, 2,
    ]);
  });
});

describe('grave words inside a word', () => {
  const hidden = (word: string) => hiddenWords(word).map((id) => WORDS[id]);

  test.each([
    ['deportqq', ['deport']],
    ['qqdeport', ['deport']],
    ['qdeportq', ['deport']],
    ['deport', ['deport']],
    ['detainerdeport', ['detainer', 'deport']],
    ['deportation', ['deport']],
    ['policeice', []],
    ['robbery', []],
    ['speedingticket', []],
  ])('`%s` hides %j', (word, expected) => {
    expect(hidden(word)).toEqual(expected);
  });
});
