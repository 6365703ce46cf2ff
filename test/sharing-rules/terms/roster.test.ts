import { describe, expect, test } from '@jest/globals';
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import type { AgencyClass } from '../../../sharing-rules/terms/agency-classes.ts';
import { lacksRoster } from '../../../sharing-rules/terms/roster.ts';

const OWNER = 'CO0010300' as Ori;
const BARE = {
  class: 'sheriff' as AgencyClass,
  oris: ['CO0010000' as Ori],
  roster: 0,
  state: 'CO',
  status: 'active' as const,
};

describe('an active agency', () => {
  test('lacks a roster where it has declared nobody', () => {
    expect(lacksRoster(BARE, OWNER)).toBe(true);
    expect(lacksRoster({ ...BARE, roster: 1 }, OWNER)).toBe(false);
    for (const name of ['campus_private', 'unheard_of'] as AgencyClass[]) {
      expect(lacksRoster({ ...BARE, class: name }, OWNER)).toBe(true);
    }
  });

  test('needs none where nothing can be released to it, or where it is the owner', () => {
    expect(lacksRoster({ ...BARE, class: 'federal' }, OWNER)).toBe(false);
    expect(lacksRoster({ ...BARE, state: 'WY' }, OWNER)).toBe(false);
    expect(lacksRoster({ ...BARE, oris: ['CO0010301' as Ori, OWNER] }, OWNER)).toBe(false);
  });

  test.each(['draft', 'suspended', 'retired'] as const)('needs none while it is %s', (status) => {
    expect(lacksRoster({ ...BARE, status }, OWNER)).toBe(false);
  });
});
