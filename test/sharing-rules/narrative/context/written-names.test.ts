/** What is written as a name: behind an initial, beside another name, or with the given name behind a comma. */
import { describe, expect, test } from '@jest/globals';
import { capitalsOf } from '../../../../sharing-rules/narrative/context/capitals.ts';
import { clauseAround } from '../../../../sharing-rules/narrative/context/clause-around.ts';
import { isPlace, isWrittenAsName } from '../../../../sharing-rules/narrative/context/written-names.ts';
import { marked } from './marked.ts';

function isName(reason: string): boolean {
  const { raw, text, start, end, clause } = marked(reason);
  return isWrittenAsName(text, start, end, { clause, capitals: capitalsOf(raw) });
}

describe('a name', () => {
  test.each([
    'R. <Ice> was robbed',
    'robbery, looking at R. <Ice>',
    'robbery by Marcus <Ice>',
    'robbery by Juan <Border Patrol>',
    'robbery by <Alien>, Jose',
    'robbery by <deport> aka Dave',
  ])('is written so: `%s`', (reason) => {
    expect(isName(reason)).toBe(true);
  });

  test.each([
    ['only the other has a capital', 'robbery by Marcus <alien>'],
    ['only the first of its words has one', 'robbery by Juan <Border patrol>'],
    ['the given name belongs to something else', 'robbery of the <Alien> truck, Jose ran'],
    ['the given name has no capital', 'robbery by <Alien>, jose ran'],
    ['no letter stands before the stop', 'robbery at 5. <ice> seen'],
    ['the initial ends a word', 'robbery of an ev. <ice> seen'],
  ])('is none where %s: `%s`', (_, reason) => {
    expect(isName(reason)).toBe(false);
  });
});

describe('the clause around words', () => {
  const around = (reason: string) => {
    const { text, start, end } = marked(reason);
    return clauseAround(text, start, end);
  };

  test.each([
    ['far,<ice> here', [], ['here']],
    ['near 287(<g>) ramp', [], ['ramp']],
    ['near <ice>@noon, gone', ['near'], ['@', 'noon']],
  ])('begins and ends right beside them: `%s`', (reason, before, after) => {
    expect(around(reason)).toEqual({ before, after });
  });
});

test('words are a place where they end as one, and are no other words', () => {
  expect(['reproductive clinic', 'health care centers'].map(isPlace)).toEqual([true, true]);
  expect(['clinic', 'reproductive clinics near', '/reproductive clinic'].map(isPlace)).toEqual([
    false,
    false,
    false,
  ]);
});
