/** Where a vendor keeps the reads it looks for the plates itself, and alerts: what it is told, and what is believed. */
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Connect } from '../../../../gateway/cli/client/connect.ts';
import { inTransaction } from '../../../../gateway/database/db-transaction.ts';
import { endpointSecret } from '../../../../gateway/hot-lists/delivery/endpoint-secret.ts';
import { statusCommand } from '../../../../gateway/hot-lists/status-command.ts';
import { alertKey } from '../../../../gateway/hot-lists/vendor/alert-key.ts';
import { ALERTS_PATH } from '../../../../gateway/hot-lists/vendor/alert-routes.ts';
import { findOverviewCounts } from '../../../../gateway/oversight/overview/overview-store.ts';
import type { AuditGround } from '../../../../gateway/oversight/reports/audit-answer.ts';
import { auditRevocation } from '../../../../gateway/oversight/reports/audit-sharing.ts';
import { metricsIn, readExpressions } from '../../../deploy/expressions.ts';
import { type FlockSimulator, startFlockSimulator } from '../../../flock-simulator/start-flock-simulator.ts';
import { eventually } from '../../../setup/eventually.ts';
import { hasRedis } from '../../../setup/test-redis.ts';
import { putApprovedEndpoint } from '../lists/approved-endpoint.ts';
import { standingQuery } from '../lists/exchange-fixture.ts';
import { type HotListNode, sayWithoutRedis, startHotListNode } from '../lists/node-fixture.ts';
import { ENDPOINT_KEY, SALT } from '../lists/partner-server.ts';

let vendor: FlockSimulator;
let node: HotListNode;

const enter = async (number: string): Promise<number> => {
  const answer = await node.call(
    'partner',
    'POST',
    '/v1/hot-lists/own/entries',
    standingQuery({ plate: { number } }),
  );
  expect(answer.status).toBe(201);
  return answer.body.entry;
};
const takeBack = (entry: number) => node.call('partner', 'DELETE', `/v1/hot-lists/own/entries/${entry}`);
const listed = () => (vendor.hotLists()[0]?.entries ?? []).map(({ plate }) => plate).sort();
const isListed = (...plates: string[]) =>
  eventually(async () => JSON.stringify(listed()) === JSON.stringify(plates));
const atVendor = async () => (await node.call('admin', 'GET', '/v1/hot-lists/jobs')).body.vendor;
/** Sends what the vendor would send for a read of now. */
const alert = async (plate: string, changes: Parameters<FlockSimulator['alert']>[1] = {}) => {
  const [sent] = await vendor.alert({ plate, capturedAt: new Date() }, changes);
  return { status: sent?.status, body: JSON.parse(sent?.body ?? '{}') };
};
/** Of every alert, so that the answer does not tell the vendor which plates stand on lists that it never saw. */
const RECEIVED = { status: 202, body: { received: 1 } };
const hits = async () => {
  const { body } = await node.call('reviewer', 'GET', '/v1/hits');
  return body.hits.map(({ reads }: { reads: { plate: string }[] }) => reads[0]?.plate);
};
const told = () =>
  node.partner.received.flatMap(({ body }) => body.data.reads.map(({ plate }: { plate: string }) => plate));

sayWithoutRedis();

(hasRedis ? describe : describe.skip)(
  'hot lists where a vendor keeps the reads (skipped where redis-server is not installed)',
  () => {
    beforeAll(async () => {
      vendor = await startFlockSimulator();
      node = await startHotListNode({ jobs: true, vendor });
      const { agencyId, ownerPool } = node.exchange;
      node.partner.secret = endpointSecret(ENDPOINT_KEY, SALT, agencyId);
      await putApprovedEndpoint(ownerPool, agencyId, node.partner.url);
    });

    afterAll(async () => {
      await node.close();
      vendor.close();
    });

    test('a standing query is on the gateway’s own list at the vendor, which is told neither who asks nor the case', async () => {
      const entry = await enter('ZZO1');
      await isListed('ZZ01');
      const [list] = vendor.hotLists();
      expect(list?.name).toBe('Sharing gateway CO0010300');
      expect(list?.entries).toMatchObject([{ reason: 'stolen_vehicle', caseNumber: `GATEWAY-${entry}` }]);
      expect(JSON.stringify(list)).not.toMatch(/officer|CO0010000|CR-2026-0142|Dahlia/i);
      const stored = await node.exchange.entries();
      expect(stored.filter(({ kind }) => kind === 'hot_list_sync')).toHaveLength(1);
    });

    test('the vendor sends its alerts to the gateway, under a key that only the two of them have', async () => {
      expect(vendor.subscriptions()).toMatchObject([
        {
          callbackUrl: `${node.url}${ALERTS_PATH}`,
          credentials: {
            scheme: 'apiKey',
            apiKey: { key: alertKey(ENDPOINT_KEY, Date.now()), headerName: 'x-gateway-alert-key' },
          },
          enabledFirstResponderJurisdictionAlerts: false,
        },
      ]);
    });

    test('an alert is a hit that is judged like any other, and told with a receipt', async () => {
      expect(await alert('ZZ01')).toEqual(RECEIVED);
      await eventually(async () => told().includes('ZZ01'));
      const [notice] = node.partner.received;
      expect(notice?.body).toMatchObject({ type: 'hit.unconfirmed', data: { verify: true } });
      expect(notice?.body.data.receipt.entry).toContain('"kind":"hit_notice"');
      expect((await node.call('partner', 'GET', '/v1/hits')).body.hits).toHaveLength(1);
    });

    test('an alert that was sent twice is one hit', async () => {
      const read = { plate: 'ZZ01', capturedAt: new Date(), id: '0b8f3a52-6d4e-4c1a-9f55-2f6a3f5f7a10' };
      const before = (await hits()).length;
      await vendor.alert(read);
      await vendor.alert(read);
      expect(await hits()).toHaveLength(before + 1);
    });

    test('nobody else can send one: without the key, or with another, it is refused', async () => {
      const before = await hits();
      for (const headers of [{}, { 'x-gateway-alert-key': 'guessed' }]) {
        expect(await alert('ZZ01', { headers: headers as Record<string, string> })).toMatchObject({
          status: 401,
        });
      }
      expect(await hits()).toEqual(before);
    });

    test('a key is good for its day and the next: an older one that was overheard is refused', async () => {
      const under = (days: number) =>
        alert('ZZ01', {
          headers: { 'x-gateway-alert-key': alertKey(ENDPOINT_KEY, Date.now() - days * 86_400_000) },
        });
      expect([await under(1), await under(2)]).toMatchObject([RECEIVED, { status: 401 }]);
    });

    test.each([
      ['of another network', { networkExternalId: 'b3c1f7a0-0000-4000-8000-000000000001' }],
      ['that names no network', { networkExternalId: null }],
      ['from more than an hour ago', { eventTime: new Date(Date.now() - 3_700_000).toISOString() }],
      ['from the future', { eventTime: new Date(Date.now() + 300_000).toISOString() }],
      ['without a plate', { ocr: null }],
      ['of a plate that nobody looks for', { ocr: { label: 'ZZO9', labelConfidence: 0.9 } }],
    ])('an alert %s is set aside, and answered like one that is a hit', async (_, body) => {
      const before = await hits();
      expect(await alert('ZZ01', { body })).toEqual(RECEIVED);
      expect(await hits()).toEqual(before);
    });

    test('an alert that is not one is refused, and nothing of it is repeated', async () => {
      const answer = await alert('ZZ01', { body: { eventTime: 'ZZ01 yesterday' } });
      expect(answer.status).toBe(422);
      expect(JSON.stringify(answer.body)).not.toContain('ZZ01');
    });

    test('a standing query that is taken back leaves the vendor’s list, and the removal is verified', async () => {
      const entry = await enter('ZZV2');
      await isListed('ZZ01', 'ZZV2');
      expect((await takeBack(entry)).status).toBe(200);
      await isListed('ZZ01');
      await eventually(async () => (await atVendor()).entries === 1);
      expect(await atVendor()).toMatchObject({ fault: null, otherSubscriptions: 0 });
    });

    test('a removal that the vendor only says it made is a failed job, is named, and is tried until it is made', async () => {
      const entry = await enter('ZZV3');
      await isListed('ZZ01', 'ZZV3');
      await eventually(async () => (await atVendor()).entries === 2);
      vendor.misbehave({ fault: 'removal_ignored' });
      await takeBack(entry);
      await eventually(async () => (await atVendor()).fault === 'vendor_not_in_step');
      expect(await findOverviewCounts(node.exchange.pool)).toMatchObject({ vendorListBehind: 1 });
      const status = (await shownStatus()).replaceAll(/\s+/g, ' ');
      expect(status).toMatch(
        /the vendor's hot list: 2 plates, seen in step .*; not in step now: vendor_not_in_step/,
      );
      expect(status).toContain('Remove the entry at the vendor by hand');
      expect(await alert('ZZV3')).toEqual(RECEIVED);
      vendor.behave();
      await isListed('ZZ01');
      await eventually(async () => (await atVendor()).fault === null);
    });

    test('has every metric of it that an alert or a panel of the dashboard names', async () => {
      const named = readExpressions().flatMap(({ text }) => metricsIn(text));
      const ofVendor = new Set(named.filter((name) => name.startsWith('alpr_vendor_')));
      expect(ofVendor.size).toBeGreaterThan(0);
      const text = await node.metrics.metrics();
      for (const name of ofVendor) expect(text).toMatch(new RegExp(`^${name} \\d`, 'm'));
    });

    test('others who get the vendor’s alerts are counted, and the monthly audit objects: it goes around the gateway', async () => {
      const { ownerPool, pool } = node.exchange;
      await subscribeElsewhere(vendor);
      await ownerPool.query(`UPDATE vendor_list SET verified_at = clock_timestamp() - interval '6 minutes'`);
      await eventually(async () => (await atVendor()).otherSubscriptions === 1);
      const answer = await inTransaction(pool, (trx) => auditRevocation(groundOf(trx), trx));
      expect(answer.discrepancies.map(({ summary }) => summary)).toEqual([
        'the vendor sends its alerts to others too (1): that goes around the gateway',
      ]);
    });

    test('a revocation does not wait for the vendor: its alert is told to nobody from then on, though it answers nothing', async () => {
      vendor.misbehave({ fault: 'silent', part: 'hot_lists' });
      vendor.misbehave({ fault: 'silent', part: 'subscriptions' });
      const began = performance.now();
      await node.exchange.revoke();
      expect(performance.now() - began).toBeLessThan(5_000);
      expect(listed()).toEqual(['ZZ01']);
      const before = told().length;
      expect(await alert('ZZ01')).toEqual(RECEIVED);
      expect((await node.call('partner', 'GET', '/v1/hits')).status).toBe(403);
      vendor.behave();
      await isListed();
      expect(told()).toHaveLength(before);
    });
  },
);

/** What `hot-list status` prints to an administrator. */
async function shownStatus(): Promise<string> {
  let shown = '';
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    shown += String(chunk);
    return true;
  });
  const call = async (method: string, path: string) => (await node.call('admin', method, path)).body;
  const connect = (async () => ({ call })) as unknown as Connect;
  await statusCommand(connect)
    .parseAsync([], { from: 'user' })
    .finally(() => write.mockRestore());
  return shown;
}

/** Of the month that began yesterday; the auditor has found nothing outside. */
function groundOf(db: AuditGround['db']): AuditGround {
  const now = new Date();
  const month = { name: 'this', from: new Date(now.getTime() - 86_400_000), to: now };
  const byHand = { sampleRead: true, employeesCompared: true, vendorSharingOff: true };
  const { limits, owner, rulesRevision } = node.exchange.deps;
  return { db, now, month, byHand, limits, owner, rulesRevision, replay: null };
}

async function subscribeElsewhere({ credentials, tokenUrl, url }: FlockSimulator): Promise<void> {
  const { audience, clientId, clientSecret } = credentials;
  const form = {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    audience,
  };
  const token = (await (
    await fetch(tokenUrl, { method: 'POST', body: new URLSearchParams(form) })
  ).json()) as {
    access_token: string;
  };
  const { status } = await fetch(`${url}/integrations/lpr/alerts/subscriptions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token.access_token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      callbackUrl: 'http://127.0.0.1:1/elsewhere',
      contentType: 'application/json',
      credentials: { scheme: 'none' },
      enabled: true,
    }),
  });
  expect(status).toBe(201);
}
