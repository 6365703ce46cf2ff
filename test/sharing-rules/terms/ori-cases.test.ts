/** The published list of Colorado agencies, and a list of ORIs with what the registry must say of each. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { decideGrant } from '../../../sharing-rules/administer.ts';
import type { Agency } from '../../../sharing-rules/terms/agency.ts';
import { type AgencyClass, findAgencyClass } from '../../../sharing-rules/terms/agency-classes.ts';
import type { Reason } from '../../../sharing-rules/terms/decision.ts';
import { parseOri } from '../../../sharing-rules/terms/ori.ts';
import { buildRegistry, factsFor } from '../../../sharing-rules/terms/registry.ts';
import { inputOf } from '../read-corpus.ts';

const VECTORS = process.env.CONFORMANCE_VECTORS;
const { agency: BASE, now, owner } = inputOf({ given: {} });

function rows<Row>(file: string): Row[] {
  return VECTORS === undefined ? [] : parse(readFileSync(`${VECTORS}/${file}`), { columns: true });
}

interface Listed {
  readonly ori: string;
  readonly name: string;
  readonly class: string;
  readonly note: string;
}

const CLASSES: Readonly<Record<string, AgencyClass>> = {
  taskforce: 'task_force',
  'campus-public': 'campus_public',
  'campus-private': 'campus_private',
};

// Known beside the published list.
const FURTHER: readonly Listed[] = [
  { ori: 'COFBIDN00', name: 'FBI Denver', class: 'federal', note: '' },
  { ori: 'CODMV0000', name: 'Division of Motor Vehicles', class: 'not_criminal_justice', note: '' },
  { ori: 'WY0110000', name: 'Laramie County', class: 'out_of_state', note: '' },
];

function confirmed(listed: Listed, index: number): Agency | null {
  const ori = parseOri(listed.ori);
  if (ori === null) return null;
  const kind = CLASSES[listed.class] ?? (listed.class as AgencyClass);
  return {
    ...(BASE as Agency),
    id: index,
    ori,
    oris: [ori],
    class: kind,
    state: ori.slice(0, 2),
    boundByArticle74: findAgencyClass(kind)?.boundByArticle74 ?? false,
    has287g: listed.note === '!287g',
    status: listed.note === '!retired?' ? 'retired' : 'active',
  };
}

const LIST = [...rows<Listed>('colorado-agencies.csv'), ...FURTHER];
const AGENCIES = LIST.map(confirmed).filter((agency) => agency !== null);
const registry = buildRegistry({ owner, halted: false, agencies: AGENCIES, grants: [] });

const proposal = {
  purposes: ['stolen_vehicle'],
  dataClasses: ['reads'],
  lookBackDays: 30,
  dailyRecords: 100,
  validUntil: now + 1,
} as const;

function refusal(partnerOri: string): readonly Reason[] {
  return decideGrant({ owner, now, partnerOri, proposal, agency: factsFor(registry, partnerOri).agency });
}

/** What each word of the list means in codes; a place outside Colorado is known by the prefix alone. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  eligible: ['none'],
  owner: ['agency_not_eligible: owner'],
  'malformed-or-unknown': ['ori_malformed', 'agency_unknown'],
  malformed: ['ori_malformed'],
  federal: ['agency_not_eligible: federal', 'agency_not_eligible: out_of_state'],
  tribal: ['agency_not_eligible: tribal'],
  private: ['agency_not_eligible: private'],
  'task-force': ['agency_not_eligible: task_force'],
  'has-287g': ['agency_not_eligible: has_287g'],
  'not-criminal-justice': ['agency_not_eligible: not_criminal_justice'],
  'out-of-state': ['agency_not_eligible: out_of_state'],
  retired: ['agency_retired'],
};

const cases = rows<{ ori: string; expected: string }>('ori-cases.csv');
const suite = VECTORS === undefined ? describe.skip : describe;

suite('the listed ORIs (skipped where `CONFORMANCE_VECTORS` is unset)', () => {
  test('the lists were read', () => {
    expect(AGENCIES.length).toBeGreaterThan(300);
    expect(cases.length).toBeGreaterThan(30);
  });

  test('each gets the answer that the list demands', () => {
    const wrong = cases.filter(({ expected, ori }) => {
      const given = refusal(ori).map(({ code, detail }) =>
        detail === undefined ? code : `${code}: ${detail}`,
      );
      return !EXPECTED[expected]?.some((answer) => (given.length === 0 ? ['none'] : given).includes(answer));
    });
    expect(wrong).toEqual([]);
  });

  test('every agency of an eligible class in the list may be granted sharing, unless a note says otherwise', () => {
    const open = LIST.filter(({ class: kind, note, ori }) => {
      const eligible = findAgencyClass(CLASSES[kind] ?? kind)?.answer === 'eligible';
      return eligible && note === '' && ori !== owner && parseOri(ori) !== null;
    });
    expect(open.filter(({ ori }) => refusal(ori).length > 0)).toEqual([]);
    expect(open.length).toBeGreaterThan(290);
  });
});
