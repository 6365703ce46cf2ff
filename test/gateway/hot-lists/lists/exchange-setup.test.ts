/** Administrators set up exchange over HTTP: sources, endpoints, pushes, and how a list is matched. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { endpointSecret } from '../../../../gateway/hot-lists/delivery/endpoint-secret.ts';
import { eventually } from '../../../setup/eventually.ts';
import { type HotListNode, startHotListNode } from './node-fixture.ts';
import { ENDPOINT_KEY } from './partner-server.ts';

let node: HotListNode;

beforeAll(async () => {
  node = await startHotListNode({ jobs: false });
});
afterAll(() => node.close());

const admin = (method: string, path: string, body?: unknown, headers = {}) =>
  node.call('admin', method, path, body, headers);
const SOURCE = { list: 'county', layout: 'csv', url: 'https://lists.example/a.csv', everySeconds: 3600 };
const setups = async (change: string) => {
  const { rows } = await node.exchange.ownerPool.query(
    `SELECT count(*) AS found FROM audit_detail WHERE kind = 'agency_changed' AND owner_detail LIKE $1`,
    [`%"${change}"%`],
  );
  return Number(rows[0].found);
};

describe('sources', () => {
  test('are set, listed without secrets, replaced and taken away; each change is in the log', async () => {
    const { body: made } = await admin('POST', '/v1/hot-lists/sources', { ...SOURCE, partner: 'CO0010000' });
    await admin('POST', '/v1/hot-lists/sources', { ...SOURCE, everySeconds: 7200 });
    const { body } = await admin('GET', '/v1/hot-lists/sources');
    expect(body.sources).toMatchObject([
      { id: made.id, list: 'county', layout: 'csv', everySeconds: 7200, partner: null, fault: null },
    ]);
    expect((await admin('DELETE', `/v1/hot-lists/sources/${made.id}`)).body).toMatchObject({
      list: 'county',
      status: 'removed',
    });
    expect((await admin('DELETE', `/v1/hot-lists/sources/${made.id}`)).status).toBe(404);
    expect([await setups('source'), await setups('source removed')]).toEqual([2, 1]);
  });

  test.each<[string, object, number, string]>([
    ['inside the house', { url: 'https://10.0.0.1/' }, 422, 'range'],
    ['without TLS', { url: 'http://lists.example/' }, 422, 'https://'],
    ['in a directory that the operator did not name', { url: 'file:///etc' }, 422, 'HOT_LIST_DIR'],
    ['under a purpose that is not approved', { purpose: 'parking' }, 422, 'purpose'],
    ['under a prohibited purpose', { purpose: 'immigration_civil' }, 422, 'purpose'],
    ['of a prohibited name', { list: 'ice detainers' }, 422, 'immigration'],
    ['of minor traffic', { list: 'expired tags' }, 422, 'minor_traffic'],
    ['without a layout', { layout: undefined }, 422, 'how the file is laid out'],
    ['of nobody', { partner: 'CO9999999' }, 404, 'ORI'],
    ['at a gateway, laid out as a file', { url: `gateway://x/${crypto.randomUUID()}` }, 422, 'layout'],
    [
      'at a gateway with a path for its name',
      { layout: undefined, url: 'gateway://../x' },
      422,
      'gateway://name/list',
    ],
    [
      'at a gateway without credentials',
      { layout: undefined, url: `gateway://nobody/${crypto.randomUUID()}` },
      409,
      'put the credentials there',
    ],
  ])('%s are refused, with what to change', async (_, changes, status, words) => {
    const answer = await admin('POST', '/v1/hot-lists/sources', { ...SOURCE, ...changes });
    expect(answer.status).toBe(status);
    expect(answer.body.detail).toContain(words);
    expect((await admin('GET', '/v1/hot-lists/sources')).body.sources).toEqual([]);
  });
});

describe('the endpoint of a partner', () => {
  const path = '/v1/agencies/CO0010000/endpoint';
  const set = (url: string, headers = {}) => admin('POST', path, { url }, headers);

  test('has a secret that is shown once, derives from a key file, and is nowhere in the database', async () => {
    const headers = { 'Idempotency-Key': 'endpoint-1' };
    const { status, body } = await set('https://adams.example/a', headers);
    expect(status).toBe(201);
    const { rows } = await node.exchange.pool.query('SELECT salt FROM partner_endpoint');
    expect(body.secret).toBe(endpointSecret(ENDPOINT_KEY, rows[0].salt, node.exchange.agencyId));
    // A repeated request gets the same secret, though it was kept nowhere.
    expect((await set('https://adams.example/a', headers)).body).toEqual(body);
    const secret = body.secret.slice('whsec_'.length);
    const hex = Buffer.from(secret, 'base64').toString('hex');
    const { rows: tables } = await node.exchange.ownerPool.query(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = 'public'`,
    );
    for (const { name } of tables) {
      const { rows: found } = await node.exchange.ownerPool.query(
        `SELECT count(*) AS found FROM ${name} t WHERE strpos(t::text, $1) > 0 OR strpos(t::text, $2) > 0`,
        [secret, hex],
      );
      expect({ name, ...found[0] }).toEqual({ name, found: 0 });
    }
    expect((await admin('GET', '/v1/endpoints')).body.endpoints).toMatchObject([
      { partner: 'CO0010000', url: 'https://adams.example/a' },
    ]);
  });

  test('gets another secret each time it is set, and moving it is a mark: the old address gets nothing more', async () => {
    const first = await set('https://adams.example/b');
    const second = await set('https://adams.example/b');
    expect(second.body.secret).not.toBe(first.body.secret);
    expect(await setups('endpoint moved')).toBe(2);
    const newest = (await node.exchange.entries()).at(-1);
    expect(newest).toMatchObject({ kind: 'revocation_effective', agency: 'CO0010000' });
  });

  test('is taken away as a right is; once more there is none', async () => {
    const { body } = await admin('DELETE', path);
    expect(body).toMatchObject({
      partner: 'CO0010000',
      status: 'removed',
      lowered: { index: expect.any(Number) },
    });
    expect((await admin('DELETE', path)).status).toBe(404);
    expect((await set('https://10.0.0.1/')).status).toBe(422);
  });
});

describe('two endpoints of a partner', () => {
  test('that are set at the same moment, where there was none, are one set and one moved by a mark', async () => {
    const before = [await setups('endpoint'), await setups('endpoint moved')];
    const { ownerPool } = node.exchange;
    const keeper = await ownerPool.connect();
    await keeper.query('BEGIN');
    await keeper.query('LOCK TABLE partner_endpoint IN SHARE MODE');
    const path = '/v1/agencies/CO0010000/endpoint';
    const two = ['c', 'd'].map((name) => admin('POST', path, { url: `https://adams.example/${name}` }));
    const waiting = async () => {
      const { rows } = await ownerPool.query(
        // Of this database: in one that was cloned from the same template the table has the same id.
        `SELECT count(*) AS found FROM pg_locks WHERE relation = 'partner_endpoint'::regclass AND NOT granted
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      );
      return Number(rows[0].found) === two.length;
    };
    await eventually(waiting);
    await keeper.query('ROLLBACK');
    keeper.release();
    expect((await Promise.all(two)).map(({ status }) => status)).toEqual([201, 201]);
    const after = [await setups('endpoint'), await setups('endpoint moved')];
    expect(after.map((found, i) => found - (before[i] as number))).toEqual([1, 1]);
    await admin('DELETE', path);
  });
});

describe('pushes', () => {
  test('are added once, listed with what they lack, and taken away as a right is', async () => {
    const id = await node.exchange.list('pushed', ['ZZA1,Stolen Vehicle'], 'stolen_vehicle');
    const add = () => admin('POST', `/v1/hot-lists/${id}/pushes`, { partner: 'CO0010000' });
    const { body: push } = await add();
    expect((await add()).body).toEqual(push);
    expect((await admin('GET', '/v1/hot-lists/pushes')).body.pushes).toEqual([
      { id: push.id, list: 'pushed', partner: 'CO0010000', position: 0, endpoint: false },
    ]);
    expect((await admin('DELETE', `/v1/hot-lists/pushes/${push.id}`)).body).toMatchObject({
      status: 'removed',
    });
    expect((await admin('GET', '/v1/hot-lists/pushes')).body.pushes).toEqual([]);
    expect((await admin('DELETE', `/v1/hot-lists/pushes/${push.id}`)).status).toBe(404);
  });
});

describe('matching of look-alike plates', () => {
  test('is switched on for a list, marks its hits "verify", and is switched off again', async () => {
    const { exchange } = node;
    const id = await exchange.list('alike', ['ZZB8O1,Stolen Vehicle']);
    // The node matches by itself as well, so hits are counted where both put them; the last minute is looked at again.
    const hits = async (): Promise<number> => {
      await exchange.ownerPool.query(`UPDATE match_state SET taken_at = taken_at - interval '1 minute'`);
      await exchange.see();
      const { rows } = await exchange.pool.query('SELECT count(*) AS found FROM hit WHERE list_id = $1', [
        id,
      ]);
      return rows[0].found;
    };
    const hitsAfter = async (plate: string): Promise<number> => {
      await exchange.take(plate);
      return hits();
    };
    expect(await hitsAfter('ZZ8BO1')).toBe(0);
    const on = await admin('PATCH', `/v1/hot-lists/${id}`, { lookalike: true });
    expect(on.body).toMatchObject({ id, lookalike: true });
    await exchange.take('ZZ8B01');
    // The read from before the switch is among them. A sweep of the node's may end in between, and set on the minute.
    await eventually(async () => (await hits()) === 2);
    const { body } = await node.call('reviewer', 'GET', '/v1/hits');
    expect(body.hits).toHaveLength(2);
    for (const hit of body.hits)
      expect(hit).toMatchObject({ list: 'alike', verify: true, status: 'unconfirmed' });
    await admin('PATCH', `/v1/hot-lists/${id}`, { lookalike: false });
    expect(await hitsAfter('2Z8BO1')).toBe(2);
    expect(await hitsAfter('ZZB8O1')).toBe(3);
    expect((await node.call('reviewer', 'PATCH', `/v1/hot-lists/${id}`, { lookalike: true })).status).toBe(
      403,
    );
    expect((await admin('PATCH', `/v1/hot-lists/${id}`, { lookalike: 'yes' })).status).toBe(422);
    expect(await setups('matching')).toBe(2);
  });
});
