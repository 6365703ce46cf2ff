import { describe, expect, test } from '@jest/globals';
import { AGENCY_CLASSES, findAgencyClass } from '../../../sharing-rules/agency-classes.ts';

describe('agency classes', () => {
  test('exactly the Colorado classes that article 74 binds may receive reads', () => {
    const eligible = AGENCY_CLASSES.filter((rule) => rule.eligible);
    expect(eligible.map((rule) => rule.class)).toEqual([
      ...['municipal', 'sheriff', 'town_marshal', 'state', 'campus_public', 'prosecutor'],
    ]);
    expect(eligible.every(({ boundByArticle74, detail }) => boundByArticle74 && detail === null)).toBe(true);
  });

  test.each([
    ['federal', 'federal'],
    ['tribal', 'tribal'],
    ['campus_private', 'private'],
    ['private', 'private'],
    ['task_force', 'task_force'],
    ['corrections', 'corrections'],
    ['not_criminal_justice', 'not_criminal_justice'],
    ['fusion', 'fusion'],
    ['out_of_state', 'out_of_state'],
  ])('%s is refused as %s', (name, detail) => {
    expect(findAgencyClass(name)).toMatchObject({ eligible: false, detail });
  });

  test('every class names its clause', () => {
    expect(AGENCY_CLASSES).toHaveLength(15);
    for (const { clause } of AGENCY_CLASSES) expect(clause).toMatch(/^(C\.R\.S\.|Policy 420)/);
  });

  test.each(['police', '', 'toString'])('`%s` is no class', (name) => {
    expect(findAgencyClass(name)).toBeUndefined();
  });
});
