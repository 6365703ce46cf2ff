/** Two gateways that run side by side: an ask of both, what ends it, and a new agreement, made by keyboard. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Client, type ClientsFile, connectWith } from '../../gateway/cli/client/connect.ts';
import { connectGateway } from '../../gateway/jobs/connect-gateway.ts';
import { describePages, useBrowser } from '../setup/browser.ts';
import { demoQuery } from '../setup/demo/demo-query.ts';
import { type DemoProcess, startDemo } from '../setup/demo/running-demo.ts';
import { eventually } from '../setup/eventually.ts';
import {
  acceptFromInbox,
  handOverFile,
  openAs,
  type People,
  proposeAgreement,
} from '../setup/pages/agree-by-pages.ts';

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
let theirs: ClientsFile & People;

beforeAll(async () => {
  demo = await startDemo({}, 'source', [], ['--peer']);
  theirs = readTheirs();
}, 300_000);
afterAll(async () => {
  await demo?.stop();
}, 60_000);

function readTheirs(): ClientsFile & People {
  const { peers } = demo.file;
  expect(peers).toMatchObject([{ ori: THEM }]);
  return JSON.parse(readFileSync(peers?.[0]?.demo as string, 'utf8')) as ClientsFile & People;
}

interface Asked {
  readonly askId: string;
  readonly answers?: Row[];
}

async function ask(
  at: readonly (string | undefined)[],
  changes: Record<string, unknown> = {},
): Promise<{ status: number; askId: string; rows: Row[] }> {
  const client = await demo.as('own-system');
  const body = { ...demoQuery(client, 'DEMO001', changes), at };
  const answer = await client.request('POST', '/v1/asks', body);
  const { answers = [], askId } = answer.body as Asked;
  return { status: answer.status, askId, rows: answers };
}

/** Approves, as the reviewer of a side, what is held there. */
async function approveHeld(reviewer: Client): Promise<void> {
  const { reviews } = await reviewer.call<{ reviews: { id: string; status: string }[] }>(
    'GET',
    '/v1/reviews',
  );
  expect(reviews).toMatchObject([{ status: 'held' }]);
  await reviewer.call('POST', `/v1/reviews/${reviews[0]?.id}/approve`, { reason: 'read it' });
}

interface Agreed {
  readonly id: string;
  readonly status: string;
}
const agreementsOf = async (client: Client) =>
  (await client.call<{ agreements: Agreed[] }>('GET', '/v1/agreements')).agreements;
const grantsTo = async (client: Client, partner: string | undefined) =>
  (
    await client.call<{ grants: { status: string; agreement: { id?: string } }[] }>(
      'GET',
      `/v1/grants?partner=${partner}`,
    )
  ).grants;

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

  test('is told alike by both logs, and what somebody else asks in our name is found within a minute', async () => {
    const asks = Array.from({ length: 200 }, (_, i) => i);
    const outcomes = new Set<string | undefined>();
    const inTurn = async () => {
      while (asks.pop() !== undefined) outcomes.add((await ask([THEM])).rows[0]?.outcome);
    };
    await Promise.all(Array.from({ length: 8 }, inTurn));
    expect([...outcomes]).toEqual(['released']);
    const credentialsDir = join(demo.dataDir, 'secrets', 'gateways');
    const { client } = await connectGateway(
      (THEM as string).toLowerCase(),
      'alpr.query',
      { patience: 10_000, longest: 20_000, largest: 2 ** 20 },
      { credentialsDir, outbound: { allow: ['127.0.0.0/8'] } },
    );
    const direct = await client.request(
      'POST',
      '/v1/queries',
      JSON.stringify(demoQuery({ ori: US as string }, 'DEMO001')),
      { 'Content-Type': 'application/json' },
    );
    expect(direct.status).toBe(200);
    const { index } = (direct.body as { receipt: { index: number } }).receipt;
    const auditor = await demo.asOnce('auditor');
    const found: { kind: string; theirs: number | null }[] = [];
    let compared = 0;
    await eventually(async () => {
      // Both gateways count requests.
      await pause(2_000);
      const { body, status } = await auditor.request('POST', `/v1/peers/${THEM}/check`);
      if (status !== 200) return false;
      const { compared: more, differences } = body as { compared: number; differences: typeof found };
      compared += more;
      found.push(...differences);
      return compared > 201;
    }, 60_000);
    expect(found).toMatchObject([{ kind: 'not_asked', theirs: index }]);
  }, 180_000);
  test('brings the next page of the other gateway, proved like the first', async () => {
    const first = await ask([THEM], { limit: 1 });
    const system = await demo.as('own-system');
    const { answers } = await system.call<Asked>('POST', `/v1/asks/${first.askId}/next`, { ori: THEM });
    expect(answers).toMatchObject([{ outcome: 'released', order: 'proved' }]);
    expect(answers?.[0]?.reads).toHaveLength(1);
    expect(answers?.[0]?.reads).not.toEqual(first.rows[0]?.reads);
  }, 60_000);

  test('brings what the reviewers of both sides have approved', async () => {
    const purpose = { code: 'stolen_vehicle', caseNumber: 'CR-2026-0143' };
    const justification = 'sedan stolen from the lot of Ice Age Beverage';
    const { askId, status } = await ask([THEM], { purpose: { ...purpose, justification } });
    expect(status).toBe(202);
    await approveHeld(await demo.as('reviewer'));
    const system = await demo.as('own-system');
    const collect = () => system.call<Asked>('GET', `/v1/asks/${askId}`);
    for (const _time of [1, 2]) expect((await collect()).answers).toMatchObject([{ outcome: 'held' }]);
    await approveHeld(await themAs('reviewer'));
    expect((await collect()).answers).toMatchObject([{ outcome: 'released', order: 'proved' }]);
  }, 60_000);

  test('finds on each side a grant that names the agreement', async () => {
    const [agreement] = await agreementsOf(await demo.as('admin-1'));
    expect(agreement?.status).toBe('in_force');
    for (const [client, partner] of [
      [await demo.as('admin-1'), THEM],
      [await themAs('admin-1'), US],
    ] as const) {
      expect(await grantsTo(client, partner)).toMatchObject([
        { status: 'active', agreement: { id: agreement?.id } },
      ]);
    }
  });

  test('goes on after a restart, at other addresses, under the agreement that took the place of the last', async () => {
    await demo.end();
    demo = await startDemo({ DATA_DIR: demo.dataDir }, 'source', [], ['--peer']);
    theirs = readTheirs();
    const { rows } = await ask([THEM, US]);
    expect(rows).toMatchObject([
      { ori: THEM, outcome: 'released', order: 'proved' },
      { ori: US, outcome: 'released' },
    ]);
    const agreements = await agreementsOf(await demo.as('admin-1'));
    expect(agreements.map(({ status }) => status)).toEqual(['in_force', 'replaced']);
    const grants = await grantsTo(await themAs('admin-1'), US);
    expect(grants.map(({ agreement: { id }, status }) => [status, id])).toEqual([
      ['active', agreements[0]?.id],
      ['revoked', agreements[1]?.id],
    ]);
  }, 300_000);

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
    const [agreement] = await agreementsOf(admin);
    await admin.call('POST', `/v1/agreements/${agreement?.id}/end`, { reason: 'a test' });
    const { rows } = await ask([THEM, US]);
    expect(rows).toMatchObject([
      { ori: THEM, outcome: 'refused', reasons: [{ code: 'no_agreement' }] },
      { ori: US, outcome: 'released' },
    ]);
  }, 60_000);
});

describePages('a new agreement by the console alone', () => {
  const browser = useBrowser();

  test('is in force on both sides after so many keys of four administrators', async () => {
    const their = await openAs(browser, theirs, 'admin-1', '/console/agreements');
    const our = await openAs(browser, demo.file, 'admin-1', '/console/peers');
    await proposeAgreement(our, { their, ori: THEM as string, client: 'demo-gateway' });
    const second = await openAs(browser, demo.file, 'admin-2', '/console');
    await acceptFromInbox(second);
    await handOverFile(second, their);
    const last = await openAs(browser, theirs, 'admin-2', '/console');
    await acceptFromInbox(last);

    for (const { page } of [last, second]) {
      await eventually(async () => {
        await page.reload();
        return (await page.getByRole('main').textContent())?.includes('In force') === true;
      });
    }
    // They have revoked what they gave us: their answer, or their signal, says so, and no longer that there is no agreement.
    const { rows, status } = await ask([THEM]);
    expect([status, rows.length]).toEqual([200, 1]);
    expect(rows[0]?.reasons ?? []).not.toContainEqual(expect.objectContaining({ code: 'no_agreement' }));
    const keys = [our, second, their, last].reduce((sum, one) => sum + one.keys.count, 0);
    expect(keys).toBeLessThanOrEqual(400);

    await second.keys.open('propose a grant under it', /^Propose grant/);
    await second.keys.open('Propose', /^Grant: /);
    await second.page.getByRole('region', { name: 'Done' }).getByText('Proposed').waitFor();
    await our.page.goto(`${our.page.url()}/end`);
    expect(await our.page.getByRole('main').textContent()).toContain(
      '0 grants in force under it end, and 1 proposal under it is withdrawn.',
    );
  }, 180_000);
});
