/** From what an officer typed to what the gateway is asked. */
import { describe, expect, test } from '@jest/globals';
import { typedOf, typedQuery } from '../../../../gateway/pages/query-page/typed-query.ts';

const NOW = Date.parse('2026-11-27T15:00:00Z');
const GOOD = {
  ...{ purpose: 'stolen_vehicle', caseNumber: ' CR-2026-0142 ', justification: 'stolen overnight' },
  ...{ plate: 'ABC123', match: 'exact', zone: 'colorado', from: '2026-11-26T08:00', to: '2026-11-27T08:00' },
};
const INCIDENT = {
  ...{ kind: 'offense', offense: 'nibrs:240', happened: '2026-11-25T08:00', place: 'Adams County' },
  ...{ vehicle: 'stolen', reportedBy: 'victim', affirmed: 'yes' },
};
type Typed = Readonly<Record<string, string>>;
const typed = (fields: Typed = {}) => typedQuery(new URLSearchParams({ ...GOOD, ...fields }), NOW);
const stated = (fields: Typed = {}) => typed({ justification: '', ...INCIDENT, ...fields });
const sent = ({ body }: ReturnType<typeof typed>) => JSON.parse(JSON.stringify(body));
const marked = ({ faults }: ReturnType<typeof typed>) => Object.keys(faults ?? {});

describe('the form of an officer', () => {
  test('asks as the officer alone, in UTC, and leaves out what was left empty', () => {
    expect(sent(typed({ supervisor: '', state: '' }))).toEqual({
      purpose: { code: 'stolen_vehicle', caseNumber: 'CR-2026-0142', justification: 'stolen overnight' },
      plate: { number: 'ABC123', match: 'exact' },
      ...{ from: '2026-11-26T15:00:00.000Z', to: '2026-11-27T15:00:00.000Z', limit: 100 },
    });
  });

  test('needs a case number, unless something else stands in the place of a case', () => {
    const withoutCase = new URLSearchParams({ ...GOOD, caseNumber: '' });
    expect(marked(typedQuery(withoutCase, NOW))).toEqual(['caseNumber']);
    expect(sent(typedQuery(withoutCase, NOW, true)).purpose).not.toHaveProperty('caseNumber');
  });

  test('takes an offense as system and code, and a court’s paper only whole', () => {
    const paper = {
      paper: 'arrest_warrant',
      court: 'County',
      docket: '1',
      judge: 'J',
      issuedOn: '2026-06-01',
    };
    expect(sent(typed({ offense: 'CRS: 18-4-409', ...paper, affirmation: 'yes' })).purpose).toMatchObject({
      offense: { system: 'crs', code: '18-4-409' },
      judicialProcess: { kind: 'arrest_warrant', court: 'County', affirmation: true },
    });
    expect(marked(typed({ court: 'County' }))).toEqual(['paper', 'docket', 'judge', 'issuedOn']);
    expect(marked(typed({ offense: '240' }))).toEqual(['offense']);
  });

  test('says the officer’s word only for the words that it was given for', () => {
    const fields = new URLSearchParams(GOOD);
    for (const [words, is] of [
      ['Ice Age', 'name_or_place'],
      ['illegal', ''],
      ['alien', 'anything'],
    ] as const) {
      fields.append('words', words);
      fields.append('wordsAre', is);
    }
    const { body } = typedQuery(fields, NOW);
    expect(body?.purpose).toMatchObject({ context: [{ words: 'Ice Age', is: 'name_or_place' }] });
  });

  test('asks nothing where the plate is missing, a time cannot be read, or the window has no length', () => {
    expect(marked(typed({ plate: ' ', from: 'today', to: 'noon' }))).toEqual(['plate', 'from', 'to']);
    expect(marked(typed({ from: GOOD.to }))).toEqual(['from']);
    expect(marked(typed({ plate: 'AB*12?' }))).toEqual(['plate']);
  });
});

describe('a case number', () => {
  test('is written as case numbers are, or marked at its field', () => {
    const written = (caseNumber: string) => typed({ caseNumber });
    expect(sent(written(' cr 2026  0142 ')).purpose.caseNumber).toBe('CR-2026-0142');
    expect(typed({ caseNumber: 'CR/2026/0142' }).faults).toEqual({
      caseNumber: expect.stringContaining('4 to 30 capital letters, digits and hyphens'),
    });
    // What is refused in any case is refused and logged.
    expect(marked(typed({ caseNumber: '?', purpose: 'immigration_civil' }))).toEqual([]);
  });
});

describe('an incident', () => {
  test('is sent as it was chosen, without words, its times in the zone of the form', () => {
    expect(sent(stated()).purpose).toEqual({
      ...{ code: 'stolen_vehicle', caseNumber: 'CR-2026-0142', offense: { system: 'nibrs', code: '240' } },
      incident: {
        ...{ kind: 'offense', occurred: { from: '2026-11-25T15:00:00.000Z' }, place: { county: 'Adams' } },
        ...{ vehicle: 'stolen', reportedBy: 'victim', affirmed: true },
      },
    });
    const missing = { purpose: 'missing_endangered', kind: 'missing_person', vehicle: 'of_missing_person' };
    const still = sent(stated({ ...missing, offense: '', ongoing: 'ongoing', place: 'WY' })).purpose.incident;
    expect(still).toMatchObject({ occurred: { to: 'ongoing' }, place: { state: 'WY' } });
    const agency = { reportedBy: 'other_agency', agency: 'co0010100', until: '2026-11-25T09:00' };
    expect(sent(stated(agency)).purpose.incident).toMatchObject({
      ...{ agencyOri: 'CO0010100', occurred: { to: '2026-11-25T16:00:00.000Z' } },
    });
  });

  test.each(['kind', 'offense', 'happened', 'place', 'vehicle', 'reportedBy', 'affirmed'])(
    'that is filled in but for `%s` is not asked with, nor with words beside it, and is marked there',
    (name) => {
      expect(marked(stated({ [name]: '' }))).toEqual([name]);
      expect(marked(stated({ [name]: '', justification: 'stolen overnight' }))).toEqual([name]);
    },
  );

  test('may stay out where there are words, and one of the two is needed', () => {
    expect(marked(typed())).toEqual([]);
    expect(marked(typed({ affirmed: 'yes' }))).toEqual([]);
    expect(marked(typed({ justification: '' }))).toEqual(['kind', 'justification']);
  });

  test.each([
    [{ happened: '2026-11-28T08:00' }, 'happened'],
    [{ happened: 'yesterday' }, 'happened'],
    [{ until: '2026-11-24T08:00' }, 'until'],
    [{ ongoing: 'ongoing' }, 'ongoing'],
    [{ agency: 'CO0010100' }, 'agency'],
  ])('that contradicts itself by %j is marked at `%s`', (fields, name) => {
    expect(marked(stated(fields))).toEqual([name]);
  });

  test('needs a line of words where its purpose does, and what else the purpose needs, each at its field', () => {
    const trafficking = { purpose: 'human_trafficking', offense: 'nibrs:64A', vehicle: 'of_suspect' };
    expect(marked(stated(trafficking))).toEqual(['justification']);
    expect(marked(stated({ caseNumber: '' }))).toEqual(['caseNumber']);
    expect(marked(typed({ purpose: 'violent_crime' }))).toEqual(['offense']);
    expect(marked(typed({ purpose: 'exigent_life_safety' }))).toEqual(['supervisor']);
    expect(marked(typed({ purpose: 'judicial_process' }))).toEqual(['paper']);
  });

  test('changes nothing of a purpose that is refused: it is asked, and refused in the log', () => {
    const refused = { purpose: 'immigration_civil', justification: '', kind: '' };
    expect(sent(stated(refused)).purpose).toEqual({
      ...{ code: 'immigration_civil', caseNumber: 'CR-2026-0142', offense: { system: 'nibrs', code: '240' } },
    });
  });

  test('comes back into the form as it was sent', () => {
    const told = sent(stated({ until: '2026-11-25T09:00', grade: 'felony' }));
    expect(sent(typedQuery(typedOf(told), NOW))).toEqual(told);
  });
});

describe('the window of the form', () => {
  const window = (fields: Typed) => {
    const { from, to } = sent(stated({ from: '', to: '', ...fields }));
    return [from, to];
  };
  const NOW_TEXT = '2026-11-27T15:00:00.000Z';

  test('left blank is about the incident, or the last day where none is stated', () => {
    expect(window({})).toEqual(['2026-11-24T15:00:00.000Z', NOW_TEXT]);
    const { from, to } = sent(typed({ from: '', to: '' }));
    expect([from, to]).toEqual(['2026-11-26T15:00:00.000Z', NOW_TEXT]);
  });

  test('ends with what is about the incident, and never begins before what is kept', () => {
    const driving = { purpose: 'impaired_or_criminal_driving', offense: 'nibrs:90D', vehicle: 'of_suspect' };
    expect(window({ ...driving, happened: '2026-11-05T08:00' })).toEqual([
      '2026-11-04T15:00:00.000Z',
      '2026-11-19T15:00:00.000Z',
    ]);
    expect(window({ happened: '2026-10-28T08:00' })).toEqual(['2026-10-28T16:00:00.000Z', NOW_TEXT]);
    expect(marked(stated({ ...driving, from: '', to: '', happened: '2026-09-05T08:00' }))).toEqual(['from']);
  });

  test('is as it was chosen, whatever stands in its fields', () => {
    const filled = { from: '2026-11-27T07:00', to: '2026-11-27T08:00' };
    expect(window({ ...filled, window: 'P7D' })).toEqual(['2026-11-20T15:00:00.000Z', NOW_TEXT]);
    expect(window({ ...filled, window: 'incident' })).toEqual(['2026-11-24T15:00:00.000Z', NOW_TEXT]);
    expect(window({ ...filled, window: 'typed' })).toEqual(['2026-11-27T14:00:00.000Z', NOW_TEXT]);
  });

  test('that nobody typed is not read in another zone', () => {
    const shown = { shownAt: '2026-11-27T14:31:00.000Z', from: '2026-11-26T07:31', to: '2026-11-27T07:31' };
    const utc = { ...shown, zone: 'utc', happened: '2026-11-25T15:00' };
    expect(window(utc)).toEqual(['2026-11-24T15:00:00.000Z', shown.shownAt]);
    expect(window({ ...utc, from: '2026-11-26T07:30' })[0]).toBe('2026-11-26T07:30:00.000Z');
    expect(window(shown)[0]).toBe('2026-11-26T14:31:00.000Z');
  });

  test('is the same when the form is sent again later', () => {
    const fields = { shownAt: '2026-11-27T14:31:00.000Z' };
    expect(window(fields)[1]).toBe(fields.shownAt);
    expect(window({ shownAt: '2199-01-01T00:00:00Z' })[1]).toBe(NOW_TEXT);
  });
});
