import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import seed from '../../../../gateway/registry/agencies/colorado-agencies.json' with { type: 'json' };
import { agencyEligible } from '../../../../sharing-rules/rules/agency/agency-eligible.ts';
import { agencyKnown } from '../../../../sharing-rules/rules/agency/agency-known.ts';
import { agencyStatus } from '../../../../sharing-rules/rules/agency/agency-status.ts';
import type { AgencyFacts } from '../../../../sharing-rules/rules/rule.ts';
import type { Agency } from '../../../../sharing-rules/terms/agency.ts';
import { findAgencyClass } from '../../../../sharing-rules/terms/agency-classes.ts';
import { parseOri } from '../../../../sharing-rules/terms/ori.ts';

const OWNER = 'CO0010300';
const byOri = new Map(seed.flatMap((agency) => agency.oris.map((ori) => [ori, agency] as const)));

/** What the rules say of an ORI once a person has confirmed its row; `eligible` where they have nothing against it. */
function answer(ori: string): string {
  const row = byOri.get(ori) ?? null;
  const agency = row && agencyOf(row);
  const facts = { now: 0, owner: OWNER, agency, subject: { ori } } as AgencyFacts;
  const [first] = [agencyKnown, agencyStatus, agencyEligible].flatMap((rule) => rule(facts) ?? []);
  return first === undefined ? 'eligible' : (first.detail ?? first.code);
}

function agencyOf({ status, ...row }: (typeof seed)[number]): Agency {
  return { ...row, status: status === 'draft' ? 'active' : status } as unknown as Agency;
}

describe('registry seed', () => {
  test('every ORI is well formed and belongs to one agency, the first being its own', () => {
    const oris = seed.flatMap((agency) => agency.oris);
    expect(oris.filter((ori) => parseOri(ori) === null)).toEqual([]);
    expect(new Set(oris).size).toBe(oris.length);
    for (const { ori, oris: all } of seed) expect(all[0]).toBe(ori);
  });

  test('every class is known, and what is bound by article 74 agrees with it', () => {
    for (const { ori, class: name, boundByArticle74 } of seed) {
      const rule = findAgencyClass(name);
      expect([ori, rule]).not.toEqual([ori, undefined]);
      if (rule?.answer === 'eligible') expect([ori, boundByArticle74]).toEqual([ori, true]);
    }
    const elsewhere = seed.filter(({ class: name }) => ['federal', 'tribal', 'out_of_state'].includes(name));
    expect(elsewhere.filter(({ boundByArticle74 }) => boundByArticle74)).toEqual([]);
  });

  test('no row is active: a person confirms each one first', () => {
    expect(new Set(seed.map(({ status }) => status))).toEqual(new Set(['draft', 'retired']));
  });

  test('an eligible agency lies in Colorado by state and by ORI', () => {
    const eligible = seed.filter(({ class: name }) => findAgencyClass(name)?.answer === 'eligible');
    expect(eligible).toHaveLength(296);
    expect(eligible.filter(({ ori, state }) => state !== 'CO' || !ori.startsWith('CO'))).toEqual([]);
  });

  test('the ORIs of the State Patrol, the Bureau of Investigation and Denver stand and fall together', () => {
    for (const [ori, parent] of [
      ['COCSP1700', 'COCSP0000'],
      ['COCSP9900', 'COCSP0000'],
      ['COCBI0600', 'COCBI0000'],
      ['CODPD0100', 'CODPD0000'],
      ['CO060015Y', 'CO030015Y'],
    ] as const)
      expect(byOri.get(ori)?.ori).toBe(parent);
  });

  test('Teller County alone holds a 287(g) agreement; every task force may have federal members', () => {
    expect(seed.filter(({ has287g }) => has287g).map(({ ori }) => ori)).toEqual(['CO0600000']);
    const forces = seed.filter(({ federalMembers }) => federalMembers);
    expect(forces).toHaveLength(8);
    expect(forces.every(({ class: name }) => name === 'task_force')).toBe(true);
  });

  test('a superseded ORI is retired, not an alias of the agency that followed', () => {
    expect(['CO0010700', 'CO0070200'].map(answer)).toEqual(['agency_retired', 'agency_retired']);
    expect(byOri.get('CO0640100')?.oris).toEqual(['CO0640100']);
  });

  test('the typing fault of a public list is not in it, the agency is', () => {
    expect([answer('C0034019E'), answer('CO034019E')]).toEqual(['ori_malformed', 'eligible']);
  });
});

const vectors = process.env.CONFORMANCE_VECTORS;
const describeVectors = vectors ? describe : describe.skip;

function rowsOf(file: string): Record<string, string>[] {
  return parse(readFileSync(join(vectors ?? '', file)), { columns: true });
}

/** The published word, where ours is another. */
const WORDS = new Map([
  ['task-force', ['task_force']],
  ['has-287g', ['has_287g']],
  ['not-criminal-justice', ['not_criminal_justice']],
  ['out-of-state', ['out_of_state']],
  ['retired', ['agency_retired']],
  ['malformed', ['ori_malformed']],
  ['malformed-or-unknown', ['ori_malformed', 'agency_unknown']],
]);

describeVectors('published ORI cases (set CONFORMANCE_VECTORS to run)', () => {
  test('each is answered by its class', () => {
    const cases = rowsOf('ori-cases.csv');
    expect(cases).toHaveLength(33);
    for (const { ori = '', expected = '' } of cases) {
      const wanted = WORDS.get(expected) ?? [expected];
      expect([ori, expected, wanted.includes(answer(ori))]).toEqual([ori, expected, true]);
    }
  });

  test('every agency of the public list is in the seed, but for the typing fault', () => {
    const missing = rowsOf('colorado-agencies.csv').filter(({ ori = '' }) => !byOri.has(ori));
    expect(missing.map(({ ori }) => ori)).toEqual(['C0034019E']);
  });
});
