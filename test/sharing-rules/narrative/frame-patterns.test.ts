/** How the patterns of `frames.json` are read. */
import { describe, expect, test } from '@jest/globals';
import { patternOf } from '../../../sharing-rules/narrative/frame-patterns.ts';

/** `#` stands for the objected words; what is joined to it by `=` is what they are. */
function fits(pattern: string, clause: string): boolean {
  const words = clause.split(' ');
  const at = words.findIndex((word) => word.startsWith('#'));
  const own = (words[at] as string).slice(2).split('+');
  return patternOf(pattern)({ before: words.slice(0, at).reverse(), after: words.slice(at + 1), own });
}

describe('a pattern', () => {
  test.each([
    ['a|b #', 'a #', 'c #'],
    ['a b? #', 'a b #', 'a c #'],
    ['a b? #', 'a #', 'b #'],
    ['a * #', 'a x #', 'a #'],
    ['a .. #', 'a x y #', 'a x y z #'],
    ['a ... #', 'a x y z #', 'x y z #'],
    ['# .. a', '# x y a', '# x y z a'],
    ['^ a #', 'a #', 'x a #'],
    ['# a', '# a', 'a #'],
    ['@fake #', 'bogus #', 'real #'],
    ['no +negationFill #', 'no known federal #', 'no known x #'],
    ['@victim !suspect #', 'victim of the #', 'victim and suspect #'],
    ['no # -lacked', 'no # here', 'no # papers'],
    ['#detainer from', '#=jail+detainer from', '#=ice from'],
  ])('`%s` fits `%s`, and not `%s`', (pattern, fitting, other) => {
    expect(fits(pattern, fitting)).toBe(true);
    expect(fits(pattern, other)).toBe(false);
  });

  test('that names no objected words, or a list that is not there, is not read', () => {
    expect(() => patternOf('a b')).toThrow('has no `#`');
    expect(() => patternOf('@nothing #')).toThrow('no list `nothing`');
  });
});
