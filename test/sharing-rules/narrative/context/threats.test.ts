/** What an impostor passed as, and what somebody threatened with: nobody near asks for it. */
import { describe, expect, test } from '@jest/globals';
import { isPretended, isThreatened } from '../../../../sharing-rules/narrative/context/threats.ts';
import { marked } from './marked.ts';

const pretended = (reason: string) => isPretended(marked(reason).clause);
const threatened = (reason: string) => {
  const { text, start, end, clause } = marked(reason);
  return isThreatened(text.slice(start, end), clause);
};

describe('an impostor', () => {
  test.each([
    'suspects posed as <ICE> agents',
    'help came after suspect posed as <ICE>',
    'an <ICE> vest was worn',
    'an <ICE> style vest was seen',
    '<ICE> hold scam',
    'caller told her he was <ICE>',
    'caller said he was <ICE>',
    'paid for fake <immigration> papers',
    'asks about bogus <ICE> badges',
  ])('is told of: `%s`', (reason) => {
    expect(pretended(reason)).toBe(true);
  });

  test.each([
    ['somebody asks next to it', 'asks about posing <ICE>'],
    ['what is worn stands third behind', '<ICE> man in hat'],
    ['the scam stands fourth behind', '<ICE> knows of another scam'],
    ['nobody says who he was', 'caller told him of <ICE>'],
    ['nothing stands there', '<ICE>'],
  ])('is not told of where %s: `%s`', (_, reason) => {
    expect(pretended(reason)).toBe(false);
  });
});

describe('a threat', () => {
  test.each([
    'he told her <ICE> would come',
    'or I call <ICE>',
    'pay or ill call <ICE>',
    'call <immigration> unless she pays',
    'pay or I have him <deported>',
    'pay or be <deported>',
    'leave or get her <deported>',
  ])('is told of: `%s`', (reason) => {
    expect(threatened(reason)).toBe(true);
  });

  test.each([
    ['an officer was told', 'sgt said <ICE> will come'],
    ['it is only a call', 'call <ICE>'],
    ['nothing is asked of anybody', 'he may go or be <deported>'],
    ['too much stands between', 'pay or get all of them <deported>'],
    ['nobody says what else would follow', 'a call of <ICE>'],
    ['the call stands fourth before', 'calls came in or he saw <ICE>'],
    ['nobody calls', 'he ran or he saw <ICE>'],
  ])('is not told of where %s: `%s`', (_, reason) => {
    expect(threatened(reason)).toBe(false);
  });
});
