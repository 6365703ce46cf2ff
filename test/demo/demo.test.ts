/** The demo as a stranger finds it: its administrators, and its public log. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { httpSource } from '../../gateway/audit-verify/log-source.ts';
import { verifyLog } from '../../gateway/audit-verify/verify-log.ts';
import type { Client } from '../../gateway/cli/client/connect.ts';
import { spawnDemo } from '../setup/demo/demo-process.ts';
import { demoQuery } from '../setup/demo/demo-query.ts';
import { startDemo } from '../setup/demo/running-demo.ts';
import { useDemo } from '../setup/demo/use-demo.ts';
import { eventually } from '../setup/eventually.ts';
import { programArguments } from '../setup/program-arguments.ts';

const fixture = useDemo('adams');

async function ask(client: Client) {
  const { status, body } = await client.request('POST', '/v1/queries', demoQuery(client, fixture.plate));
  return { status, reasons: (body as { reasons: { code: string }[] }).reasons };
}

const codes = ({ reasons }: { readonly reasons: readonly { readonly code: string }[] }) =>
  reasons.map(({ code }) => code);

/** Below the ports that the system gives away: nobody takes the free one meanwhile by chance. */
async function takePortAfterFreeOne(): Promise<{ before: number; blocker: Server }> {
  for (let before = 20_000 + (process.pid % 10_000); ; before += 2) {
    const [probe, blocker] = await Promise.all([listenOn(before), listenOn(before + 1)]);
    probe?.close();
    if (probe !== null && blocker !== null) return { before, blocker };
    blocker?.close();
  }
}

async function listenOn(port: number): Promise<Server | null> {
  const server = createServer().listen(port, '127.0.0.1');
  return once(server, 'listening').then(
    () => server,
    () => null,
  );
}

describe('the demo', () => {
  test('says loudly that it is one, and keeps its secrets to its owner', () => {
    expect(fixture.demo.output()).toContain('DEMO');
    // Nobody takes it for what a real gateway does.
    expect(fixture.demo.output()).toContain('A key alone may grant here (APPROVAL_SECOND_FACTOR=off)');
    expect(statSync(join(fixture.demo.dataDir, 'demo.json')).mode & 0o777).toBe(0o600);
    expect(fixture.demo.file.plates).toHaveLength(20);
  });

  test('is ready: process, log and reads', async () => {
    expect((await fetch(`${fixture.demo.file.gateway}/healthz`)).status).toBe(200);
    // One that stood still has to take its lease again.
    await eventually(async () => (await fetch(`${fixture.demo.file.gateway}/readyz`)).status === 200);
  });

  test('runs once on the same data, and says how to run a second one', async () => {
    const { dataDir, file } = fixture.demo;
    const { child, output } = spawnDemo({ DATA_DIR: dataDir });
    expect((await once(child, 'close'))[0]).toBe(1);
    expect(output()).toBe(
      `the demo is already running from ${dataDir} (${file.gateway}); for a second one: DATA_DIR=.data2 PORT=8090 npm start\n`,
    );
    expect((await fetch(`${file.gateway}/healthz`)).status).toBe(200);
  });

  test('names PORT where the port after it, the issuer’s, is taken', async () => {
    const { before, blocker } = await takePortAfterFreeOne();
    const second = startDemo({ PORT: String(before), DATA_DIR: join(fixture.demo.dataDir, 'second') });
    await expect(second).rejects.toThrow(
      `port ${before + 1} is taken, and the issuer needs the one after PORT`,
    );
    blocker.close();
  });

  test('refuses to run in production', async () => {
    await expect(startDemo({ NODE_ENV: 'production' })).rejects.toThrow('NODE_ENV is production');
  });
});

describe('the administrators', () => {
  test('revoke, and the next query is refused; a new grant by two persons shares again', async () => {
    const [one, two] = await Promise.all([fixture.demo.as('admin-1'), fixture.demo.as('admin-2')]);
    const aurora = await fixture.demo.as('aurora');
    expect((await ask(aurora)).status).toBe(200);
    const revoked = await one.call<{ index: number; epoch: number }>(
      'POST',
      '/v1/agencies/CO0010100/revoke',
      { reason: 'test of the revoke' },
    );
    expect(revoked.epoch).toBe(revoked.index);
    const refused = await ask(aurora);
    expect(refused.status).toBe(403);
    expect(codes(refused)).toContain('grant_revoked');
    const terms = {
      partner: 'CO0010100',
      purposes: ['stolen_vehicle'],
      dataClasses: ['reads'],
      lookBackDays: 30,
      dailyRecords: 1000,
      validUntil: new Date(Date.now() + 30 * 86_400_000).toISOString(),
      agreement: { reference: 'MOU-2', signedOn: '2026-01-02', article74: true, officerMfa: true },
      certification: { signer: 'A Signer', signedOn: new Date().toISOString().slice(0, 10) },
    };
    const { id, status } = await one.call<{ id: string; status: string }>('POST', '/v1/grants', terms);
    expect(status).toBe('proposed');
    expect((await one.request('POST', `/v1/grants/${id}/approve`)).status).toBe(403);
    expect(await two.call('POST', `/v1/grants/${id}/approve`)).toMatchObject({ status: 'active' });
    expect((await ask(aurora)).status).toBe(200);
  });

  test('halt everything, and resume', async () => {
    const one = await fixture.demo.as('admin-1');
    await one.call('POST', '/v1/sharing/halt', { reason: 'test of the halt' });
    expect(codes(await ask(fixture.clients.adams))).toContain('sharing_halted');
    const resume = { reason: 'test of the halt is over' };
    expect(await one.call('POST', '/v1/sharing/resume', resume)).toMatchObject({ status: 'proposed' });
    expect(codes(await ask(fixture.clients.adams))).toContain('sharing_halted');
    const two = await fixture.demo.as('admin-2');
    expect(await two.call('POST', '/v1/sharing/resume', resume)).toMatchObject({ status: 'resumed' });
    expect((await ask(fixture.clients.adams)).status).toBe(200);
  });

  test('an auditor reads the log and changes nothing', async () => {
    const auditor = await fixture.demo.as('auditor');
    expect((await auditor.request('GET', '/v1/audit/entries')).status).toBe(200);
    expect((await auditor.request('POST', '/v1/sharing/halt', { reason: 'not mine to do' })).status).toBe(
      403,
    );
    expect((await fixture.clients.adams.request('GET', '/v1/audit/entries')).status).toBe(403);
  });
});

describe('the public log', () => {
  test('holds for an independent verifier: one unbroken tree, and no release after a revoke', async () => {
    const report = await verifyLog({
      source: httpSource(`${fixture.demo.file.gateway}/log`),
      vkey: fixture.demo.file.logKey,
    });
    expect(report.faults).toEqual([]);
    expect(report.kinds).toMatchObject({ log_created: 1 });
  });

  test('and for the command line', async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [...programArguments('gateway/cli.ts'), 'audit', 'verify', '--json'],
      { env: { ...process.env, NODE_OPTIONS: '', DATA_DIR: fixture.demo.dataDir } },
    );
    expect(JSON.parse(stdout.trim().split('\n').at(-1) as string)).toMatchObject({ ok: true });
  });

  test('holds nothing from which a case could be guessed', async () => {
    const bundle = await (await fetch(`${fixture.demo.file.gateway}/log/tile/entries/000.p/1`)).text();
    expect(bundle).toContain('"kind":"log_created"');
    expect(bundle).not.toContain(fixture.plate);
  });
});
