/** The screen's own corpus: synthetic reasons, grouped by what a records manager would answer. Edit the JSON, not this file. */
import { describe, expect, test } from '@jest/globals';
import { screen } from '../../../sharing-rules/narrative/screen.ts';
import type { Finding } from '../../../sharing-rules/terms/decision.ts';
import corpus from './reasons-corpus.json' with { type: 'json' };

function effectOf(findings: readonly Finding[]): string {
  if (findings.some(({ effect }) => effect === 'deny')) return 'deny';
  return findings.some(({ effect }) => effect === 'review') ? 'review' : 'permit';
}

describe('reasons as officers type them', () => {
  test.each(corpus)('$group, $effect for $code', ({ purpose, effect, code, texts }) => {
    const wrong = texts.flatMap((text) => {
      const findings = screen({ code: purpose, justification: text });
      const given =
        code === null || findings.some((finding) => finding.code === code && finding.effect === effect);
      return effectOf(findings) === effect && given ? [] : [{ text, findings }];
    });
    expect(wrong).toEqual([]);
  });

  test('the corpus holds several hundred reasons of every group', () => {
    expect(corpus.flatMap(({ texts }) => texts).length).toBeGreaterThan(1000);
    expect(new Set(corpus.map(({ group }) => group)).size).toBe(17);
  });
});
