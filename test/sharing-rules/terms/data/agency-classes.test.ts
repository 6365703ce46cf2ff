import { describe, expect, test } from '@jest/globals';
import { AGENCY_CLASSES, findAgencyClass } from '../../../../sharing-rules/terms/agency-classes.ts';

describe('agency classes', () => {
  test('exactly the Colorado classes of police and prosecution that article 74 binds may receive reads by themselves', () => {
    const eligible = AGENCY_CLASSES.filter((rule) => rule.answer === 'eligible');
    expect(eligible.map((rule) => rule.class)).toEqual([
      ...['municipal', 'sheriff', 'town_marshal', 'state', 'campus_public', 'prosecutor'],
    ]);
    expect(eligible.every(({ boundByArticle74, detail }) => boundByArticle74 && detail === null)).toBe(true);
  });

  test.each([
    ['federal', 'federal'],
    ['tribal', 'tribal'],
    ['private', 'private'],
    ['task_force', 'task_force'],
    ['not_criminal_justice', 'not_criminal_justice'],
    ['fusion', 'fusion'],
    ['out_of_state', 'out_of_state'],
  ])('%s is refused as %s', (name, detail) => {
    expect(findAgencyClass(name)).toMatchObject({ answer: 'refused', detail });
  });

  test.each([
    ['campus_private', 'private', false],
    ['corrections', 'corrections', true],
  ])('%s may receive reads after a person has looked', (name, detail, boundByArticle74) => {
    expect(findAgencyClass(name)).toMatchObject({ answer: 'review', detail, boundByArticle74 });
  });

  test('every class names its clause', () => {
    expect(AGENCY_CLASSES).toHaveLength(15);
    for (const { clause } of AGENCY_CLASSES) expect(clause).toMatch(/^(C\.R\.S\.|Policy 420)/);
  });

  test.each(['police', '', 'toString'])('`%s` is no class', (name) => {
    expect(findAgencyClass(name)).toBeUndefined();
  });
});
