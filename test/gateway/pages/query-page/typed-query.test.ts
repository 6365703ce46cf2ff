/** From what an officer typed to what the gateway is asked. */
import { describe, expect, test } from '@jest/globals';
import { typedQuery } from '../../../../gateway/pages/query-page/typed-query.ts';

const GOOD = {
  ...{ purpose: 'stolen_vehicle', caseNumber: ' CR-2026-0142 ', justification: 'stolen overnight' },
  ...{ plate: 'ABC123', match: 'exact', zone: 'colorado', from: '2026-11-26T08:00', to: '2026-11-27T08:00' },
};
const typed = (fields: Readonly<Record<string, string>> = {}) =>
  typedQuery(new URLSearchParams({ ...GOOD, ...fields }));

describe('the form of an officer', () => {
  test('asks as the officer alone, in UTC, and leaves out what was left empty', () => {
    const { body } = typed({ supervisor: '', state: '' });
    expect(JSON.parse(JSON.stringify(body))).toEqual({
      purpose: { code: 'stolen_vehicle', caseNumber: 'CR-2026-0142', justification: 'stolen overnight' },
      plate: { number: 'ABC123', match: 'exact' },
      ...{ from: '2026-11-26T15:00:00.000Z', to: '2026-11-27T15:00:00.000Z', limit: 100 },
    });
  });

  test('takes an offense as system and code, and a court’s paper only whole', () => {
    const paper = {
      paper: 'arrest_warrant',
      court: 'County',
      docket: '1',
      judge: 'J',
      issuedOn: '2026-06-01',
    };
    const { body } = typed({ offense: 'CRS: 18-4-409', ...paper, affirmation: 'yes' });
    expect(JSON.parse(JSON.stringify(body)).purpose).toMatchObject({
      offense: { system: 'crs', code: '18-4-409' },
      judicialProcess: { kind: 'arrest_warrant', court: 'County', affirmation: true },
    });
    expect(Object.keys(typed({ court: 'County' }).faults ?? {})).toEqual([
      'paper',
      'docket',
      'judge',
      'issuedOn',
    ]);
    expect(Object.keys(typed({ offense: '240' }).faults ?? {})).toEqual(['offense']);
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
    const { body } = typedQuery(fields);
    expect(body?.purpose).toMatchObject({ context: [{ words: 'Ice Age', is: 'name_or_place' }] });
  });

  test('asks nothing where the plate or a time is missing, or the window has no length', () => {
    expect(Object.keys(typed({ plate: ' ', from: '', to: 'noon' }).faults ?? {})).toEqual([
      'plate',
      'from',
      'to',
    ]);
    expect(Object.keys(typed({ from: GOOD.to }).faults ?? {})).toEqual(['from']);
  });
});
