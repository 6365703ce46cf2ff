/** The guide to the reason codes says what the table of the rules says, of every code, and links to each clause's words. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import table from '../sharing-rules/terms/data/reasons.json' with { type: 'json' };
import { ROOT } from './setup/source-files.ts';

interface Entry {
  readonly clause: string;
  readonly means: string;
  readonly sentence: string;
  readonly details?: Readonly<Record<string, string>>;
  readonly held?: { readonly sentence: string; readonly details?: Readonly<Record<string, string>> };
}
const TABLE: Readonly<Record<string, Entry>> = table;

const page = readFileSync(join(ROOT, 'gateway/docs/reasons.md'), 'utf8');
const cell = (text: string) => `${text[0]?.toUpperCase()}${text.slice(1)}.`;
const row = (...cells: readonly string[]) => `| ${cells.join(' | ')} |`;

/** The rows that the guide must have. A failure shows the one to write. */
function rowsOf([code, { clause, details = {}, held, means, sentence }]: [string, Entry]): string[] {
  const variants = Object.entries({ ...details });
  const heldFor = [...(held ? [['', held.sentence] as const] : []), ...Object.entries(held?.details ?? {})];
  return [
    row(`\`${code}\``, cell(means), cell(sentence), clause),
    ...variants.map(([detail, what]) => row(`\`${code}\`: \`${detail}\``, cell(what))),
    ...heldFor.map(([detail, why]) => row(`\`${code}\`${detail ? `: \`${detail}\`` : ''}`, cell(why))),
  ];
}

describe('the guide to the reason codes', () => {
  test.each(Object.entries(TABLE))(
    'says what `%s` means, what to do, and which clause it enforces',
    (...entry) => {
      const lines = new Set(page.split('\n'));
      expect(rowsOf(entry).filter((line) => !lines.has(line))).toEqual([]);
    },
  );

  test('has no code that the rules do not have', () => {
    const codes = [...page.matchAll(/^\| `(\w+)`/gm)].map(([, code]) => code as string);
    expect(codes.filter((code) => !Object.hasOwn(TABLE, code))).toEqual([]);
  });
});
