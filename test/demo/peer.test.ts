/** Two gateways that run side by side: an ask of both, and what ends it. */

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Client, type ClientsFile, connectWith } from '../../gateway/cli/client/connect.ts';
import { demoQuery } from '../setup/demo/demo-query.ts';
import { type DemoProcess, startDemo } from '../setup/demo/running-demo.ts';

interface Row {
  readonly ori: string;
  readonly outcome: string;
  readonly order: string;
  readonly reads?: readonly object[];
  readonly reasons?: readonly { readonly code: string }[];
  readonly entry: { readonly origin: string; readonly index: number } | null;
}

const [US, THEM] = ['CO0010300', 'CO0010100'];
let demo: DemoProcess;
let theirs: ClientsFile;

beforeAll(async () => {
  demo = await startDemo({}, 'source', [], ['--peer']);
  const { peers } = demo.file as unknown as { peers: { ori: string; demo: string }[] };
  expect(peers).toMatchObject([{ ori: THEM }]);
  theirs = JSON.parse(readFileSync(peers[0]?.demo as string, 'utf8')) as ClientsFile;
}, 300_000);
afterAll(async () => {
  await demo?.stop();
}, 60_000);

async function ask(at: readonly (string | undefined)[]): Promise<{ status: number; rows: Row[] }> {
  const client = await demo.as('own-system');
  const { body, status } = await client.request('POST', '/v1/asks', { ...demoQuery(client, 'DEMO001'), at });
  return { status, rows: (body as { answers?: Row[] }).answers ?? [] };
}

const themAs = (name: string): Promise<Client> => connectWith(theirs, name, theirs.gateway);

describe('an ask of two gateways', () => {
  test('brings the reads of both, in an order that both logs prove', async () => {
    const { rows, status } = await ask([THEM, US]);
    expect(status).toBe(200);
    expect(rows).toMatchObject([
      { ori: THEM, outcome: 'released', order: 'proved' },
      { ori: US, outcome: 'released', order: 'proved' },
    ]);
    for (const { reads } of rows) expect(reads?.length).toBeGreaterThan(0);
    const auditor = await demo.as('auditor');
    const kinds = ['peer_asked', 'peer_answered'];
    const indices: number[] = [];
    for (const kind of kinds) {
      const found = await auditor.call<{ entries: { index: number }[] }>('POST', '/v1/audit/search', {
        kind,
      });
      expect(found.entries).toHaveLength(1);
      indices.push(found.entries[0]?.index as number);
    }
    expect(indices[0]).toBeLessThan(indices[1] as number);
    expect(rows[0]?.entry?.origin).toBe('peer.demo.alpr-sharing.invalid/log');
  }, 60_000);

  test('shows the other side’s reason once it has revoked', async () => {
    await (await themAs('admin-1')).call('POST', `/v1/agencies/${US}/revoke`, { reason: 'a test' });
    const { rows } = await ask([THEM, US]);
    expect(rows).toMatchObject([
      { ori: THEM, outcome: 'refused' },
      { ori: US, outcome: 'released' },
    ]);
    expect(rows[0]?.reasons?.map(({ code }) => code)).toEqual(['grant_revoked']);
  }, 60_000);

  test('goes to nobody whose agreement has ended', async () => {
    const admin = await demo.as('admin-1');
    const path = '/v1/agreements';
    const { agreements } = await admin.call<{ agreements: { id: string }[] }>('GET', path);
    await admin.call('POST', `${path}/${agreements[0]?.id}/end`, { reason: 'a test' });
    const { rows } = await ask([THEM, US]);
    expect(rows).toMatchObject([
      { ori: THEM, outcome: 'refused', reasons: [{ code: 'no_agreement' }] },
      { ori: US, outcome: 'released' },
    ]);
  }, 60_000);
});
