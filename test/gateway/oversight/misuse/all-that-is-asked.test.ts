/** The search for misuse looks at all that an officer asks: standing queries and dry runs as well as queries. */
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Request } from 'express';
import { pendingOfList, pendingOfStanding } from '../../../../gateway/hot-lists/lists/pending-exchange.ts';
import { findMisuse } from '../../../../gateway/oversight/misuse/find-misuse.ts';
import { pendingReads } from '../../../../gateway/query/pending-reads.ts';
import { type CommitFixture, createCommitFixture } from '../../../setup/database/commit-fixture.ts';
import { partnerSystem, stolenVehicleQuery } from '../../../setup/database/sharing-fixture.ts';

const key = randomBytes(32);
const REQUEST = { get: () => undefined } as unknown as Request;
const ICE = { justification: 'need his address for ICE deportation' };
let fixture: CommitFixture;
beforeEach(async () => {
  fixture = await createCommitFixture();
  await fixture.ownerPool.query(`UPDATE sharing_grant SET data_classes = '{reads,hits,hot_lists}'`);
});
afterEach(() => fixture.close());

const subject = () => partnerSystem(fixture.agencyId);
const HONEST = stolenVehicleQuery().purpose;
const queryOf = (plate: string, caseNumber: string, words: { justification?: string } = {}) =>
  stolenVehicleQuery({
    plate: { number: plate, match: 'exact' },
    purpose: { ...HONEST, caseNumber, ...words },
  });
async function enter(plate: string, caseNumber: string, words?: { justification: string }) {
  const { from: _, limit: __, to: ___, ...asked } = queryOf(plate, caseNumber, words);
  return (await fixture.queue.commit(pendingOfStanding(asked, subject(), Date.now()))).kind;
}
async function tryOut(caseNumber: string, words?: { justification: string }) {
  const query = queryOf('ZZT0001', caseNumber, words);
  const signedIn = { subject: subject(), proof: null };
  return (await fixture.queue.commit(pendingReads('dry_run', query, signedIn, REQUEST))).kind;
}
async function reported(): Promise<[kind: string, entries: number][]> {
  await findMisuse({ pool: fixture.pool, key }, { now: new Date() });
  const { rows } = await fixture.pool.query(
    'SELECT kind, cardinality(entries) AS entries FROM misuse_report ORDER BY kind',
  );
  return rows.map(({ entries, kind }) => [kind, entries]);
}

describe('a standing query', () => {
  test('that is refused as prohibited when it is entered is a report', async () => {
    for (let i = 0; i < 3; i += 1) expect(await enter('ZZT0001', `CR-2026-010${i}`, ICE)).toBe('denied');
    expect(await reported()).toEqual([
      ['prohibited_use', 3],
      ['reworded', 2],
    ]);
  });

  test('counts as a question after its plate', async () => {
    for (let i = 10; i < 30; i += 1) expect(await enter(`ZZT00${i}`, 'CR-2026-0142')).toBe('released');
    expect(await reported()).toEqual([['case_many_plates', 20]]);
  });
});

describe('a dry run', () => {
  test('with prohibited words is a report', async () => {
    for (let i = 0; i < 3; i += 1) expect(await tryOut(`CR-2026-010${i}`, ICE)).toBe('dry_run');
    expect(await reported()).toEqual([['prohibited_use', 3]]);
  });

  test('with any others counts for nothing, however many there are; nor does the gateway’s own', async () => {
    for (let i = 0; i < 20; i += 1)
      await tryOut('CR-2026-0142', i % 2 === 0 ? { justification: 'investigation' } : undefined);
    const ours = pendingOfList({ id: '00000000', purpose: 'immigration_enforcement' }, null, subject(), 1);
    await fixture.queue.commit({ ...ours, kind: 'dry_run', foretells: 'standing' });
    expect(await reported()).toEqual([]);
  });
});
