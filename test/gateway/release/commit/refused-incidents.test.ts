/** For a day after a refusal nothing passes unread; what was only missing or vague leaves nothing behind. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type CommitFixture, createCommitFixture } from '../../../setup/database/commit-fixture.ts';
import { type Asked, ask, inWords } from '../ask-of-incident.ts';

let fixture: CommitFixture;
beforeAll(async () => {
  fixture = await createCommitFixture({}, 1);
  await fixture.ownerPool.query('UPDATE agency SET roster = 100');
});
afterAll(() => fixture.close());

let number = 0;
beforeEach(() => {
  number += 1;
});
const answer = async (asked: Asked = {}) => inWords(await ask(fixture, number, asked));

const FIRST = 'held: narrative_reworded after_refusal';
const COLLEAGUE = 'held: narrative_reworded colleague_refused';
const CONTRADICTION = { incident: { vehicle: 'of_victim' } } as const;
const EXIGENT: Asked = {
  purpose: {
    ...{ code: 'exigent_life_safety', supervisor: 'Lt. Example', offense: undefined },
    justification: 'suicidal man with a gun is driving, threatened to shoot himself',
  },
  incident: { kind: 'endangered_person', vehicle: 'of_suspect' },
};

async function aDayLater(): Promise<void> {
  await fixture.ownerPool.query(`UPDATE refused_wording SET refused_at = refused_at - interval '24 hours'`);
}

describe('after an incident that contradicts itself', () => {
  test('the officer’s next one is held for a day, whatever it states, and a colleague’s under the case', async () => {
    expect(await answer(CONTRADICTION)).toBe(
      'denied: incident_contradiction stolen_vehicle: offense with vehicle of_victim',
    );
    expect(await answer()).toBe(FIRST);
    expect(await answer({ plate: 'B' })).toMatch(/^held: narrative_pretext/);
    const parts = { code: 'stolen_plate', offense: { system: 'nibrs', code: '23G' } } as const;
    expect(await answer({ purpose: parts, incident: { vehicle: 'plate_stolen' } })).toMatch(/^held: /);
    expect(await answer({ officer: 'b', plate: 'C' })).toBe(COLLEAGUE);
    await aDayLater();
    expect(await answer({ plate: 'B' })).toBe('released');
  });

  test('danger to life does not wait for the first, but for the second', async () => {
    await answer(CONTRADICTION);
    expect(await answer(EXIGENT)).toBe('released');
    await answer(CONTRADICTION);
    expect(await answer(EXIGENT)).toMatch(/^held: narrative_/);
  });

  test('a dry run reads no hold and makes none', async () => {
    await answer({ ...CONTRADICTION, kind: 'dry_run' });
    expect(await answer()).toBe('released');
    await answer(CONTRADICTION);
    expect(await answer({ kind: 'dry_run' })).toBe('dry_run');
  });
});

describe.each([
  ['a prohibited purpose', { purpose: { code: 'immigration_civil' } }],
  ['an immigration offense', { purpose: { offense: { system: 'nibrs', code: '30A' } } }],
  ['words that assist ICE', { purpose: { justification: 'assist ICE with the deportation of the driver' } }],
] as const)('after %s', (_, refused) => {
  test('an incident is held, danger to life too; a colleague’s danger to life is not', async () => {
    expect(await answer(refused)).toMatch(/^denied: /);
    expect(await answer({ ...EXIGENT, officer: 'b' })).toBe('released');
    expect(await answer(EXIGENT)).toMatch(/^held: narrative_/);
    expect(await answer()).toMatch(/^held: narrative_/);
    expect(await answer({ officer: 'b', plate: 'C' })).toMatch(/^held: .*colleague_refused/);
  });
});

test('what said too little or lacked an offense is asked again with the incident as if nothing had been', async () => {
  const vague = { purpose: { incident: undefined, justification: 'inv' } };
  expect(await answer(vague)).toMatch(/^denied: purpose_vague .*incident_missing$/);
  expect(await answer({ purpose: { offense: undefined } })).toBe('denied: purpose_missing offense');
  expect(await answer()).toBe('released');
});

test('a slip in danger to life under a case where a colleague was refused more is an entry', async () => {
  await answer({ purpose: { code: 'immigration_civil' } });
  const slip = {
    ...EXIGENT,
    officer: 'b',
    plate: 'B',
    incident: { ...EXIGENT.incident, vehicle: 'of_wanted_person' },
  } as const;
  expect(await answer(slip)).toMatch(/^denied: incident_contradiction/);
  expect(await answer({ ...EXIGENT, officer: 'b', plate: 'B' })).toBe('released');
  expect(await answer({ officer: 'c', plate: 'C' })).toMatch(/^held: .*colleague_refused/);
});
