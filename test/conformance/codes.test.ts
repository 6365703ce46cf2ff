/** Every code of the published tables has a rule. Needs `CONFORMANCE_VECTORS`; skipped where it is unset. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { findOffense, OFFENSES } from '../../sharing-rules/terms/offenses.ts';
import type { OffenseSystem } from '../../sharing-rules/terms/query.ts';

const vectors = process.env.CONFORMANCE_VECTORS;
const describeVectors = vectors ? describe : describe.skip;

function codesIn(file: string, column: string): string[] {
  const text = readFileSync(join(vectors ?? '', 'codes', file));
  const rows: Record<string, string>[] = parse(text, { columns: true });
  return rows.map((row) => row[column] ?? '');
}

const TABLES: readonly (readonly [OffenseSystem, string, string, number])[] = [
  ['nibrs', 'nibrs-offense-types-fbi-2022.csv', 'offense_code', 86],
  ['ncic', 'ncic-uniform-offense-codes.csv', 'code', 458],
];

describeVectors('published offense codes (set CONFORMANCE_VECTORS to run)', () => {
  test.each(TABLES)('every %s code of %s is classified, and no other', (system, file, column, count) => {
    const published = codesIn(file, column);
    expect(published).toHaveLength(count);
    expect(published.filter((code) => findOffense({ system, code }) === undefined)).toEqual([]);
    const ours = OFFENSES.filter((offense) => offense.system === system).map(({ code }) => code);
    expect(ours.toSorted()).toEqual(published.toSorted());
  });
});
