/** A demo that is started again on its data: nothing that was taken away comes back, and it always starts. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { demoQuery } from '../setup/demo/demo-query.ts';
import { borrowDemo, type RunningDemo } from '../setup/demo/running-demo.ts';

let demo: RunningDemo;

beforeAll(async () => {
  demo = await borrowDemo();
}, 300_000);
afterAll(async () => {
  await demo?.stop();
}, 60_000);

async function restart(): Promise<void> {
  await demo.end();
  demo = await borrowDemo({ DATA_DIR: demo.dataDir });
}

async function refusalOf(name: string): Promise<string[]> {
  const client = await demo.as(name);
  const { status, body } = await client.request('POST', '/v1/queries', demoQuery(client, 'DEMO001'));
  const { reasons = [] } = body as { reasons?: { code: string }[] };
  return [String(status), ...reasons.map(({ code }) => code)];
}

async function grantsProposed(): Promise<number> {
  const auditor = await demo.as('auditor');
  const search = { kind: 'grant_proposed', limit: 200 };
  return (await auditor.call<{ entries: unknown[] }>('POST', '/v1/audit/search', search)).entries.length;
}

const reason = 'test of the restart';

describe('a restart of the demo', () => {
  test('says at its first start what to try, later that the state of before is kept', async () => {
    expect(demo.output()).toContain('Try, in another terminal:');
    expect(await refusalOf('adams')).toEqual(['200']);
    await restart();
    expect(demo.output()).not.toContain('Try, in another terminal:');
    expect(demo.output()).toContain(`The earlier state is kept`);
    expect(demo.output()).toContain(`remove ${demo.dataDir}`);
    expect(await refusalOf('adams')).toEqual(['200']);
  }, 300_000);

  describe('after rights were taken away', () => {
    let proposed: number;
    beforeAll(async () => {
      proposed = await grantsProposed();
      const admin = await demo.as('admin-1');
      await admin.call('POST', '/v1/agencies/CO0010000/revoke', { reason });
      await admin.call('PATCH', '/v1/agencies/CO0010100', { status: 'suspended', reason });
      await admin.call('PATCH', '/v1/agencies/CO0010400', { status: 'active', has287g: true, reason });
      const owner = new pg.Client(demo.file.databases.gatewayOwnerUrl);
      await owner.connect();
      await owner.query("DELETE FROM client_registration WHERE client_id = 'demo-brighton'");
      await owner.query("UPDATE client_registration SET status = 'removed' WHERE client_id = 'demo-laramie'");
      await owner.end();
      await restart();
    }, 300_000);

    test('undoes no revocation', async () => {
      expect(await refusalOf('adams')).toContain('grant_revoked');
      expect(await grantsProposed()).toBe(proposed);
    });

    test.each([
      ['a suspension', 'aurora', 'agency_suspended'],
      ['a 287(g) agreement', 'thornton', 'agency_not_eligible'],
    ])('stands %s of a partner', async (_, name, code) => {
      expect(await refusalOf(name)).toContain(code);
    });

    test('brings back no client that was deleted or removed', async () => {
      expect(await refusalOf('brighton')).toContain('401');
      expect(await refusalOf('laramie')).toContain('401');
    });
  });

  test('brings back no issuer, though nobody can sign in then', async () => {
    const admin = await demo.as('admin-1');
    const { issuers } = await admin.call<{ issuers: { id: string }[] }>('GET', '/v1/issuers');
    await admin.call('POST', `/v1/issuers/${issuers[0]?.id}/remove`, { reason });
    await restart();
    expect(demo.output()).toContain(`The earlier state is kept`);
    for (const name of ['adams', 'aurora', 'laramie']) expect(await refusalOf(name)).toEqual(['401']);
    expect((await (await demo.as('admin-1')).request('GET', '/v1/issuers')).status).toBe(401);
  }, 300_000);
});
