/** Which purposes there are for what was stated, and what who chose another is told. */
import { describe, expect, test } from '@jest/globals';
import { fittingPurposes, type Stated } from '../../../sharing-rules/incident/fitting-purposes.ts';
import { reason } from '../../../sharing-rules/terms/reasons.ts';
import { askersReasons } from '../../../sharing-rules/what-to-do.ts';

const ROBBERY = { system: 'nibrs', code: '120' } as const;
const MISSING: NonNullable<Stated['incident']> = {
  ...{ kind: 'missing_person', vehicle: 'of_missing_person', reportedBy: 'victim', affirmed: true },
  ...{ occurred: { from: 0 }, place: { city: 'Aurora' } },
};
const codes = (stated: Omit<Stated, 'code'>) => fittingPurposes(stated).map(({ code }) => code);

describe('purposes that fit', () => {
  test('an offense are those that list it, not those for any', () => {
    expect(codes({ offense: ROBBERY })).toEqual(['carjacking_robbery', 'violent_crime']);
    expect(codes({ offense: { system: 'nibrs', code: 'none' } })).toEqual([]);
  });

  test('an incident are those that take its kind and its vehicle, and no danger or paper that nobody spoke of', () => {
    expect(codes({ incident: MISSING })).toEqual(['human_trafficking', 'missing_endangered']);
    expect(codes({ incident: { ...MISSING, kind: 'warrant', vehicle: 'of_wanted_person' } })).toEqual([
      'arrest_warrant',
    ]);
  });
});

describe('who is refused', () => {
  const told = (given: ReturnType<typeof reason>, stated: Stated) =>
    askersReasons([given], stated)[0]?.whatToDo;

  test('for an offense that the purpose does not cover is told which does', () => {
    const given = reason('purpose_contradiction', 'deny', 'offense_not_covered');
    expect(told(given, { code: 'stolen_vehicle', offense: ROBBERY })).toMatch(
      /purpose and offense clash.*; the offense is covered by: Carjacking or robbery \(`carjacking_robbery`\), or Violent/,
    );
  });

  test('for two facts that clash is told what they go with', () => {
    const given = reason('incident_contradiction', 'deny', 'stolen_vehicle: kind missing_person');
    expect(told(given, { code: 'stolen_vehicle', incident: MISSING })).toMatch(
      /; what was stated goes with: .*Missing or endangered person/,
    );
  });

  const found = [{ field: 'justification', words: 'ice', start: 0, end: 3, frame: 'none' as const }];

  test('for words is told to state the incident first of all', () => {
    const given = { ...reason('narrative_immigration', 'deny', 'agency'), found };
    expect(told(given, { code: 'stolen_vehicle' })).toMatch(
      /^state the incident first of all, .*; or leave these words out.*`purpose\.context`/,
    );
    // Without a query there is nothing to state.
    expect(askersReasons([given])[0]?.whatToDo).not.toContain('incident');
  });

  test('for words beside an incident is told to leave them out, or to wait', () => {
    const beside = { code: 'stolen_vehicle', incident: MISSING };
    const held = { ...reason('context_needs_review', 'review', 'name'), found };
    expect(told(held, beside)).toMatch(
      /; or leave these words out, since the incident says .*, or wait until a person/,
    );
    const denied = { ...reason('narrative_immigration', 'deny', 'agency'), found };
    expect(told(denied, beside)).not.toContain('first of all');
  });
});
