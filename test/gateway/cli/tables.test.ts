/** What a person sees of lists and of single things. */
import { describe, expect, test } from '@jest/globals';
import { membersOf } from '../../../gateway/cli/members-of.ts';
import { tableOf } from '../../../gateway/cli/table-of.ts';

const ID = '7b0e3a52-2f0e-4b60-9c1e-0d2a3b4c5d6e';

describe('a table', () => {
  test('has a line for each row and no rules', () => {
    expect(
      tableOf(
        ['ORI', 'name'],
        [
          ['CO0010000', 'Adams'],
          ['CO0010100', null],
        ],
      ),
    ).toBe('ORI        name\nCO0010000  Adams\nCO0010100');
  });

  test('fits the width: prose is wrapped, ids are whole', () => {
    const prose = 'a rather long reason that goes on, and on, beyond the right margin of any screen';
    const lines = tableOf(
      ['id', 'what', 'state'],
      [
        [ID, prose, 'open'],
        [ID, 'short', 'open'],
      ],
      80,
    ).split('\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
    expect(lines.filter((line) => line.startsWith(ID))).toHaveLength(2);
    expect(lines.map((line) => line.slice(38, 73).trim()).join(' ')).toContain(prose);
    expect(tableOf(['id'], [[ID]], 10)).toContain(ID);
  });

  test('puts what has no room on a line of its own below, and leaves that line out where it is empty', () => {
    const table = tableOf(
      ['id', 'every', 'other id'],
      [
        [ID, '21600 s', ID],
        [ID, '60 s', null],
      ],
      80,
    );
    expect(table.split('\n')).toEqual([
      `id${' '.repeat(36)}every`,
      '  other id',
      `${ID}  21600 s`,
      `  ${ID}`,
      `${ID}  60 s`,
    ]);
  });

  test('gives each item of a list a line, and says when there is nothing', () => {
    expect(tableOf(['a', 'b'], [[['x', 'y'], 'z']])).toBe('a  b\nx  z\ny');
    expect(tableOf(['a'], [])).toBe('nothing found');
  });

  test('keeps a text in one line, so that nobody’s words look like a further row', () => {
    expect(tableOf(['a', 'b'], [['x\ny\u001b[2K', 'z']])).toBe(
      'a                  b\nx\\u000ay\\u001b[2K  z',
    );
  });
});

test('one thing is a member a line, with the names of what they are in', () => {
  const thing = {
    id: 1,
    oris: ['A', 'B'],
    none: [],
    terms: { until: null, signed: true },
    reasons: [{ code: 'x' }],
  };
  expect(membersOf(thing)).toBe(
    'id              1\noris            A, B\nnone            none\nterms until     -\nterms signed    yes\nreasons 1 code  x',
  );
  expect(membersOf({ boundByArticle74: true, has287g: false, validUntil: null })).toBe(
    'bound by article 74  yes\nhas 287g             no\nvalid until          -',
  );
  expect(membersOf({ id: ID, oris: ['CO0010000', 'CO0010100', 'CO0010200'] }, 30)).toBe(
    `id    ${ID}\noris  CO0010000, CO0010100,\n      CO0010200`,
  );
});
