/** Real, labelled search reasons of public audit releases: what share of each group is refused, held and permitted. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { screen } from '../../../sharing-rules/narrative/screen.ts';

const vectors = process.env.CONFORMANCE_VECTORS;
const given = vectors === undefined ? test.skip : test;

/** The purpose under which an officer of the group would ask. */
const PURPOSES: Readonly<Record<string, string>> = {
  'vehicle-theft': 'stolen_vehicle',
  violent: 'violent_crime',
  property: 'property_crime_felony',
  warrant: 'arrest_warrant',
  missing: 'missing_endangered',
  'criminal-traffic': 'hit_and_run',
};
const REFUSED = ['vague', 'training'];

interface Shares {
  deny: number;
  review: number;
  permit: number;
}

function measure(directory: string): Map<string, Shares> {
  const shares = new Map<string, Shares>();
  for (const line of readFileSync(join(directory, 'reasons-sample.jsonl'), 'utf8').trim().split('\n')) {
    const { text, group } = JSON.parse(line) as { text: string; group: string };
    const findings = screen({ code: PURPOSES[group] ?? 'violent_crime', justification: text });
    const effect = (['deny', 'review'] as const).find((worst) =>
      findings.some((found) => found.effect === worst),
    );
    const share = shares.get(group) ?? { deny: 0, review: 0, permit: 0 };
    share[effect ?? 'permit']++;
    shares.set(group, share);
  }
  return shares;
}

function add(shares: readonly Shares[]): Shares & { all: number } {
  const sum = { deny: 0, review: 0, permit: 0 };
  for (const { deny, review, permit } of shares) {
    sum.deny += deny;
    sum.review += review;
    sum.permit += permit;
  }
  return { ...sum, all: sum.deny + sum.review + sum.permit };
}

describe('labelled reasons (skipped unless CONFORMANCE_VECTORS names the directory with reasons-sample.jsonl)', () => {
  given('prohibited groups are never permitted, vague ones are refused, honest ones are not', () => {
    const shares = measure(vectors as string);
    const lines = [...shares].map(
      ([group, { deny, review, permit }]) => `${group}: ${deny} / ${review} / ${permit}`,
    );
    process.stdout.write(`refused / held / permitted\n${lines.join('\n')}\n`);
    const groups = (keep: (group: string) => boolean) =>
      add([...shares].filter(([group]) => keep(group)).map(([, share]) => share));
    const honest = groups((group) => group in PURPOSES);
    const refused = groups((group) => REFUSED.includes(group));
    const prohibited = groups((group) => !(group in PURPOSES) && !REFUSED.includes(group));
    expect(shares.get('immigration')).toMatchObject({ review: 0, permit: 0 });
    expect(prohibited.permit / prohibited.all).toBeLessThanOrEqual(0.01);
    expect(refused.deny / refused.all).toBeGreaterThanOrEqual(0.95);
    expect(honest.deny / honest.all).toBeLessThanOrEqual(0.03);
  });

  given('naughty strings never make the screen throw, in any field', () => {
    const file = join(vectors as string, 'hostile-input', 'blns', 'blns.json');
    const strings = JSON.parse(readFileSync(file, 'utf8')) as string[];
    expect(strings.length).toBeGreaterThan(400);
    for (const text of strings) {
      const judicialProcess = {
        kind: 'court_order',
        court: text,
        docket: text,
        judge: text,
        issuedOn: text,
      } as const;
      const purpose = {
        code: text,
        justification: text,
        caseNumber: text,
        supervisor: text,
        judicialProcess,
      };
      expect(() => screen(purpose)).not.toThrow();
      expect(() => screen({ code: 'violent_crime', justification: text })).not.toThrow();
    }
  });
});
