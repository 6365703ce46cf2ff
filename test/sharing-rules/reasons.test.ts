import { describe, expect, test } from '@jest/globals';
import table from '../../sharing-rules/data/reasons.json' with { type: 'json' };
import { reason, sentence } from '../../sharing-rules/reasons.ts';
import { REASON_CODES } from '../../sharing-rules/terms.ts';

describe('the table of reasons', () => {
  test('has every code of the vocabulary, in its order, and no other', () => {
    expect(Object.keys(table)).toEqual([...REASON_CODES]);
  });

  test.each(REASON_CODES)('`%s` cites a clause and says what to change', (code) => {
    expect(reason(code, 'deny').clause).toMatch(/^(Policy \d+|C\.R\.S\. \d|CJISSECPOL [A-Z]{2}-\d|SB\d)/);
    expect(sentence({ code })).toMatch(/^[a-z`].{20,}[^.]$/);
  });

  test('a page, a held query and a standing query of an older right are asked anew, without a new grant', () => {
    expect(sentence({ code: 'grant_revoked' })).toContain('a new one must be proposed');
    expect(sentence({ code: 'grant_revoked', detail: 'cursor' })).toMatch(/ask it anew$/);
    expect(sentence({ code: 'grant_revoked', detail: 'standing_query' })).toMatch(/enter it anew$/);
    expect(sentence({ code: 'grant_missing', detail: 'cursor' })).toBe(sentence({ code: 'grant_missing' }));
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
