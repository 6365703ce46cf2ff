/** While a partner may not be answered, the vendor does not look for its plates either: they leave its list, and come back. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { haltSharing } from '../../../../gateway/registry/sharing/halt-sharing.ts';
import { type FlockSimulator, startFlockSimulator } from '../../../flock-simulator/start-flock-simulator.ts';
import { eventually } from '../../../setup/eventually.ts';
import { standingQuery } from '../lists/exchange-fixture.ts';
import { type HotListNode, startHotListNode } from '../lists/node-fixture.ts';

let vendor: FlockSimulator;
let node: HotListNode;

beforeAll(async () => {
  vendor = await startFlockSimulator();
  node = await startHotListNode({ jobs: false, vendor });
  for (const [number, id] of [
    ['ZZR1', 'officer-1'],
    ['ZZR2', 'officer-2'],
  ]) {
    const onBehalfOf = { id, name: 'Officer', ori: 'CO0010000' };
    const asked = standingQuery({ plate: { number }, onBehalfOf });
    expect((await node.call('partner', 'POST', '/v1/hot-lists/own/entries', asked)).status).toBe(201);
  }
  await isListed('ZZR1', 'ZZR2');
});

afterAll(async () => {
  await node.close();
  vendor.close();
});

const listed = () => (vendor.hotLists()[0]?.entries ?? []).map(({ plate }) => plate).sort();
const isListed = (...plates: string[]) =>
  eventually(async () => JSON.stringify(listed()) === JSON.stringify(plates));
/** How many plates the vendor's list was last seen to hold when it was in step. */
const verified = (entries: number) =>
  eventually(async () => {
    const { vendor: state } = (await node.call('admin', 'GET', '/v1/hot-lists/jobs')).body;
    return state.entries === entries && state.fault === null;
  });
const asOwner = (sql: string) => node.exchange.ownerPool.query(sql);

test.each([
  [
    'the agreement has run out',
    'UPDATE agency SET agreement_expires_on = current_date WHERE NOT is_owner',
    'UPDATE agency SET agreement_expires_on = NULL WHERE NOT is_owner',
  ],
  [
    'the certification is a year old',
    'UPDATE agency SET certification_signed_on = current_date - 366 WHERE NOT is_owner',
    'UPDATE agency SET certification_signed_on = current_date WHERE NOT is_owner',
  ],
  [
    'the grant does not cover hits',
    `UPDATE sharing_grant SET data_classes = '{reads}'`,
    `UPDATE sharing_grant SET data_classes = '{reads,hits}'`,
  ],
])('while %s, the vendor looks for none of the agency’s plates', async (_, ends, begins) => {
  await asOwner(ends);
  await isListed();
  await verified(0);
  await asOwner(begins);
  await isListed('ZZR1', 'ZZR2');
});

test('while all sharing is halted, the vendor’s list is empty, seen to be so; after the halt it is as before', async () => {
  const { inFlight, personId, pool } = node.exchange;
  await haltSharing({ pool, inFlight }, { reason: 'a test of the halt', personId });
  await isListed();
  await verified(0);
  await asOwner('UPDATE sharing_state SET halted = false');
  await isListed('ZZR1', 'ZZR2');
  await verified(2);
});

const setStatus = (officer: string, status: string) =>
  asOwner(`UPDATE officer SET status = '${status}' WHERE reference = '${officer}'`);

test('while one officer is suspended, the vendor looks for the colleague’s plates only', async () => {
  await setStatus('officer-1', 'suspended');
  await isListed('ZZR2');
  await setStatus('officer-1', 'active');
  await isListed('ZZR1', 'ZZR2');
});

test('an officer who has used the day up is looked for still: what is found can be fetched tomorrow', async () => {
  await asOwner(
    `INSERT INTO officer_usage (officer_id, day, records, releases)
     SELECT id, (now() AT TIME ZONE 'UTC')::date, 1000000, 1 FROM officer
     ON CONFLICT (officer_id, day) DO UPDATE SET records = excluded.records`,
  );
  await setStatus('officer-2', 'suspended');
  await isListed('ZZR1');
  await setStatus('officer-2', 'active');
  await isListed('ZZR1', 'ZZR2');
});

test('the vendor stops by itself at the end of the grant, also if no gateway runs then', async () => {
  await asOwner(`UPDATE sharing_grant SET valid_until = now() + interval '2 days'`);
  const until = Date.now() + 2 * 86_400_000;
  await eventually(() => {
    const entries = vendor.hotLists()[0]?.entries ?? [];
    return entries.length === 2 && entries.every(({ expiry }) => Date.parse(expiry as string) <= until);
  });
});

test('a revoke empties it for good: a grant that comes later brings no plate back', async () => {
  await node.exchange.revoke();
  await isListed();
  await verified(0);
});
