/** An incident in a sentence: what a reviewer, an auditor and its asker read of it. */
import { describe, expect, test } from '@jest/globals';
import { tellIncident, withIncidentTold } from '../../../sharing-rules/incident/tell-incident.ts';
import type { Incident } from '../../../sharing-rules/terms/incident.ts';

const HAPPENED = Date.UTC(2026, 11, 1, 14, 5);
const HOUR = 3_600_000;
const STOLEN: Incident = {
  kind: 'offense',
  occurred: { from: HAPPENED },
  place: { city: 'Aurora' },
  vehicle: 'stolen',
  reportedBy: 'victim',
  affirmed: true,
};
const THEFT = { system: 'nibrs', code: '240' } as const;

describe('an incident, told in a sentence', () => {
  test('says what happened, when and where, what the vehicle is in the case, and who reported it', () => {
    expect(tellIncident({ incident: STOLEN, offense: THEFT })).toBe(
      'Motor Vehicle Theft (NIBRS 240), 2026-12-01 14:05 UTC, in Aurora; of the vehicle: it was stolen; reported by the victim',
    );
  });

  test('of a person who is missing says since when, and which agency reported it', () => {
    const incident: Incident = {
      ...STOLEN,
      kind: 'missing_person',
      occurred: { from: HAPPENED, to: 'ongoing' },
      place: { county: 'Adams' },
      vehicle: 'of_missing_person',
      reportedBy: 'other_agency',
      agencyOri: 'CO0010100',
    };
    expect(tellIncident({ incident })).toBe(
      "a person is missing, since 2026-12-01 14:05 UTC, in Adams County; of the vehicle: it is the missing or endangered person's; reported by another agency (CO0010100)",
    );
  });

  test('says how long it lasted, how grave it is, and that it was in another state', () => {
    const incident: Incident = {
      ...STOLEN,
      occurred: { from: HAPPENED, to: HAPPENED + HOUR },
      place: { state: 'WY' },
      grade: 'felony',
    };
    expect(tellIncident({ incident, offense: { system: 'ncic', code: 'none' } })).toBe(
      'NCIC none, a felony, 2026-12-01 14:05 UTC to 2026-12-01 15:05 UTC, in WY; of the vehicle: it was stolen; reported by the victim',
    );
    expect(tellIncident({ incident })).toMatch(/^an offense, /);
  });

  test('is nothing where none was stated, or where what is kept of it was altered', () => {
    expect(tellIncident({})).toBeNull();
    const altered = [
      null,
      'theft',
      { ...STOLEN, kind: 'protest' },
      { ...STOLEN, occurred: {} },
      { ...STOLEN, occurred: { from: 1e20 } },
      { ...STOLEN, place: null },
    ];
    for (const incident of altered)
      expect(tellIncident({ incident: incident as unknown as Incident })).toBeNull();
  });
});

test('a purpose is shown with its incident as the sentence, and as it is where there is none', () => {
  const purpose = { code: 'stolen_vehicle', offense: THEFT, incident: STOLEN };
  expect(withIncidentTold(purpose)).toEqual({ ...purpose, incident: tellIncident(purpose) });
  expect(withIncidentTold({ code: 'stolen_vehicle' } as object)).toEqual({ code: 'stolen_vehicle' });
});
