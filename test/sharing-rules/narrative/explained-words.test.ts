/** What explains an objected word beside a crime stands next to it; what stands elsewhere explains nothing. */
import { describe, expect, test } from '@jest/globals';
import { add } from '../../../sharing-rules/narrative/find-terms.ts';
import { screen } from '../../../sharing-rules/narrative/screen.ts';
import type { Finding, FoundWords } from '../../../sharing-rules/terms/decision.ts';
import type { Purpose } from '../../../sharing-rules/terms/query.ts';

/** The effect of the finding with a detail. */
function effectOf(detail: string, justification: string, more: Partial<Purpose> = {}) {
  const findings = screen({ code: 'violent_crime', justification, ...more });
  return findings.find((one) => one.detail === detail)?.effect;
}

describe('a place of a finding', () => {
  const vague: Finding = { code: 'purpose_vague', effect: 'deny', detail: 'no_event' };
  const at = (start: number): FoundWords => ({ field: 'justification', words: 'ice', start, end: start + 3 });

  test('is named once', () => {
    const findings: Finding[] = [];
    for (const start of [0, 9, 0, 9]) add(findings, vague, at(start));
    expect(findings).toEqual([{ ...vague, found: [at(0), at(9)] }]);
  });
});

describe('a paper that no court signed', () => {
  test.each([
    ['robbery, suspect posed as ICE with an administrative warrant', 'deny'],
    ['robbery, suspect faked an administrative warrant', 'deny'],
    ['robbery, not an administrative warrant', 'note'],
  ])('is explained by no story, only denied: `%s`: %s', (text, effect) => {
    expect(effectOf('administrative_warrant', text)).toBe(effect);
  });
});

describe('who somebody is', () => {
  test.each([
    ['robbery by a black male', 'note'],
    ['robbery, every camera showed a black male', 'note'],
    ['robbery, every black male', 'review'],
    ['every black male, robbery', 'review'],
  ])('is for a person to judge where all of a kind are meant: `%s`: %s', (text, effect) => {
    expect(effectOf('race_or_origin', text)).toBe(effect);
  });
});

test('neither a place at the very beginning nor an order to go is part of it', () => {
  expect(effectOf('immigration_matter', 'at asylum victim, robbery')).toBe('review');
  const ordered = 'MVT, driver was told by a judge to leave the country';
  expect(effectOf('immigration_matter', ordered)).toBe('review');
});

test('what the asker says of other words explains nothing', () => {
  const context = [{ words: 'Ice Mountain', is: 'victim_or_witness' as const }];
  const text = 'robbery, suspect was deported, left by Ice Mountain';
  const frames = screen({ code: 'violent_crime', justification: text, context }).flatMap(
    ({ code, found = [] }) =>
      code === 'context_needs_review' ? found.map(({ frame, words }) => `${words}: ${frame}`) : [],
  );
  expect(frames).toContain('deported: none');
});

describe('a drop-down’s free text', () => {
  const chosen = (dropDown: string) =>
    screen({ code: 'violent_crime', justification: 'robbery', dropDown }).map(
      ({ detail, effect }) => `${effect} ${detail}`,
    );

  test.each([
    ['Other - robbery by a black male', ['note race_or_origin']],
    ['Other - black male', ['review race_or_origin']],
    ['Other - robbery', []],
    ['Other - robbery of Ice Age Beverage', ['deny federal_immigration_agency', 'deny prohibited_narrative']],
  ])('explains nothing that is refused: `%s`', (dropDown, found) => {
    expect(chosen(dropDown)).toEqual(found);
  });
});

test('a finding in the case number names that field', () => {
  const findings = screen({ code: 'violent_crime', justification: 'robbery', caseNumber: 'ICE 26-1' });
  expect(findings[0]?.found?.map(({ field }) => field)).toEqual(['caseNumber']);
});
