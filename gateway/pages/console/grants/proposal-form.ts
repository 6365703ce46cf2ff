/** From the form of a proposal to the API's body: what is missing is told all at once, and nothing is guessed. */
import { APPROVED_CODES } from '../../../../sharing-rules/terms/purposes.ts';
import { asSentence } from '../../layout/first-upper.ts';
import type { Fields } from '../../serve/page.ts';
import { PageProblem, type Problem } from '../../serve/problem.ts';
import type { AgencyView } from '../registry/agency-view.ts';
import type { GrantView } from '../registry/grant-view.ts';
import { reasonWords } from '../registry/registry-words.ts';

/** Stands for every purpose that can be granted. */
export const ALL = 'all';

/** What is wrong, by the field's name. */
export type Faults = ReadonlyMap<string, string>;

const text = (typed: Fields, name: string) => (typed.get(name) ?? '').trim();

/** What the law, the policy and the API ask of each field; the gateway judges the whole again. */
const NEEDED: readonly (readonly [name: string, fault: string])[] = [
  ['purposes', 'Choose at least one purpose.'],
  ['dataClasses', 'Choose at least one kind of data.'],
  ['validUntil', 'Give the day on which the grant ends.'],
  ['agreementReference', 'Name the sharing agreement (C.R.S. 24-74-106), for example MOU 2026-014.'],
  ['agreementSignedOn', 'Give the day on which the agreement was signed.'],
  [
    'article74',
    'Confirm that the agreement ensures compliance with C.R.S. 24-74, or amend the agreement first.',
  ],
  ['certificationSigner', 'Name who signed the agency’s certification (C.R.S. 24-74-105).'],
  ['certificationSignedOn', 'Give the day on which the certification was signed.'],
];

const NUMBERS: readonly (readonly [name: string, most: number, fault: string])[] = [
  ['lookBackDays', 30, 'Give a whole number of days, from 1 to 30 (Policy 420.7).'],
  ['dailyRecords', 10_000_000, 'Give a whole number of records a day, from 1 to 10,000,000.'],
];

function faultsOf(typed: Fields): Faults {
  const faults = NEEDED.filter(([name]) => text(typed, name) === '');
  const wrong = NUMBERS.filter(([name, most]) => {
    const given = text(typed, name);
    return !/^\d{1,8}$/.test(given) || Number(given) < 1 || Number(given) > most;
  });
  return new Map([...faults, ...wrong.map(([name, , fault]) => [name, fault] as const)]);
}

/** @throws PageProblem that names every field that is missing */
export function proposalOf(typed: Fields, partner: string): object {
  const faults = faultsOf(typed);
  if (faults.size > 0) {
    const detail =
      faults.size === 1
        ? 'nothing was proposed: one field is missing or wrong, and is marked below'
        : `nothing was proposed: ${faults.size} fields are missing or wrong, and are marked below`;
    throw new PageProblem({ status: 422, detail, reasons: [], members: { faults } });
  }
  const expiresOn = text(typed, 'agreementExpiresOn');
  return {
    partner,
    purposes: typed.getAll('purposes').includes(ALL) ? APPROVED_CODES : typed.getAll('purposes'),
    dataClasses: typed.getAll('dataClasses'),
    lookBackDays: Number(text(typed, 'lookBackDays')),
    dailyRecords: Number(text(typed, 'dailyRecords')),
    validUntil: text(typed, 'validUntil'),
    agreement: {
      reference: text(typed, 'agreementReference'),
      signedOn: text(typed, 'agreementSignedOn'),
      ...(expiresOn === '' ? {} : { expiresOn }),
      article74: typed.has('article74'),
      officerMfa: typed.has('officerMfa'),
    },
    certification: {
      signer: text(typed, 'certificationSigner'),
      signedOn: text(typed, 'certificationSignedOn'),
    },
  };
}

/** Where a reason or a path of the API's belongs in the form. */
const PLACES: readonly (readonly [begins: RegExp, name: string])[] = [
  [/^agreement[_.]?(?:expired|expiresOn)/, 'agreementExpiresOn'],
  [/^agreement/, 'agreementReference'],
  [/^certification/, 'certificationSignedOn'],
  [/^purpose/, 'purposes'],
  [/^grant_expired|^validUntil/, 'validUntil'],
];

/** What to mark: what the form found, or what the gateway refused. */
export function markedBy(problem: Problem | null): Faults {
  if (problem === null) return new Map();
  const { faults } = problem.members;
  if (faults instanceof Map) return faults as Faults;
  const path = /^`(\w[\w.]*)/.exec(problem.detail)?.[1];
  const told: readonly (readonly [what: string, words: string])[] = [
    ...problem.reasons.map((one) => [one.code, reasonWords(one)] as const),
    ...(path === undefined ? [] : [[path, problem.detail] as const]),
  ];
  return new Map(
    told.flatMap(([what, words]) =>
      PLACES.filter(([begins]) => begins.test(what))
        .slice(0, 1)
        .map(([, name]) => [name, asSentence(words)] as const),
    ),
  );
}

/** What the form begins with: the registry's facts, and the terms of the grant before. */
export function beginWith(agency: AgencyView, before: GrantView | null): Fields {
  const { agreement, certification } = agency;
  const fields = new URLSearchParams({
    lookBackDays: String(before?.lookBackDays ?? 30),
    dailyRecords: String(before?.dailyRecords ?? 1_000),
    agreementReference: agreement?.reference ?? '',
    agreementSignedOn: agreement?.signedOn ?? '',
    agreementExpiresOn: agreement?.expiresOn ?? '',
    certificationSigner: certification?.signer ?? '',
    certificationSignedOn: certification?.signedOn ?? '',
    ...(agreement?.article74 ? { article74: 'yes' } : {}),
    ...(agreement?.officerMfa ? { officerMfa: 'yes' } : {}),
  });
  for (const purpose of before?.purposes ?? []) fields.append('purposes', purpose);
  for (const one of before?.dataClasses ?? ['reads']) fields.append('dataClasses', one);
  return fields;
}
