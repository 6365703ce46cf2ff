/** A true reason that the screen misreads is put right once: a person reads it, and nobody is accused of anything. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { findMisuse } from '../../../../gateway/oversight/misuse/find-misuse.ts';
import type { Outcome } from '../../../../gateway/release/commit/commit-releases.ts';
import { screen } from '../../../../sharing-rules/narrative/screen.ts';
import type { Query } from '../../../../sharing-rules/terms/query.ts';
import { type CommitFixture, createCommitFixture } from '../../../setup/database/commit-fixture.ts';
import { pendingQuery, stolenVehicleQuery } from '../../../setup/database/sharing-fixture.ts';

const MISREAD = 'sedan stolen, report taken for an abortion clinic';
const PUT_RIGHT = 'sedan stolen from a driveway overnight, seen on Dahlia Street';
const FIRST = 'held: narrative_reworded after_refusal';
const AGAIN = 'held: narrative_pretext reworded_after_refusal';
const COLLEAGUE = 'held: narrative_reworded colleague_refused';

let fixture: CommitFixture;
beforeAll(async () => {
  fixture = await createCommitFixture({}, 2);
  await fixture.ownerPool.query('UPDATE agency SET roster = 20');
});
afterAll(() => fixture.close());

/** Of each test the officers, the plate and the case are its own. */
let number = 0;
beforeEach(() => {
  number += 1;
});

interface Words {
  readonly by?: string;
  readonly plate?: string | null;
  readonly caseNumber?: string;
  readonly code?: string;
}

function queryOf(
  justification: string,
  { by = 'o', plate = 'A', caseNumber = 'A', code }: Words = {},
): Query {
  const { plate: _, ...base } = stolenVehicleQuery({
    onBehalfOf: { id: `${by}-${number}`, name: 'Officer', ori: 'CO0010000' },
    purpose: {
      code: code ?? 'stolen_vehicle',
      caseNumber: `CR-${1000 + number}-${caseNumber}`,
      justification,
      supervisor: 'Lt. Example',
    },
  });
  const area = { cameras: ['cam-1'] };
  return plate === null
    ? { ...base, area }
    : { ...base, plate: { number: `ZZT${number}${plate}`, match: 'exact' } };
}

async function ask(justification: string, words: Words = {}): Promise<string> {
  const query = queryOf(justification, words);
  return answered(
    await fixture.queue.commit(pendingQuery(fixture.agencyId, { query, findings: screen(query.purpose) }, 1)),
  );
}

function answered(outcome: Outcome): string {
  if (outcome.kind === 'released' || !('decision' in outcome)) return outcome.kind;
  const reasons = outcome.decision.reasons.filter(({ code }) => code !== 'area_too_wide');
  return `${outcome.kind}: ${reasons.map(({ code, detail }) => `${code} ${detail ?? ''}`.trim()).join(', ')}`;
}

async function kindsReported(): Promise<string[]> {
  await findMisuse({ pool: fixture.pool, key: randomBytes(32) }, { now: new Date() });
  const { rows } = await fixture.pool.query('SELECT DISTINCT kind FROM misuse_report ORDER BY kind');
  return rows.map(({ kind }) => kind);
}

describe('an officer whose true reason was misread', () => {
  test('puts it right once and is accused of nothing; a third wording is, and is reported', async () => {
    expect(await ask(MISREAD)).toMatch(/^denied: narrative_protected_health/);
    expect(await ask(PUT_RIGHT)).toBe(FIRST);
    expect(await kindsReported()).not.toContain('reworded');
    expect(await ask(`${PUT_RIGHT}, by a neighbor`)).toBe(AGAIN);
    expect(await kindsReported()).toContain('reworded');
  });

  test('may send the same words twice, the refused ones and those that came instead', async () => {
    await ask(MISREAD);
    await ask(MISREAD);
    for (let i = 0; i < 3; i += 1) expect(await ask(PUT_RIGHT)).toBe(FIRST);
    expect(await ask(`${PUT_RIGHT}.`)).toBe(AGAIN);
    expect(await ask(PUT_RIGHT)).toBe(FIRST);
    expect(await ask(`${PUT_RIGHT}.`)).toBe(AGAIN);
  });

  test('may name another case for the same plate, and the plate as a camera misreads it', async () => {
    await ask(MISREAD, { plate: 'O' });
    expect(await ask(PUT_RIGHT, { plate: '0', caseNumber: 'B' })).toBe(FIRST);
  });

  test('is held as before with prohibited words again, and with the words that come after these', async () => {
    await ask(MISREAD);
    expect(await ask('my ex-wife drives it')).toMatch(/^denied: .*narrative_pretext reworded_after_refusal$/);
    expect(await ask(PUT_RIGHT)).toBe(AGAIN);
  });

  test('is held as before with the very words under another purpose, once others came', async () => {
    await ask(MISREAD);
    expect(await ask(PUT_RIGHT)).toBe(FIRST);
    expect(await ask(PUT_RIGHT, { code: 'missing_endangered' })).toContain('narrative_pretext reworded');
  });

  test('is held as before for another plate of the case', async () => {
    await ask(MISREAD);
    expect(await ask(PUT_RIGHT, { plate: 'B' })).toBe(AGAIN);
    expect(await ask(PUT_RIGHT)).toBe(FIRST);
  });

  test('puts right an area query of the same case as well', async () => {
    expect(await ask(MISREAD, { plate: null })).toMatch(/^denied/);
    expect(await ask(PUT_RIGHT, { plate: null })).toBe(FIRST);
    expect(await ask(`${PUT_RIGHT}.`, { plate: null })).toBe(AGAIN);
  });

  test('puts it right in the same batch', async () => {
    const [refused, first, again] = await Promise.all(
      [MISREAD, PUT_RIGHT, `${PUT_RIGHT}.`].map((justification) => ask(justification)),
    );
    expect([refused, first, again]).toEqual([expect.stringMatching(/^denied/), FIRST, AGAIN]);
  });

  test('who asks for a day long gone does not use the one rewording up', async () => {
    await ask(MISREAD);
    const old = queryOf(PUT_RIGHT);
    const from = old.from - 60 * 86_400_000;
    const outcome = await fixture.queue.commit(
      pendingQuery(fixture.agencyId, { query: { ...old, from, to: from + 1000 }, findings: [] }, 1),
    );
    expect(answered(outcome)).toMatch(/^denied: window_too_old.*narrative_reworded after_refusal$/);
    expect(await ask(`${PUT_RIGHT}.`)).toBe(FIRST);
  });

  test('starts again a day later', async () => {
    await ask(MISREAD);
    await ask(PUT_RIGHT);
    await fixture.ownerPool.query(`UPDATE refused_wording SET refused_at = refused_at - interval '24 hours'`);
    await ask(MISREAD);
    expect(await ask(`${PUT_RIGHT}.`)).toBe(FIRST);
  });
});

describe('a colleague on the case', () => {
  test('waits for a person however often, and is accused of nothing', async () => {
    await ask(MISREAD);
    for (const end of ['', '.', '!']) expect(await ask(PUT_RIGHT + end, { by: 'c' })).toBe(COLLEAGUE);
    expect(await ask(PUT_RIGHT)).toBe(FIRST);
  });

  test('who is refused later has a first rewording of his own', async () => {
    await ask(MISREAD);
    await ask(PUT_RIGHT, { by: 'c' });
    await ask(MISREAD, { by: 'c' });
    expect(await ask(`${PUT_RIGHT}.`, { by: 'c' })).toBe(FIRST);
  });

  test('with another case and the same plate waits for nobody', async () => {
    await ask(MISREAD);
    expect(await ask(PUT_RIGHT, { by: 'c', caseNumber: 'B' })).toBe('released');
  });
});

describe('words of a protected group that are refused as vague', () => {
  test('are remembered as other refused words are', async () => {
    expect(await ask('mosque')).toBe(
      'denied: purpose_vague nothing_stated, incident_missing, narrative_protected_class religion',
    );
    expect(await ask(PUT_RIGHT)).toBe(FIRST);
    expect(await ask('mosque on Friday')).toMatch(/^denied: /);
  });

  test('are not, where nothing is objected to beside vagueness', async () => {
    expect(await ask('sedan')).toMatch(/^denied: purpose_vague/);
    expect(await ask(PUT_RIGHT)).toBe('released');
  });
});
