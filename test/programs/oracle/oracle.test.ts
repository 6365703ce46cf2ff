/** Two readings of one policy, made apart, agree on requests at random. `npm run bench -- oracle` asks a million. */
import { describe, expect, test } from '@jest/globals';
import { REASON_CODES } from '../../../sharing-rules/terms/decision.ts';
import { compare } from './disagreements.ts';
import { consult } from './oracle.ts';
import { chance } from './random.ts';
import { randomRequest } from './random-request.ts';

const REQUESTS = Number(process.env.ORACLE_REQUESTS ?? 20_000);
const SEED = Number(process.env.ORACLE_SEED ?? 20_260_302);

describe('the rules beside a second reading of the policy', () => {
  const found = compare(REQUESTS, SEED);

  test('effect, reasons and obligations are the same for every random request', () => {
    expect(found.examples).toEqual([]);
    expect(found.disagreements).toBe(0);
  });

  test('permits, holds and refusals all occur often enough to mean something', () => {
    expect(found.permits + found.reviews + found.denies).toBe(REQUESTS);
    expect(found.permits).toBeGreaterThan(REQUESTS / 10);
    expect(found.reviews).toBeGreaterThan(REQUESTS / 50);
    expect(found.denies).toBeGreaterThan(REQUESTS / 4);
  });

  test('every reason occurs but that of a rule that failed', () => {
    const random = chance(SEED);
    const seen = new Set<string>();
    for (let asked = 0; asked < 20_000 && seen.size < REASON_CODES.length - 1; asked += 1) {
      for (const reason of consult(randomRequest(random)).reasons) seen.add(reason.split(' ')[1] as string);
    }
    expect(REASON_CODES.filter((code) => !seen.has(code))).toEqual(['rule_failed']);
  });

  test('a disagreement would be seen', () => {
    const lenient = compare(2_000, SEED, (input) => consult({ ...input, halted: false }));
    expect(lenient.disagreements).toBeGreaterThan(0);
    expect(lenient.examples[0]?.rules.reasons).toContain('deny sharing_halted');
  });

  test('so would a word that is read as somebody else’s', () => {
    const misread = compare(5_000, SEED, (input) => {
      const { purpose } = input.query;
      const justification = purpose.justification?.replaceAll('posed as', 'assist');
      return consult({
        ...input,
        query: { ...input.query, purpose: { ...purpose, ...(justification && { justification }) } },
      });
    });
    expect(misread.disagreements).toBeGreaterThan(0);
  });
});
