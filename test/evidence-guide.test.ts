/** The guide that maps policy, FAQ and CJIS controls to their evidence names tests, settings and log queries that there are. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ENTRY_KINDS } from '../gateway/audit/entry-kinds.ts';
import { SETTINGS, type Setting } from '../gateway/settings/settings.ts';
import { REASON_CODES } from '../sharing-rules/terms/decision.ts';
import { findPurpose } from '../sharing-rules/terms/purposes.ts';
import { ROOT } from './setup/source-files.ts';

const guide = readFileSync(join(ROOT, 'gateway/docs/policy-and-cjis.md'), 'utf8');
const rows = guide
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (sentence|control) /.test(line))
  .map(
    (line) =>
      line
        .split('|')
        .map((cell) => cell.trim())
        .slice(1, -1) as [string, string, string, string],
  );
/** Words by which a row says that somebody else keeps the rule, or a part of it. */
const OTHERS = /not ours|issuer|duty|partly ours/;

describe('the guide to policy and CJIS', () => {
  test('has a row for each sentence of the FAQ and each control, of four cells', () => {
    expect(rows.length).toBeGreaterThan(45);
    expect(rows.filter((cells) => cells.length !== 4)).toEqual([]);
  });

  test.each(rows)('shows evidence, or says whose it is: %s', (_, kept, tests, log) => {
    const files = [...tests.matchAll(/`(test\/[^`]+)`/g)].map(([, file]) => file as string);
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
    if (files.length === 0 && tests !== 'the tests there') expect(kept).toMatch(OTHERS);
    for (const [, kind] of log.matchAll(/--kind (\w+)/g)) expect(Object.keys(ENTRY_KINDS)).toContain(kind);
    for (const [, code] of log.matchAll(/--reason (\w+)/g)) expect(REASON_CODES).toContain(code);
    for (const [, code] of log.matchAll(/--purpose (\w+)/g))
      expect(findPurpose(code as string)).toBeDefined();
  });

  test('names settings that there are', () => {
    const names = (Object.values(SETTINGS) as Setting<unknown>[]).map(({ name }) => name);
    const named = [...guide.matchAll(/`([A-Z]+(?:_[A-Z]+)+)`/g)].map(([, name]) => name as string);
    expect(named.length).toBeGreaterThan(8);
    expect(named.filter((name) => !names.includes(name))).toEqual([]);
  });
});
