import { appendFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readRulesRevision } from '../../../gateway/settings/rules-revision.ts';

let folder: string;
let rules: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rules-'));
  rules = join(folder, 'sharing-rules');
  cpSync(join(import.meta.dirname, '../../../sharing-rules'), rules, { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

test('is that of the rules which this process runs', () => {
  expect(readRulesRevision(rules)).toBe(readRulesRevision());
  expect(readRulesRevision()).toMatch(/^[0-9a-f]{64}$/);
});

test.each(['decide.ts', 'terms/data/purposes.json'])('changes with a single byte of %s', (file) => {
  const before = readRulesRevision(rules);
  appendFileSync(join(rules, file), ' ');
  expect(readRulesRevision(rules)).not.toBe(before);
});

test('changes with a built file, whatever lies beside it, and not with its source map', () => {
  const before = readRulesRevision(rules);
  writeFileSync(join(rules, 'decide.js.map'), '{}');
  expect(readRulesRevision(rules)).toBe(before);
  writeFileSync(join(rules, 'decide.js'), 'export const decide = () => ({ effect: "permit" });');
  expect(readRulesRevision(rules)).not.toBe(before);
});
