/** What happened, told by choosing: no words are needed where it is complete, and it must not get easier to lie. */
import { describe, expect, test } from '@jest/globals';
import { demoQuery } from '../setup/demo/demo-query.ts';
import { useDemo } from '../setup/demo/use-demo.ts';

const fixture = useDemo('adams');
const HOUR = 3_600_000;
const ago = (hours: number) => new Date(Date.now() - hours * HOUR).toISOString();

interface Answer {
  readonly status: number;
  readonly body: {
    readonly detail?: string;
    readonly effect?: string;
    readonly decision?: { readonly reasons: readonly object[]; readonly obligations: readonly object[] };
    readonly reasons?: readonly { readonly code: string; readonly detail?: string }[];
    readonly receipt?: { readonly asker: { readonly detail: string } };
  };
}

async function ask(changes: Record<string, unknown>, path = '/v1/queries'): Promise<Answer> {
  const { adams } = fixture.clients;
  return adams.request('POST', path, demoQuery(adams, fixture.plate, changes)) as Promise<Answer>;
}

let cases = 3000;
const theft = (changes: object = {}, ofPurpose: object = {}) => ({
  code: 'stolen_vehicle',
  offense: { system: 'nibrs', code: '240' },
  caseNumber: `CR-2026-${cases++}`,
  incident: {
    kind: 'offense',
    occurred: { from: ago(20), to: ago(12) },
    place: { city: 'Commerce City' },
    vehicle: 'stolen',
    reportedBy: 'victim',
    affirmed: true,
    ...changes,
  },
  ...ofPurpose,
});
const window = { from: ago(24), to: ago(0) };
const codesOf = ({ body }: Answer) =>
  (body.reasons ?? []).map(({ code, detail }) => `${code} ${detail ?? ''}`);

describe('a query that states what happened', () => {
  test('is released without a word of justification, and the receipt shows what was affirmed', async () => {
    const answer = await ask({ ...window, purpose: theft() });
    expect([answer.status, answer.body.reasons]).toEqual([200, undefined]);
    expect(JSON.parse(answer.body.receipt?.asker.detail ?? '').purpose.incident).toMatchObject({
      kind: 'offense',
      affirmed: true,
      vehicle: 'stolen',
    });
  });

  test('is refused without the incident, and is told to state it', async () => {
    const { incident: _, ...purpose } = theft();
    const plate = { number: 'ZZT7101' };
    const answer = await ask({ ...window, purpose, plate });
    expect(answer.status).toBe(403);
    expect(codesOf(answer)).toEqual(['purpose_missing justification', 'incident_missing ']);
    // Who only left it out tries nothing: the complete query is judged as if nothing had been.
    const complete = await ask({ ...window, purpose: { ...theft(), caseNumber: purpose.caseNumber }, plate });
    expect(complete.status).toBe(200);
  });

  test.each([
    ['lies ahead', { occurred: { from: ago(-1) } }, 'purpose.incident.occurred.from'],
    [
      'goes on, as no theft does',
      { occurred: { from: ago(9), to: 'ongoing' } },
      'purpose.incident.occurred.to',
    ],
    ['is in Colorado as a state', { place: { state: 'CO' } }, 'purpose.incident.place'],
    ['was not affirmed', { affirmed: false }, 'purpose.incident.affirmed'],
  ])('is told the member where it %s', async (_, changes, member) => {
    const answer = await ask({ ...window, purpose: theft(changes) });
    expect(answer.status).toBe(422);
    expect(answer.body.detail).toContain(`\`${member}`);
  });

  test('contradicts itself where a stolen car is a missing person, and says both facts', async () => {
    const purpose = theft({ kind: 'missing_person' });
    const answer = await ask({ ...window, purpose, plate: { number: 'ZZT7102' } });
    expect(answer.status).toBe(403);
    expect(codesOf(answer)).toEqual(['incident_contradiction stolen_vehicle: kind missing_person']);
    const other = await ask({ ...window, purpose: theft(), plate: { number: 'ZZT7102' } });
    expect([other.status, codesOf(other)]).toEqual([202, ['narrative_reworded after_refusal']]);
  });

  test('waits for a person where the window reaches back before the theft', async () => {
    const answer = await ask({ from: ago(300), to: ago(0), purpose: theft(), plate: { number: 'ZZT7103' } });
    expect(answer.status).toBe(202);
    expect(codesOf(answer)[0]).toMatch(/^window_not_about_incident from 2\S+Z to now$/);
  });
});

describe('a case', () => {
  test('is bound by its first incident', async () => {
    const purpose = theft();
    const plate = { number: 'ZZT7201' };
    expect((await ask({ ...window, purpose, plate })).status).toBe(200);
    expect((await ask({ ...window, purpose, plate })).status).toBe(200);
    const elsewhere = { ...purpose, incident: { ...purpose.incident, place: { city: 'Aurora' } } };
    expect(codesOf(await ask({ ...window, purpose: elsewhere, plate }))).toEqual([
      'incident_contradiction case_differs',
    ]);
  });

  test('is for three plates without words; the fourth waits', async () => {
    const purpose = theft();
    for (const number of ['ZZT7301', 'ZZT7302', 'ZZT7303'])
      expect((await ask({ ...window, purpose, plate: { number } })).status).toBe(200);
    const fourth = await ask({ ...window, purpose, plate: { number: 'ZZT7304' } });
    expect([fourth.status, codesOf(fourth)]).toEqual([202, ['incident_needs_review fourth_plate']]);
  });

  test('is the only one for its plate for two weeks', async () => {
    const plate = { number: 'ZZT7401' };
    expect((await ask({ ...window, purpose: theft(), plate })).status).toBe(200);
    const dryRun = await ask({ ...window, purpose: theft(), plate }, '/v1/decisions');
    expect(dryRun.body.effect).toBe('permit');
    const second = await ask({ ...window, purpose: theft(), plate });
    expect([second.status, codesOf(second)]).toEqual([202, ['incident_needs_review second_case']]);
  });
});

describe('who looks for a missing person', () => {
  test('is told to tell the reporter nothing, and is reviewed within a day', async () => {
    const purpose = {
      ...theft({
        kind: 'missing_person',
        vehicle: 'of_missing_person',
        occurred: { from: ago(20), to: 'ongoing' },
      }),
      code: 'missing_endangered',
      offense: undefined,
    };
    const answer = await ask({ ...window, purpose, plate: { number: 'ZZT7501' } });
    expect([answer.status, codesOf(answer)]).toEqual([200, []]);
    expect(answer.body.decision?.obligations).toEqual(
      expect.arrayContaining([{ code: 'tell_reporter_nothing' }, { code: 'review_within', hours: 24 }]),
    );
  });
});
