/** Hot lists, hits and standing queries of an agency whose clients change. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { standingQuery } from './exchange-fixture.ts';
import { type Jobs, startJobs } from './jobs-fixture.ts';

let fixture: Jobs;
let list: string;

/** A request that was authenticated by this version of the agency's registrations. */
const call = (
  version: number,
  method: string,
  path: string,
  body?: unknown,
  who: 'alice' | 'partner' = 'partner',
) => fixture.exchange.call(who, method, path, body, { Identities: String(version) });
const enter = (version: number, number: string) => {
  const { onBehalfOf: _, ...own } = standingQuery({ plate: { number } });
  return call(version, 'POST', '/v1/hot-lists/own/entries', own, 'alice');
};

beforeAll(async () => {
  fixture = await startJobs();
  const { exchange } = fixture;
  await exchange.ownerPool.query('UPDATE agency SET roster = 10');
  list = await exchange.list('stolen', ['ZZL1,stolen'], 'stolen_vehicle');
  expect((await enter(0, 'ZZI1')).status).toBe(201);
  expect((await enter(0, 'ZZI2')).status).toBe(201);
  await exchange.see('ZZI1', 'ZZI2');
  expect((await call(0, 'GET', '/v1/hits')).body.hits).toHaveLength(2);
  await exchange.ownerPool.query(
    `WITH made AS (SELECT id FROM identity_issuer)
     INSERT INTO client_registration (issuer_id, client_id, agency_id, ori)
     SELECT made.id, 'adams-2', o.agency_id, o.ori FROM made, agency_ori o WHERE o.agency_id = $1`,
    [exchange.agencyId],
  );
  await exchange.ownerPool.query(
    `UPDATE client_registration SET status = 'removed' WHERE client_id = 'adams-2'`,
  );
});
afterAll(() => fixture.close());

describe('what was authenticated before another client was removed', () => {
  test.each(['hits', 'hot-lists', 'hot-lists/LIST/entries'])(
    '(%s) is to be asked for again: nobody is told that there is nothing',
    async (name) => {
      const path = `/v1/${name.replace('LIST', list)}`;
      const { status, body } = await call(0, 'GET', path);
      expect(status).toBe(503);
      expect(body.detail).toContain('a client or person of your agency, or an issuer, was changed');
      expect((await call(1, 'GET', path)).status).toBe(200);
    },
  );

  test('a standing query does not enter', async () => {
    expect((await enter(0, 'ZZI3')).status).toBe(503);
    expect((await enter(1, 'ZZI3')).status).toBe(201);
  });
});

describe('standing queries that were entered before', () => {
  test('are told still: to the system that asks, to their person, and by a job', async () => {
    const plates = async (who: 'alice' | 'partner') =>
      (await call(1, 'GET', '/v1/hits', undefined, who)).body.hits.map(
        ({ reads }: { reads: { plate: string }[] }) => reads[0]?.plate,
      );
    for (const who of ['alice', 'partner'] as const)
      expect((await plates(who)).sort()).toEqual(['ZZI1', 'ZZI2']);
    await fixture.exchange.see('ZZI1');
    await fixture.runAll();
    const told = fixture.partner.received.map(
      ({ body }) => (body as { data: { reads: { plate: string }[] } }).data,
    );
    expect(told.flatMap(({ reads }) => reads.map(({ plate }) => plate))).toContain('ZZI1');
  });

  test('are kept without the version by which their asker was authenticated', async () => {
    const { rows } = await fixture.exchange.pool.query('SELECT subject FROM standing_query');
    expect(rows.length).toBe(3);
    for (const { subject } of rows) expect(subject).not.toHaveProperty('identities');
  });
});
