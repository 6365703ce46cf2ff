/** Small answers that others rest on: each form of them, to the letter. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decide } from '../../sharing-rules/decide.ts';
import { mayEnrol } from '../../sharing-rules/enrolment.ts';
import { fulfil } from '../../sharing-rules/fulfil.ts';
import { differencesOf } from '../../sharing-rules/review.ts';
import { isForeign } from '../../sharing-rules/rules/officer/employer.ts';
import { caseNumber } from '../../sharing-rules/rules/purpose/case-number.ts';
import { judicialProcessVerified } from '../../sharing-rules/rules/purpose/judicial-process-verified.ts';
import { prosecutorCase } from '../../sharing-rules/rules/purpose/prosecutor-case.ts';
import { refusesWords } from '../../sharing-rules/rules/purpose/reworded.ts';
import { areaWidth } from '../../sharing-rules/rules/query/area-width.ts';
import type { Role } from '../../sharing-rules/terms/asker.ts';
import { decideAttestation, papersOf } from '../../sharing-rules/terms/attestation.ts';
import { REASON_CODES, type ReasonCode } from '../../sharing-rules/terms/decision.ts';
import { foldOfficerId, namesOfficer } from '../../sharing-rules/terms/officer-id.ts';
import type { JudicialProcess } from '../../sharing-rules/terms/query.ts';
import { publicReasons, reason } from '../../sharing-rules/terms/reasons.ts';
import { mayAdminister } from '../../sharing-rules/terms/roles.ts';
import { inputOf } from './read-corpus.ts';
import { anySign } from './text/any-sign.ts';

const denied = reason('employer_mismatch', 'deny', 'token_ori');
const other = reason('window_too_old', 'deny');

describe('a rule by itself', () => {
  test('an area is on earth, poles and date line included', () => {
    const area = (lat: number, lon: number) =>
      areaWidth(inputOf({ given: { query: { plate: '(absent)', area: { lat, lon, radiusMetres: 100 } } } }));
    for (const [lat, lon] of [
      [90, 180],
      [-90, -180],
    ] as const)
      expect(area(lat, lon)).toMatchObject({ effect: 'review', detail: 'area_sweep' });
    for (const [lat, lon] of [
      [90.5, 0],
      [-90.5, 0],
      [0, 180.5],
      [0, -180.5],
    ] as const)
      expect(area(lat, lon)).toMatchObject({ effect: 'deny' });
  });

  test('a case number is missing only where the purpose needs one', () => {
    const without = (code: string) =>
      caseNumber(inputOf({ given: { query: { purpose: { code, caseNumber: '(absent)' } } } }));
    expect(without('stolen_vehicle')).toMatchObject({ code: 'case_number_missing' });
    expect(without('immigration_civil')).toBeNull();
    expect(without('no_such_purpose')).toBeNull();
  });

  test('a prosecutor’s case is one that is filed, and its number says nothing before or behind', () => {
    const asked = (given: string) =>
      prosecutorCase(
        inputOf({ given: { agency: { class: 'prosecutor' }, query: { purpose: { caseNumber: given } } } }),
      );
    for (const number of ['2026CR000321', 'D0012026CR000321', '26-JD-45', '', '  ']) {
      expect(asked(number)).toBeNull();
    }
    for (const number of ['X2026CR000321', '2026CR000321X', '2026CV000321']) {
      expect(asked(number)).toEqual(
        reason('case_number_invalid', 'review', 'case_not_filed', 'Policy 420.7'),
      );
    }
    expect(asked('X2026CR000321')).toMatchObject({ clause: 'Policy 420.7' });
  });
});

describe('what is said of reasons', () => {
  test('one that names another employer among them is foreign, whatever else was wrong', () => {
    expect(isForeign([other, denied])).toBe(true);
    expect(isForeign([other])).toBe(false);
    expect(isForeign([])).toBe(false);
  });

  test('an employer’s mismatch of another kind, or the same word about something else, is not foreign', () => {
    expect(isForeign([reason('employer_mismatch', 'deny', 'on_behalf_of_ori')])).toBe(true);
    expect(isForeign([reason('employer_mismatch', 'deny', 'roster')])).toBe(false);
    expect(isForeign([reason('employer_mismatch', 'deny')])).toBe(false);
    expect(isForeign([reason('window_too_old', 'deny', 'token_ori')])).toBe(false);
    expect(isForeign([reason('window_too_old', 'deny', 'on_behalf_of_ori')])).toBe(false);
  });

  test('an officer is enrolled but where the agency itself can get nothing, or is not the officer’s own', () => {
    const denies = (code: ReasonCode) => mayEnrol([other, reason(code, 'deny')]);
    const ofTheAgency = REASON_CODES.filter((code) => !denies(code));
    expect(ofTheAgency).toEqual([
      ...['agency_not_eligible', 'agency_suspended', 'agency_retired', 'agreement_expired'],
      ...['certification_missing', 'certification_expired'],
      ...['grant_missing', 'grant_revoked', 'grant_expired', 'grant_not_started'],
    ]);
    expect(mayEnrol([reason('agency_not_eligible', 'review', 'campus_private')])).toBe(true);
    expect(mayEnrol([denied])).toBe(false);
    expect(mayEnrol([])).toBe(true);
  });

  test('words were refused where one reason of several denies them', () => {
    const words = reason('narrative_personal', 'deny', 'own_or_family');
    expect(refusesWords([other, words])).toBe(true);
    expect(refusesWords([reason('narrative_personal', 'review', 'own_or_family'), other])).toBe(false);
  });

  test('the outside sees code, clause and detail', () => {
    expect(publicReasons([denied, other])).toEqual([
      { code: 'employer_mismatch', clause: denied.clause, detail: 'token_ori' },
      { code: 'window_too_old', clause: other.clause },
    ]);
  });

  test('a reason says nothing that was not given', () => {
    expect(Object.keys(reason('window_too_old', 'deny', undefined, 'Policy 420.7'))).not.toContain('detail');
    expect(reason('window_too_old', 'review')).toEqual({ ...other, effect: 'review' });
  });
});

describe('what is attested of an officer', () => {
  test('denies where another agency employs the officer, or a federal one has them', () => {
    const agency = { oris: ['CO0010000'] } as unknown as Parameters<typeof decideAttestation>[0];
    const attested = { employerOri: 'COFBIDN00', federalDetail: true, trainedOn: 0 };
    expect(decideAttestation(agency, attested).map(({ effect, detail }) => [effect, detail])).toEqual([
      ['deny', 'attested_employer'],
      ['deny', 'federal_detail'],
    ]);
  });

  test('is missing where either date is', () => {
    expect(papersOf({ attestedAt: null, trainedOn: 1 }, 1)).toBe('attestation_missing');
    expect(papersOf({ attestedAt: 1, trainedOn: null }, 1)).toBe('attestation_missing');
    expect(papersOf({ attestedAt: 1, trainedOn: 1 }, 1)).toBe('current');
  });
});

describe('the officer’s id', () => {
  test.each([
    ['OFF-7 ', 'off-7'],
    [' -off . 7- ', 'off-7'],
    ['a-b-c', 'a-b-c'],
    ['D/1001', 'd-1001'],
    ['--', ''],
    ['off-\u0662\u0661', 'off-21'],
    ['off-\u096f\u0966', 'off-90'],
    ['off-\u09e6\u07c0', 'off-00'],
    ['off-\u{1d7f5}\uff17', 'off-97'],
    ['off-\u{11da9}\u{1e959}', 'off-99'],
    ['off-%D9%A7', 'off-7'],
  ])('`%s` is compared as `%s`', (id, folded) => {
    expect(foldOfficerId(id)).toBe(folded);
  });

  test('is the same with the digits of any script', () => {
    // Those of the planes above are no letters or digits of any script.
    const digits = [...Array(0x20000).keys()]
      .filter((point) => point > 0x7f && (point < 0xd800 || point > 0xdfff))
      .map((point) => String.fromCodePoint(point))
      .filter((glyph) => /^\p{Nd}$/u.test(glyph));
    expect(digits.length).toBeGreaterThan(600);
    expect(digits.length % 10).toBe(0);
    for (const [place, digit] of digits.entries()) {
      expect([digit, foldOfficerId(`off-${digit}`)]).toEqual([digit, `off-${place % 10}`]);
    }
  });

  test('names somebody exactly where something is left to compare by', () => {
    const escapes = fc.constantFrom(
      '%20',
      '&nbsp;',
      '\\u0020',
      'U+00AD',
      '0x20',
      '=20',
      '&#32;',
      '\u00ad',
      '\u0300',
      '-',
      ' ',
      'a',
      '7',
    );
    const id = fc.oneof(
      fc.string({ unit: anySign }),
      fc.array(escapes).map((parts) => parts.join('')),
    );
    fc.assert(fc.property(id, (text) => namesOfficer(text) === (foldOfficerId(text) !== '')));
  });
});

describe('the court’s document beside what the officer gave', () => {
  test('is compared as it reads: full-width letters, capitals and spaces make no difference, a word does', () => {
    const given: JudicialProcess = {
      ...{ kind: 'court_order', court: ' ＡＤＡＭＳ   County District Court', docket: '26CR1' },
      ...{ judge: 'hon. sample', issuedOn: '2026-02-20' },
    };
    const seen = {
      ...{ documentSha256: 'ab'.repeat(32), court: 'Adams County District Court', docket: '26cr1' },
      ...{ judge: 'Hon. Sample', issuedOn: '2026-02-20', affirmation: true },
    };
    expect(differencesOf(given, seen)).toEqual([]);
    expect(differencesOf({ ...given, court: 'AdamsCounty District Court' }, seen)).toEqual(['court']);
  });
});

describe('reports of misuse', () => {
  test.each<[Role, boolean]>([
    ['auditor', true],
    ['chief', true],
    ['reviewer', false],
    ['sharing_admin', false],
  ])('are read by the %s: %s', (role, allowed) => {
    const subject = {
      kind: 'person',
      personId: 'p-1',
      roles: [role],
      mfa: true,
      senderConstrained: true,
      authenticatedAt: null,
    } as const;
    expect(mayAdminister(subject, 'read_misuse', { secondFactor: 'on', now: 0 })).toBe(
      allowed ? 'allowed' : 'role_missing',
    );
  });
});

describe('a hold that rests on a court’s document', () => {
  test('names its clause and only holds', () => {
    const given = inputOf({ base: 'adams-court-order', given: {} });
    expect(judicialProcessVerified(given)).toEqual(reason('judicial_process_unverified', 'review'));
  });
});

describe('a permit in an emergency', () => {
  test('is fulfilled by reads within its limits, and by no more', () => {
    const given = inputOf({ base: 'adams-exigent', given: {} });
    const decision = decide(given);
    expect(decision.obligations.map(({ code }) => code)).toContain('review_within');
    expect(fulfil(decision, { count: 1, from: given.now }).effect).toBe('permit');
    expect(fulfil(decision, { count: 201, from: given.now }).effect).toBe('deny');
  });
});
