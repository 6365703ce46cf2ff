/** What becomes of a partner's last queries, by their words and by incidents, without asking anybody. */
import { describe, expect, test } from '@jest/globals';
import { sumOf, tryBody } from '../../../../gateway/query/command/try-incident.ts';

const NOW = Date.UTC(2026, 10, 5);
const how = { agencyClass: 'municipal', now: NOW } as const;

const INCIDENT = {
  ...{ kind: 'offense', occurred: { from: '2026-10-31T10:00:00Z' }, place: { city: 'Aurora' } },
  ...{ vehicle: 'stolen', reportedBy: 'victim', affirmed: true },
};
const WORDS = 'sedan stolen overnight from a driveway';

const tried = (purpose: object, changes: object = {}) =>
  tryBody(
    Buffer.from(
      JSON.stringify({
        purpose: { code: 'stolen_vehicle', caseNumber: 'CR-2026-0144', ...purpose },
        ...{ plate: { number: 'ZZT1234' }, from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z' },
        ...changes,
      }),
    ),
    1,
    how,
  );

describe('a query that was asked with words', () => {
  test('is judged by them, and told which facts it lacks to state an incident', () => {
    const told = tried({ justification: WORDS });
    expect(told).toMatchObject({ before: { effect: 'permit', reasons: [] }, after: null });
    expect(told).toMatchObject({
      missing: [
        'incident.kind: offense with vehicle stolen, of_suspect, (at_scene)',
        ...['incident.occurred', 'incident.place', 'incident.reportedBy', 'incident.affirmed'],
        'offense, of kind offense',
      ],
    });
  });

  test('lacks nothing where its purpose takes no incident, and is refused as before', () => {
    const told = tried({ code: 'immigration_civil', justification: WORDS });
    expect(told).toMatchObject({ before: { effect: 'deny' }, after: null, missing: null });
  });
});

describe('a query that states an incident', () => {
  test('is judged without it, and with it', () => {
    const told = tried({ incident: INCIDENT, offense: { system: 'nibrs', code: '240' } });
    expect(told).toMatchObject({ before: { effect: 'deny' }, after: { effect: 'permit' }, missing: [] });
  });

  test('is held for a window that is not about it', () => {
    const incident = { ...INCIDENT, occurred: { from: '2026-11-01T20:00:00Z' } };
    const from = '2026-10-12T00:00:00Z';
    const told = tried({ incident, offense: { system: 'nibrs', code: '240' } }, { from });
    expect(told).toMatchObject({
      after: { effect: 'review', reasons: [{ code: 'window_not_about_incident' }] },
    });
  });
});

test('what could not be sent is said to be malformed, with its member', () => {
  expect(tryBody(Buffer.from('{'), 7, how)).toEqual({ line: 7, malformed: expect.stringContaining('JSON') });
  const later = { ...INCIDENT, occurred: { from: '2026-12-31T10:00:00Z' } };
  expect(tried({ incident: later })).toMatchObject({
    malformed: expect.stringContaining('purpose.incident.occurred.from'),
  });
  expect(tried({}, { plate: { number: 'ZZT1234', owner: 'x' } })).toMatchObject({
    malformed: expect.stringContaining('plate'),
  });
});

test('nothing of plate, case or words is in what is told', () => {
  const told = JSON.stringify([tried({ justification: WORDS }), tried({ incident: INCIDENT })]);
  expect(told).not.toMatch(/ZZT|CR-2026|sedan|Aurora/);
});

test('the sum counts before and after, and those that have an incident still to state', () => {
  const offense = { system: 'nibrs', code: '240' };
  const all = [
    tried({ justification: WORDS }),
    tried({ incident: INCIDENT, offense }),
    tried({ code: 'personal', justification: WORDS }),
    tryBody(Buffer.from('[]'), 4, how),
  ];
  expect(sumOf(all)).toEqual({
    ...{ queries: 4, malformed: 1, before: { permit: 1, review: 0, deny: 2 } },
    after: { permit: 1, review: 0, deny: 0, toState: 1, takesNone: 1 },
  });
});
