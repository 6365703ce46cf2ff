/** Two versions run side by side while nodes are upgraded: a step of the schema takes nothing away from the one before. */
import { describe, expect, test } from '@jest/globals';
import { codeOf, filesBelow } from '../../../setup/source-files.ts';

/** The last step of before this rule, by schema; the gateway's began with a baseline since. */
const BEFORE = { gateway: 171, reads: 41 };

/** What the version before would miss, or could not write any more. */
const TAKEN_AWAY = [
  /\bDROP (?:TABLE|COLUMN|VIEW|SCHEMA)\b[^;`]*/i,
  /\bRENAME (?:TO|COLUMN|\w+ TO)\b[^;`]*/i,
  /\bALTER COLUMN \w+ (?:SET NOT NULL|(?:SET DATA )?TYPE)\b[^;`]*/i,
  /\bADD COLUMN (?![^,;]*DEFAULT)[^,;]*NOT NULL/i,
];

/** @returns what a step takes away without saying since when nobody needs it; null: nothing */
function takenAway(text: string): string | null {
  if (/^\/\*\*(?:(?!\*\/)[\s\S])*\bContract: /.test(text)) return null;
  const code = codeOf({ path: '', text, imports: [] });
  for (const pattern of TAKEN_AWAY) {
    const found = pattern.exec(code);
    if (found !== null) return found[0].trim();
  }
  return null;
}

describe('a step of the schema', () => {
  test('only adds; what takes away says which version was the last to use it', () => {
    const steps = filesBelow('migrations').filter(({ path }) => /\/\d{3}-/.test(path));
    expect(steps.length).toBeGreaterThan(5);
    const newer = steps.filter(({ path }) => {
      const schema = path.split('/')[1] as keyof typeof BEFORE;
      return Number(/\/(\d{3})-/.exec(path)?.[1]) > BEFORE[schema];
    });
    expect(
      newer.flatMap(({ path, text }) => (takenAway(text) === null ? [] : `${path}: ${takenAway(text)}`)),
    ).toEqual([]);
  });

  test.each([
    ['ALTER TABLE agency DROP COLUMN county', 'DROP COLUMN county'],
    ['DROP TABLE outbox;', 'DROP TABLE outbox'],
    ['ALTER TABLE agency RENAME COLUMN ori TO code', 'RENAME COLUMN ori TO code'],
    ['ALTER TABLE agency RENAME ori TO code', 'RENAME ori TO code'],
    ['ALTER TABLE agency ALTER COLUMN county SET NOT NULL', 'ALTER COLUMN county SET NOT NULL'],
    ['ALTER TABLE agency ADD COLUMN size integer NOT NULL', 'ADD COLUMN size integer NOT NULL'],
  ])('is found where it would break the version before: %s', (statement, found) => {
    expect(takenAway(`/** A step. */\nconst SQL = \`${statement}\`;`)).toBe(found);
  });

  test.each([
    'ALTER TABLE agency ADD COLUMN size integer',
    'ALTER TABLE agency ADD COLUMN size integer NOT NULL DEFAULT 0',
    'CREATE TABLE more (id bigint NOT NULL)',
    'DROP INDEX of_before',
  ])('may add: %s', (statement) => {
    expect(takenAway(`/** A step. */\nconst SQL = \`${statement}\`;`)).toBeNull();
  });

  test('may take away what it says nobody uses any more', () => {
    const step =
      '/** Counts go. Contract: version 0.1 was the last to read them. */\nconst SQL = `DROP TABLE tally`;';
    expect(takenAway(step)).toBeNull();
  });
});
