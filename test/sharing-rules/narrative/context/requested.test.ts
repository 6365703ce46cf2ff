/** Whether somebody wants the query: by the word itself, by the three words before it, or by the two behind it. */
import { describe, expect, test } from '@jest/globals';
import { isRequested, isWanted } from '../../../../sharing-rules/narrative/context/requested.ts';
import { marked } from './marked.ts';

function isAsked(reason: string, isObject = false): boolean {
  const { words, clause } = marked(reason);
  return isRequested(words, clause, isObject);
}

describe('words around it', () => {
  test.each([
    'requested to stop <immigrants>',
    'stopped by <ICE>',
    'stopped by the <ICE>',
    '<ICE> case',
    '<ICE> fugitive',
    '<ICE> field enforcement',
    '<ICE> agents',
    '<ICE> field officer',
    'suspect <immigration> status',
  ])('say that it is wanted: `%s`', (reason) => {
    expect(isAsked(reason)).toBe(true);
    expect(isWanted(marked(reason).clause)).toBe(true);
  });

  test.each([
    ['the fourth before is none', 'own car parked near <immigrants>'],
    ['who asks does not stand next before', 'came by bus from <immigrants>'],
    ['the third behind is none', '<immigration> lawyer lost case'],
    ['only the third word behind is a person', '<ICE> van struck officer'],
    ['nothing stands there', '<ICE>'],
  ])('say nothing where %s: `%s`', (_, reason) => {
    expect(isAsked(reason)).toBe(false);
    expect(isWanted(marked(reason).clause)).toBe(false);
  });
});

describe('the word itself', () => {
  test.each([
    ['is an agency’s hold', '<ICE hold>'],
    ['is a victim’s hold', 'victim <ICE hold>'],
    ['is a victim’s hold, whatever else is said of a status', 'victim <ICE hold> given status'],
    ['is the asker’s own', '<my ex>'],
  ])('is wanted where it %s: `%s`', (_, reason) => {
    expect(isAsked(reason)).toBe(true);
  });

  test('is told of a victim where it is her status, unless somebody asks for it', () => {
    expect(isAsked('victim silent due to her <immigration> status')).toBe(false);
    expect(isAsked('victim silent due to her <immigration status>')).toBe(false);
    expect(isAsked('check victim <immigration> status')).toBe(true);
  });
});

describe('persons who are told of', () => {
  test('want nothing where a crime was done to them or where they work for it', () => {
    expect(isAsked('<ICE> agents', true)).toBe(false);
    expect(isAsked('former <ICE> agents')).toBe(false);
    expect(isAsked('help the <ICE> agents', true)).toBe(true);
  });
});
