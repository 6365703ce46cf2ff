/** Patterns of misuse across queries: what shows one, and what honest work does not. */
import { describe, expect, test } from '@jest/globals';
import { type Activity, type AnomalyKind, statedFacts, summaryOf } from '../../sharing-rules/anomalies.ts';
import type { ReasonCode } from '../../sharing-rules/terms/decision.ts';
import { findAnomalies } from './find-anomalies.ts';

const DAY = 86_400_000;
const BEGIN = Date.UTC(2026, 9, 5, 16);
let index = 0;

function asked(days: number, changes: Partial<Activity> = {}): Activity {
  index += 1;
  return {
    index,
    at: BEGIN + days * DAY,
    localHour: 10,
    agency: 'CO0010000',
    officer: 'officer-1',
    clientId: 'adams',
    effect: 'permit',
    purpose: 'stolen_vehicle',
    plate: `TST${index}`,
    caseNumber: `CR-${index}`,
    reasons: [],
    ...changes,
  };
}
const denied = (code: ReasonCode, detail: string | null = null): Partial<Activity> => ({
  effect: 'deny',
  reasons: [{ code, detail }],
});
const many = (count: number, make: (i: number) => Activity) =>
  Array.from({ length: count }, (_, i) => make(i));
const kinds = (activity: Activity[]) => findAnomalies(activity).map(({ kind }) => kind);

describe('a single refusal', () => {
  test.each<[AnomalyKind, Partial<Activity>]>([
    ['prohibited_use', { ...denied('narrative_immigration', 'federal_immigration_agency'), isWanted: true }],
    ['prohibited_use', { ...denied('narrative_protected_health'), isWanted: true }],
    ['prohibited_use', denied('narrative_federal_assist')],
    ['prohibited_use', denied('narrative_personal')],
    ['prohibited_use', denied('offense_immigration')],
    ['prohibited_use', denied('purpose_prohibited', 'immigration_civil')],
    ['proxy_search', denied('employer_mismatch', 'on_behalf_of_ori')],
    ['administrative_warrant', denied('judicial_process_administrative')],
    ['sweep', denied('quota_exceeded', 'plate_pattern')],
    ['barred_agency', denied('agency_not_eligible', 'federal')],
  ])('%s is reported', (kind, changes) => {
    expect(kinds([asked(0, changes)])).toEqual([kind]);
  });

  test.each([
    ['a case number that was forgotten', denied('case_number_missing')],
    ['a traffic entry picked from a list', denied('purpose_prohibited', 'traffic_infraction')],
    ['a window too far back', denied('window_too_old')],
    ['one vague reason', denied('purpose_vague', 'vague')],
    ['one note of minor traffic', denied('narrative_minor_traffic')],
    ['words of immigration that nobody is seen to want', denied('narrative_immigration')],
    ['a clinic that is named', denied('narrative_protected_health')],
    ['a faith that is named', denied('narrative_protected_class')],
  ])('%s is not', (_what, changes) => {
    expect(kinds([asked(0, changes)])).toEqual([]);
  });

  test('for words that may be misread is reported when it comes twice within a week, dry runs and all', () => {
    const words = denied('narrative_immigration');
    const twice = (days: number, changes: Partial<Activity> = {}) =>
      kinds([asked(0, words), asked(days, { ...words, ...changes })]);
    expect(twice(6.9)).toEqual(['prohibited_words']);
    expect(twice(6.9, { isDryRun: true })).toEqual(['prohibited_words']);
    expect(twice(7)).toEqual([]);
    expect(twice(1, { officer: 'officer-9' })).toEqual([]);
    const graver = {
      ...words,
      reasons: [...(words.reasons ?? []), { code: 'offense_immigration', detail: null }],
    };
    expect(kinds([asked(0, graver as Partial<Activity>)])).toEqual(['prohibited_use']);
  });

  test('a finding that was only held for review is not a prohibited use', () => {
    const held: Partial<Activity> = {
      effect: 'review',
      reasons: [{ code: 'narrative_protected_class', detail: 'event' }],
    };
    expect(kinds([asked(0, held)])).toEqual([]);
  });
});

describe('a pattern', () => {
  const samePlate = { plate: 'TST0001', caseNumber: 'CR-1' };

  test('one plate looked up on five days is reported, on four or by five officers it is not', () => {
    expect(kinds(many(5, (i) => asked(i, samePlate)))).toEqual(['repeated_plate']);
    expect(kinds(many(4, (i) => asked(i, samePlate)))).toEqual([]);
    expect(kinds(many(8, () => asked(0, samePlate)))).toEqual([]);
    expect(kinds(many(5, (i) => asked(i, { ...samePlate, officer: `officer-${i}` })))).toEqual([]);
  });

  test('days that lie too far apart are no pattern', () => {
    expect(kinds(many(5, (i) => asked(i * 5, samePlate)))).toEqual([]);
  });

  test('one case number over twelve plates is reported, as the agency’s where officers differ', () => {
    const over = (plates: number, change = {}) =>
      many(plates, (i) => asked(i / 10, { caseNumber: 'CR-1', officer: `officer-${i % 3}`, ...change }));
    expect(findAnomalies(over(12))).toMatchObject([{ kind: 'case_many_plates', officer: null }]);
    expect(kinds(over(11))).toEqual([]);
    expect(kinds(over(12, { effect: 'deny' }))).toEqual([]);
  });

  test('one plate under two purposes with two cases is reported; a case that unfolds is not', () => {
    const plate = 'TST0001';
    const second = { plate, purpose: 'hit_and_run' };
    expect(
      kinds([asked(0, { plate, caseNumber: 'CR-1' }), asked(1, { ...second, caseNumber: 'CR-2' })]),
    ).toEqual(['plate_two_purposes']);
    expect(
      kinds([asked(0, { plate, caseNumber: 'CR-1' }), asked(1, { ...second, caseNumber: 'CR-1' })]),
    ).toEqual([]);
  });

  test('a plate refused for a prohibited use, then released to another officer under another case', () => {
    const plate = 'TST0001';
    const refused = asked(0, { plate, caseNumber: 'CR-1', ...denied('narrative_immigration') });
    const later = (changes: Partial<Activity> = {}, days = 0.5) =>
      asked(days, { plate, officer: 'officer-2', caseNumber: 'CR-2', ...changes });
    const found = (...after: Activity[]) =>
      kinds([refused, ...after]).filter((kind) => kind === 'refused_plate');
    expect(found(later())).toEqual(['refused_plate']);
    expect(findAnomalies([refused, later()]).at(-1)).toMatchObject({ officer: null, agency: 'CO0010000' });
    expect(found(later({ officer: 'officer-1' }))).toEqual([]);
    expect(found(later({ caseNumber: 'CR-1' }))).toEqual([]);
    expect(found(later({ plate: 'TST0002' }))).toEqual([]);
    expect(found(later({ agency: 'CO0010100' }))).toEqual([]);
    expect(found(later({ effect: 'review' }))).toEqual([]);
    expect(found(later({}, 1.1))).toEqual([]);
    const area = asked(0, { plate: null, ...denied('narrative_immigration') });
    expect(kinds([area, later({ plate: null })])).toEqual([]);
    const forgotten = asked(0, { plate, ...denied('case_number_missing') });
    expect(kinds([forgotten, later()])).toEqual([]);
    const before = later({}, -0.5);
    expect(kinds([asked(0, { plate, ...denied('narrative_immigration') }), { ...before, index: 0 }])).toEqual(
      [],
    );
  });

  test('vague reasons are reported at two by night, at four by day', () => {
    const vague = denied('purpose_vague', 'vague');
    expect(kinds(many(2, (i) => asked(i, { ...vague, localHour: 23 })))).toEqual(['vague_at_night']);
    expect(kinds(many(3, (i) => asked(i, vague)))).toEqual([]);
    expect(kinds(many(4, (i) => asked(i, vague)))).toEqual(['vague_habit']);
  });

  test('danger to life four times in thirty days is reported', () => {
    const exigent = { purpose: 'exigent_life_safety' };
    expect(kinds(many(4, (i) => asked(i * 7, exigent)))).toEqual(['exigent_often']);
    expect(kinds(many(4, (i) => asked(i * 11, exigent)))).toEqual([]);
  });

  test('two clients of one officer within an hour are reported, on two days they are not', () => {
    const other = { clientId: 'elsewhere' };
    expect(kinds([asked(0), asked(0.02, other)])).toEqual(['shared_account']);
    expect(kinds([asked(0), asked(1, other)])).toEqual([]);
  });

  test('three hundred queries of one officer in two weeks are reported', () => {
    expect(kinds(many(300, (i) => asked(i / 25)))).toEqual(['heavy_use']);
    expect(kinds(many(299, (i) => asked(i / 25)))).toEqual([]);
  });

  test('shows its entries in order, and is not mixed with other officers’', () => {
    const mixed = [3, 1, 2].flatMap((day) => [
      asked(day, { ...denied('narrative_minor_traffic'), officer: 'officer-7' }),
      asked(day, { officer: 'officer-8' }),
    ]);
    const [found, ...rest] = findAnomalies(mixed);
    expect(rest).toEqual([]);
    expect(found).toMatchObject({ kind: 'minor_traffic_use', officer: 'officer-7' });
    const at = new Map(mixed.map((one) => [one.index, one.at]));
    expect(found?.entries.map((entry) => ((at.get(entry) as number) - BEGIN) / DAY)).toEqual([1, 2, 3]);
  });

  test('is told to the Chief without a plate, a name or a case number', () => {
    expect(summaryOf('repeated_plate')).toBe(
      'one officer looked one plate up on many days without a change of case',
    );
  });
});

describe('incidents for one plate', () => {
  const stated = (kind: 'offense' | 'missing_person', vehicle: 'stolen' | 'of_suspect', code = '240') =>
    statedFacts({
      incident: {
        ...{ kind, vehicle, occurred: { from: BEGIN }, place: { city: 'Aurora' } },
        ...{ reportedBy: 'victim', affirmed: true },
      },
      offense: { system: 'nibrs', code },
    });
  const [stolen, missing, suspects] = [
    stated('offense', 'stolen'),
    stated('missing_person', 'of_suspect'),
    stated('offense', 'of_suspect'),
  ];
  const ask = (hours: number, of: string | null, changes: Partial<Activity> = {}) =>
    asked(hours / 24, {
      plate: 'FIT1',
      caseNumber: 'CR-1',
      officer: `officer-${hours}`,
      stated: of,
      ...changes,
    });
  const fitted = (...activity: Activity[]) => kinds(activity).filter((kind) => kind === 'incident_fitted');

  test('that differ in kind, offense or vehicle are reported at the third within a day, of the whole agency', () => {
    expect(fitted(ask(0, stolen), ask(1, missing), ask(2, suspects))).toEqual(['incident_fitted']);
    const robbery = stated('offense', 'stolen', '120');
    expect(fitted(ask(0, stolen), ask(1, robbery), ask(2, suspects))).toEqual(['incident_fitted']);
    expect(fitted(ask(0, stolen), ask(1, missing), ask(24, suspects))).toEqual([]);
    expect(fitted(ask(0, stolen), ask(1, missing), ask(2, suspects, { agency: 'CO0010100' }))).toEqual([]);
    expect(fitted(ask(0, stolen), ask(1, missing), ask(2, suspects, { plate: 'OTHER' }))).toEqual([]);
  });

  test('count when they were only tried in dry runs, or refused', () => {
    const tried = { isDryRun: true };
    expect(fitted(ask(0, stolen, tried), ask(1, missing, tried), ask(2, suspects))).toEqual([
      'incident_fitted',
    ]);
    const contradicted = denied('incident_contradiction', 'stolen_vehicle: kind missing_person');
    expect(fitted(ask(0, stolen), ask(1, missing, contradicted), ask(2, suspects, tried))).toEqual([
      'incident_fitted',
    ]);
  });

  test('that stay the same are honest, however often they are stated, and so are two', () => {
    expect(fitted(...[0, 1, 2, 3].map((hours) => ask(hours, stolen)))).toEqual([]);
    expect(fitted(ask(0, stolen), ask(1, suspects), ask(2, stolen))).toEqual([]);
    expect(fitted(ask(0, null), ask(1, stolen), ask(2, suspects))).toEqual([]);
  });

  test('of a dry run show nothing else: it brought nothing', () => {
    const twoClients = [ask(0, stolen), ask(0, stolen, { isDryRun: true, clientId: 'other' })];
    expect(kinds(twoClients)).toEqual([]);
  });

  test('are one where a statute is cited in two ways', () => {
    const cited = (code: string) =>
      statedFacts({
        incident: {
          ...{ kind: 'offense', vehicle: 'stolen', occurred: { from: BEGIN }, place: { city: 'Aurora' } },
          ...{ reportedBy: 'victim', affirmed: true },
        },
        offense: { system: 'crs', code },
      });
    expect(cited('C.R.S. § 18-4-409(2)(a)')).toBe(cited('18-4-409'));
    expect(statedFacts({})).toBeNull();
  });
});
