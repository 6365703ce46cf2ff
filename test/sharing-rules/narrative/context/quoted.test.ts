/** Marks around words tell nothing, unless the clause says that somebody wrote, said or wore them. */
import { describe, expect, test } from '@jest/globals';
import { isQuoted, isShown } from '../../../../sharing-rules/narrative/context/quoted.ts';
import { marked } from './marked.ts';

function quoted(reason: string): boolean {
  const { text, start, end, clause } = marked(reason);
  return isQuoted(text, start, end, clause);
}

describe('words that somebody wrote, said or wore', () => {
  test.each([
    'mischief, "<deport> them all" sprayed on six houses',
    "mischief, '<deport> them all' painted there",
    'burglars had “<ICE>” on a hat',
    'vic\'s fence was tagged "<deport> them"',
    'yelled "go home <illegals>" and swung a bat',
    "sold '<alien>' branded carts",
  ])('are quoted: `%s`', (reason) => {
    expect(quoted(reason)).toBe(true);
  });

  test.each([
    ['nobody wrote or said them', 'robbery, "<ICE>" case'],
    ['no mark opens', 'mischief, <deport>" sprayed'],
    ['no mark closes', 'mischief, "<deport> them sprayed'],
    ['they stand behind the marks', '"them" sprayed by those who <deport>'],
    ['they stand before the marks', 'mischief by <ICE> haters who sprayed "them"'],
    ['the marks closed before', 'mischief, "them" sprayed, <deport>'],
    ['only an apostrophe stands before', "vic's house sprayed <deport> them, suspect's car"],
    ['it is said in another clause', 'sprayed a wall, "<ICE>" case'],
    ['the mark stands too far before', 'sprayed "a wall of a house that stands there today, with <ICE>"'],
  ])('are not where %s: `%s`', (_, reason) => {
    expect(quoted(reason)).toBe(false);
  });
});

describe('words that are on a thing', () => {
  const shown = (reason: string) => isShown(marked(reason).clause);

  test.each([
    '<Border Patrol> sticker on susp truck',
    '<ICE> protest sign on a suspect van',
    '<alien> decals on the suspects bumper',
  ])('say how it looks: `%s`', (reason) => {
    expect(shown(reason)).toBe(true);
  });

  test.each([
    ['nothing is said of where', '<ICE> sticker'],
    ['no suspect is told of', '<immigrant> sign on lawn'],
    ['it is about them', '<ICE> list on a truck'],
    ['more stands between', '<ICE> agent with a sticker on susp van'],
  ])('are not where %s: `%s`', (_, reason) => {
    expect(shown(reason)).toBe(false);
  });
});
