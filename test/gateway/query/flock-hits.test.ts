/** A whole node with both: the vendor's cloud, whose alerts are hits, and a store of the agency's own, whose reads are. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { eventually } from '../../setup/eventually.ts';
import { standingQuery } from '../hot-lists/lists/exchange-fixture.ts';
import { PARTNER } from '../node/log-identity/log-fixture.ts';
import { takeReads } from '../reads/reads-fixture.ts';
import { type FlockFixture, startFlockGateway } from './flock-fixture.ts';

const PLATE = 'ZZH1000';

let gateway: FlockFixture;
beforeAll(async () => {
  gateway = await startFlockGateway({}, [PARTNER], true);
  await gateway.adams.call('POST', '/v1/hot-lists/own/entries', standingQuery({ plate: { number: PLATE } }));
  const { simulator } = gateway;
  await eventually(() => simulator.hotLists()[0]?.entries.length === 1);
});
afterAll(() => gateway.close());

/** Names of the cameras of the partner's hits. */
async function cameras(): Promise<string[]> {
  const { hits } = await gateway.adams.call<{
    hits: { reads: { camera: { name: string } }[] }[];
  }>('GET', '/v1/hits');
  return hits.flatMap(({ reads }) => reads.map(({ camera }) => camera.name)).sort();
}

async function inStore(statement: string): Promise<void> {
  const client = new pg.Client(gateway.log.readsOwnerUrl);
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

test('a read of either is a hit, and the partner is told of both', async () => {
  const capturedAt = new Date(Date.now() - 30_000);
  const own = { plate: PLATE, cameraId: 'OWN-1', cameraName: 'Own, Quebec Street' };
  await takeReads(gateway.log.readsOwnerUrl, [{ ...own, capturedAt: capturedAt.toISOString() }]);
  const [sent] = await gateway.simulator.alert({ plate: PLATE, capturedAt });
  expect(sent?.status).toBe(202);
  await eventually(async () => (await cameras()).length === 2);
  expect(await cameras()).toEqual(['Camera 1, Dahlia Street', 'Own, Quebec Street']);
});

test('a read that its owner erases takes its hit with it, and not the one that the vendor told of', async () => {
  await inStore(`DELETE FROM read WHERE plate = '${PLATE}'`);
  expect(await cameras()).toEqual(['Camera 1, Dahlia Street']);
});

test('while the store does not answer nothing is told, of the vendor’s hit neither; afterwards it is there as before', async () => {
  await inStore('ALTER VIEW shared_read RENAME TO shared_read_away');
  const answer = await gateway.adams.request('GET', '/v1/hits');
  await inStore('ALTER VIEW shared_read_away RENAME TO shared_read');
  expect(answer.status).toBeGreaterThanOrEqual(500);
  expect(JSON.stringify(answer.body)).not.toContain(PLATE);
  expect(await cameras()).toEqual(['Camera 1, Dahlia Street']);
});
