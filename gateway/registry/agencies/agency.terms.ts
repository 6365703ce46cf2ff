/** The terms of an agency, each declared once for the API, the commands and the pages. */
import { AGENCY_STATUSES, type AgencyStatus } from '../../../sharing-rules/terms/agency.ts';
import {
  AGENCY_CLASSES,
  type AgencyClass,
  findAgencyClass,
} from '../../../sharing-rules/terms/agency-classes.ts';
import { STATES } from '../../../sharing-rules/terms/states.ts';
import { name as nameOf } from '../../http/schemas/name.ts';
import { flag, orNull, type Shape } from '../../http/schemas/shapes.ts';
import { named, type Terms } from '../../http/schemas/terms.ts';
import { AGREEMENT_TERMS, CERTIFICATION_TERMS } from './agreement.terms.ts';
import list from './colorado-agencies.json' with { type: 'json' };

/** All 64 counties of Colorado, in alphabetical order; each has an agency. */
const COLORADO_COUNTIES: readonly string[] = [
  ...new Set(list.flatMap(({ county }: { readonly county?: string | null }) => county ?? [])),
].sort();

export const AGENCY_STATUS_WORDS: Readonly<Record<AgencyStatus, string>> = {
  draft: 'Not confirmed yet',
  active: 'Active',
  suspended: 'Suspended',
  retired: 'Retired',
};

export const classWords = (name: string) => findAgencyClass(name)?.title ?? name;

export const ori: Shape<string> = { type: 'string', pattern: '^[A-Z]{2}[A-Z0-9]{7}$' };
const oris: Shape<readonly string[]> = {
  ...{ type: 'array', items: ori, minItems: 1, maxItems: 200, uniqueItems: true },
};
const agencyClass: Shape<AgencyClass> = { enum: AGENCY_CLASSES.map((rule) => rule.class) };
const state: Shape<string> = { enum: STATES };
const status: Shape<AgencyStatus> = { enum: AGENCY_STATUSES };
const roster: Shape<number> = { type: 'integer', minimum: 0, maximum: 1_000_000 };

/** The facts that can be changed after the registration, too. */
export const FACT_TERMS = {
  oris: {
    shape: oris,
    isOptional: true,
    flag: '--oris <list>',
    option: 'all ORIs of the agency, with commas between',
  },
  name: { shape: nameOf(200), label: 'Name', flag: '--name <name>' },
  class: {
    shape: agencyClass,
    label: 'Class',
    choices: AGENCY_CLASSES.map((rule) => ({ value: rule.class, name: rule.title })),
    flag: '--class <class>',
  },
  state: { shape: state, label: 'State', flag: '--state <code>', option: 'e.g. CO' },
  county: {
    shape: orNull(nameOf(100)),
    isOptional: true,
    label: 'County',
    choices: COLORADO_COUNTIES.map((name) => ({ value: name, name })),
    none: 'None',
    flag: '--county <county>',
  },
  boundByArticle74: {
    shape: flag,
    label: 'Bound by C.R.S. article 24-74',
    legend: 'Law',
    flag: '--bound <answer>',
    option: 'is it bound by C.R.S. article 24-74',
  },
  has287g: {
    shape: flag,
    label: 'Has a 287(g) agreement',
    legend: 'Immigration',
    flag: '--has-287g <answer>',
    option: 'does it hold a 287(g) agreement',
  },
  federalMembers: {
    shape: flag,
    label: 'Has federal members',
    legend: 'Members',
    flag: '--federal-members <answer>',
    option: 'does it have federal members',
  },
  status: {
    shape: status,
    label: 'Status',
    hint: 'Active confirms that a person has looked at these facts.',
    choices: named(AGENCY_STATUS_WORDS),
    flag: '--status <status>',
  },
  roster: {
    shape: roster,
    isOptional: true,
    label: 'Officers on the roster',
    hint: 'How many officers the agency declared: further ones wait for a reviewer. A larger number under a grant in force takes two administrators, and no other change beside it.',
    unit: 'officers',
    flag: '--roster <officers>',
    option: 'how many officers the agency declared; required for an active agency',
  },
} as const satisfies Terms;

const { reference, ...agreement } = AGREEMENT_TERMS;

/** The terms of a change, with the papers that the commands leave to a grant. */
export const CHANGE_TERMS = {
  ...FACT_TERMS,
  agreement: {
    members: {
      reference: {
        ...reference,
        hint: 'Leave it and its days empty if the agency has no agreement any more.',
      },
      ...agreement,
    },
    isNullable: true,
    isOptional: true,
  },
  certification: { members: CERTIFICATION_TERMS, isNullable: true, isOptional: true },
} as const satisfies Terms;

// Nothing that decides about access has a default.
export const AGENCY_TERMS = {
  ori: { shape: ori, label: 'ORI', hint: 'Nine characters, the first two the state, e.g. CO0010000.' },
  ...CHANGE_TERMS,
} as const satisfies Terms;
