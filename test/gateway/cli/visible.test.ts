/** What somebody typed is shown by the commands, and moves nothing on the screen of the one who reads it. */
import { describe, expect, test } from '@jest/globals';
import { visible, visibleLine } from '../../../gateway/audit-verify/visible.ts';
import { membersOf } from '../../../gateway/cli/members-of.ts';
import { filesBelow } from '../../setup/source-files.ts';

/** All that a terminal obeys or hides; a line end and a tab are no such things. */
const CONTROLS = Array.from({ length: 0xa0 }, (_, code) => String.fromCharCode(code)).filter((character) =>
  /[^\n\t\x20-\x7e]/.test(character),
);
const TURNS = [...'\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069'];
const HIDDEN = [...'\u00ad\u200b\u2028\u2029\u2060\ufeff\u{e0041}'];

describe('what is printed', () => {
  test.each([
    ['control characters', CONTROLS],
    ['marks of direction', TURNS],
    ['characters without a shape', HIDDEN],
  ])('shows %s as escapes, and JSON stays the same value', (_, characters) => {
    for (const character of characters) {
      const shown = visible(`a${character}b`);
      expect(shown).toMatch(/^a(?:\\u[0-9a-f]{4}){1,2}b$/);
      const json = visible(JSON.stringify({ name: `a${character}b` }));
      expect(json).toMatch(/^[\x20-\x7e]+$/);
      expect(JSON.parse(json)).toEqual({ name: `a${character}b` });
    }
  });

  test('keeps letters of any script, line ends and tabs', () => {
    const text = 'Nuñez, 山田, שלום\r\nsecond\tline 👍\n';
    expect(visible(text)).toBe(text);
    expect(visibleLine('one\r\ntwo')).toBe('one\\u000d\\u000atwo');
  });

  test('shows a carriage return that would go back in the line', () => {
    expect(visible('refused\rpermit ')).toBe('refused\\u000dpermit ');
  });

  test('never lets a line that somebody typed stand where a member does', () => {
    const lines = membersOf(
      { officer: 'A', justification: 'x\nplate   OTHER01', plate: 'DEMO001' },
      80,
    ).split('\n');
    expect(lines.filter((line) => line.startsWith('plate'))).toEqual(['plate          DEMO001']);
  });

  test('goes through one place: no other file of the commands writes to the terminal', () => {
    // Of what was typed here, of progress alone, of a child that has no terminal, and of a node's own log.
    const others =
      /^gateway\/(?:audit-verify\/program|cli\/(?:show-progress|tell-what-to-type)|demo\/run-demo|oversight\/replay\/kept-rules)\.ts$/;
    const writing = filesBelow('gateway').filter(
      ({ path, text }) => !others.test(path) && /process\.std(?:out|err)\.write\(/.test(text),
    );
    expect(writing.map(({ path }) => path)).toEqual(['gateway/cli/write-out.ts']);
  });
});
