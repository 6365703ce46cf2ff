import { describe, expect, test } from '@jest/globals';
import { decide } from '../../../sharing-rules/decide.ts';
import { REASON_CODES, type ReasonCode } from '../../../sharing-rules/terms/decision.ts';
import { passes, reason, sentence, whyHeld } from '../../../sharing-rules/terms/reasons.ts';
import { CORPUS, inputOf } from '../read-corpus.ts';

describe('the table of reasons', () => {
  test('has codes that programs can rely on: in snake case, each once', () => {
    expect(REASON_CODES.length).toBeGreaterThan(50);
    expect(REASON_CODES.filter((code) => !/^[a-z]+(_[a-z0-9]+)*$/.test(code))).toEqual([]);
  });

  test.each(REASON_CODES)('`%s` cites a clause and says what to change', (code) => {
    expect(reason(code, 'deny').clause).toMatch(/^(Policy \d+|C\.R\.S\. \d|CJISSECPOL [A-Z]{2}-\d|SB\d)/);
    expect(sentence({ code })).toMatch(/^[a-z`].{20,}[^.]$/);
  });

  test('says of everything that can be held why a person reads it, and of a first rewording that it is no reproach', () => {
    const held = [...CORPUS.values()]
      .flat()
      .flatMap((one) => decide(inputOf(one)).reasons.filter(({ effect }) => effect === 'review'));
    expect(new Set(held.map(({ code }) => code)).size).toBeGreaterThan(10);
    for (const one of held)
      expect([one.code, whyHeld(one)]).not.toContain('a rule of the policy asks for it');
    for (const detail of ['after_refusal', 'colleague_refused']) {
      expect(whyHeld({ code: 'narrative_reworded', detail })).toContain(
        'nothing is held against the officer',
      );
    }
    expect(whyHeld({ code: 'narrative_pretext' })).not.toContain('refused');
    expect(whyHeld({ code: 'narrative_pretext', detail: 'reworded_after_refusal' })).toContain('refused');
    expect(whyHeld({ code: 'window_too_old' })).toBe('a rule of the policy asks for it');
  });

  test('a page, a held query and a standing query of an older right are asked again, without a new grant', () => {
    expect(sentence({ code: 'grant_revoked' })).toContain('a new one must be proposed');
    expect(sentence({ code: 'grant_revoked', detail: 'cursor' })).toMatch(/ask the whole query again$/);
    expect(sentence({ code: 'grant_revoked', detail: 'standing_query' })).toMatch(/enter it again$/);
    expect(sentence({ code: 'grant_missing', detail: 'cursor' })).toBe(sentence({ code: 'grant_missing' }));
  });

  test('a value of a drop-down list that refuses or holds a query is named, with what to choose', () => {
    const drop = (code: ReasonCode, detail = 'drop_down') => sentence({ code, detail });
    expect(drop('purpose_not_approved')).toMatch(/^the value of `dropDown`, .*: choose the value there that/);
    expect(drop('purpose_prohibited', 'drop_down: immigration_civil')).toMatch(/^the value of `dropDown`, /);
    expect(whyHeld({ code: 'purpose_contradiction', detail: 'drop_down' })).toContain('(`dropDown`)');
  });

  test('an agreement that is not there is told from one that has ended', () => {
    const agreement = (detail: string) => sentence({ code: 'agreement_expired', detail });
    expect(agreement('no_agreement')).toMatch(/^the registry has no sharing agreement with the agency; /);
    expect(agreement('not_signed_yet')).toMatch(/ask again from that day$/);
  });

  test('its reasons are built once and cannot be changed', () => {
    expect(reason('agency_unknown', 'deny')).toBe(reason('agency_unknown', 'deny'));
    expect(reason('agency_unknown', 'deny')).not.toBe(reason('agency_unknown', 'review'));
    expect(Object.isFrozen(reason('agency_unknown', 'deny'))).toBe(true);
    expect(Object.isFrozen(reason('agency_not_eligible', 'deny', 'federal'))).toBe(true);
  });

  test('a code that is not in it is a fault, which denies', () => {
    expect(() => reason('nonsense' as never, 'deny')).toThrow();
  });
});

test('of what passes by itself the sentence says when to ask again, and of nothing else', () => {
  const passing = REASON_CODES.filter(passes);
  expect(passing).toEqual(['grant_not_started', 'sharing_halted']);
  for (const code of passing) expect(sentence({ code })).toMatch(/; ask again /);
});
