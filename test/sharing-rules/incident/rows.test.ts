/** Every purpose with every kind and vehicle: permitted, held for a person, or a contradiction that names both facts. */
import { describe, expect, test } from '@jest/globals';
import { decide } from '../../../sharing-rules/decide.ts';
import { judgeIncident } from '../../../sharing-rules/incident/judge-incident.ts';
import { incidentRowOf } from '../../../sharing-rules/incident/table.ts';
import { liftedBy } from '../../../sharing-rules/review.ts';
import { INCIDENT_KINDS, INCIDENT_VEHICLES } from '../../../sharing-rules/terms/incident.ts';
import { PURPOSES } from '../../../sharing-rules/terms/purposes.ts';
import { APPROVED, DAY, NEED_A_LINE, NOW, stating } from './stating.ts';

const TRIPLES = APPROVED.flatMap((code) =>
  INCIDENT_KINDS.flatMap((kind) => INCIDENT_VEHICLES.map((vehicle) => ({ code, kind, vehicle }))),
);

/** As an officer reads them: purpose, kind, vehicle. */
const told = (effect: string) =>
  TRIPLES.filter(({ code, ...rest }) => decide(stating(code, rest)).effect === effect);

describe('the rows of the table', () => {
  test('every approved purpose takes an incident, and no other does', () => {
    for (const { answer, code } of PURPOSES)
      expect([code, incidentRowOf(code) !== undefined]).toEqual([code, answer === 'approved']);
  });

  test('every approved purpose permits some incident without a word, or with one line', () => {
    expect([...new Set(told('permit').map(({ code }) => code))]).toEqual(APPROVED);
  });

  test('a vehicle at the scene is never released at once, under any purpose', () => {
    expect(told('permit').filter(({ vehicle }) => vehicle === 'at_scene')).toEqual([]);
  });

  test("a victim's vehicle is never released at once under an order, whatever the purpose", () => {
    const released = told('permit').filter(({ vehicle }) => vehicle === 'of_victim');
    expect(released.filter(({ kind }) => kind === 'order_violation')).toEqual([]);
    expect(released.filter(({ code }) => code === 'domestic_protection_order')).toEqual([]);
    expect(released.length).toBeGreaterThan(0);
  });

  test('whoever is missing is asked for as missing: a kind that no row has contradicts the purpose', () => {
    const denied = told('deny');
    expect(denied.length).toBeGreaterThan(APPROVED.length);
    for (const { code, kind, vehicle } of denied) {
      const { reasons } = decide(stating(code, { kind, vehicle }));
      const own = reasons.filter((reason) => reason.code === 'incident_contradiction');
      expect(own).toHaveLength(1);
      expect(reasons).toHaveLength(1);
      expect(own[0]?.detail).toMatch(new RegExp(`^${code}: (kind ${kind}|${kind} with vehicle ${vehicle})$`));
    }
  });

  test('what is held is held as an incident, and for nothing else', () => {
    const held = told('review');
    expect(held.length).toBeGreaterThan(APPROVED.length - 2);
    for (const { code, kind, vehicle } of held) {
      const { reasons } = decide(stating(code, { kind, vehicle }));
      expect([...new Set(reasons.map((reason) => reason.code))]).toEqual(['incident_needs_review']);
    }
  });

  test('no kind and no vehicle stands in a row twice', () => {
    for (const code of APPROVED) {
      for (const { permit, review } of incidentRowOf(code)?.kinds.values() ?? []) {
        const all = [...permit, ...review];
        expect(new Set(all).size).toBe(all.length);
      }
    }
  });
});

describe('what is told and held', () => {
  const place = { state: 'WY' };
  const occurred = { from: NOW - 9 * DAY, to: NOW - DAY };

  test('names every row that holds it, with the clause for which a person looks', () => {
    const facts = { place, occurred, reportedBy: 'camera' } as const;
    const { purpose } = stating('violent_crime', {
      kind: 'offense',
      vehicle: 'at_scene',
      incident: facts,
    }).query;
    expect(judgeIncident(purpose)).toEqual({
      kind: 'told',
      holds: [
        { detail: 'at_scene', clause: 'Policy 420.4' },
        { detail: 'outside_colorado', clause: 'C.R.S. 24-74-103' },
        { detail: 'camera_alone', clause: 'Policy 420.4' },
      ],
    });
  });

  test('is what lasted longer than seven days, and what has gone on for longer', () => {
    const held = (from: number, to: number | 'ongoing') => {
      const incident = { occurred: { from, to } };
      const stated = stating('missing_endangered', {
        kind: 'missing_person',
        vehicle: 'of_suspect',
        incident,
      });
      return decide(stated).reasons.map(({ clause, detail }) => `${detail}: ${clause}`);
    };
    const longer = ['longer_than_7_days: Policy 420.7'];
    expect([held(NOW - 9 * DAY, NOW - 2 * DAY), held(NOW - 7 * DAY, 'ongoing')]).toEqual([[], []]);
    expect(held(NOW - 9 * DAY, NOW - 2 * DAY + 1)).toEqual(longer);
    expect(held(NOW - 7 * DAY - 1, 'ongoing')).toEqual(longer);
  });
});

describe('an offense that the purpose does not cover', () => {
  test('contradicts the incident, and both facts are named', () => {
    const robbery = { offense: { system: 'nibrs', code: '120' } } as const;
    const { purpose } = stating('stolen_vehicle', {
      kind: 'offense',
      vehicle: 'stolen',
      purpose: robbery,
    }).query;
    expect(judgeIncident(purpose)).toEqual({
      kind: 'contradiction',
      facts: 'stolen_vehicle: offense nibrs 120',
    });
  });

  test('is named in the writing of the table, never as it was typed', () => {
    const typed = { offense: { system: 'crs', code: 'c.r.s. § 18-3-102(1)(a)' } } as const;
    const { purpose } = stating('hit_and_run', {
      kind: 'offense',
      vehicle: 'of_suspect',
      purpose: typed,
    }).query;
    expect(judgeIncident(purpose)).toMatchObject({ facts: 'hit_and_run: offense crs 18-3-102' });
  });
});

describe('an approval', () => {
  test('lifts the rows that the query was held for, and none that is met since', () => {
    const facts = { kind: 'offense', vehicle: 'of_suspect', incident: { reportedBy: 'camera' } } as const;
    const asked = stating('violent_crime', facts);
    const { effect, reasons } = decide(asked);
    expect([effect, reasons.map(({ detail }) => detail)]).toEqual(['review', ['camera_alone']]);
    const approved = { ...asked, approval: liftedBy(reasons) };
    expect(decide(approved).effect).toBe('permit');
    expect(decide({ ...approved, recordsHold: 'records_contradicted' }).effect).toBe('review');
  });
});

describe('the purposes that need one line of words', () => {
  test.each(APPROVED)('%s', (code) => {
    const [row] = TRIPLES.filter(
      (one) => one.code === code && decide(stating(code, one)).effect === 'permit',
    );
    if (row === undefined) throw new Error(`no row of ${code} permits`);
    const wordless = stating(code, { ...row, purpose: { justification: '' } });
    const expected = NEED_A_LINE.includes(code) ? ['purpose_missing: justification'] : [];
    expect(decide(wordless).reasons.map((reason) => `${reason.code}: ${reason.detail}`)).toEqual(expected);
    const vague = [{ code: 'purpose_vague', effect: 'deny', detail: 'one_word' }] as const;
    // A line that was asked for is never called vague: it was not understood, but where a life is in danger.
    const held = NEED_A_LINE.includes(code) ? ['narrative_unread'] : ['purpose_vague'];
    const { reasons } = decide({ ...stating(code, row), findings: vague });
    expect(reasons.map((reason) => reason.code)).toEqual(code === 'exigent_life_safety' ? [] : held);
  });
});
