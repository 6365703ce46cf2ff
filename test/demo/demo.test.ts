import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { httpSource } from '../../gateway/audit-verify/log-source.ts';
import { verifyLog } from '../../gateway/audit-verify/verify-log.ts';
import { verifyReceipt } from '../../gateway/audit-verify/verify-receipt.ts';
import type { Client } from '../../gateway/cli/connect.ts';
import { demoQuery, type RunningDemo, startDemo } from '../setup/running-demo.ts';

interface Answer {
  releaseId: string;
  reads: { plate: string; capturedAt: string }[];
  next: string | null;
  receipt: { index: number; entry: string };
  reasons: { code: string; clause: string; detail?: string }[];
  status: number | string;
}

let demo: RunningDemo;
let adams: Client;
let plate: string;

beforeAll(async () => {
  demo = await startDemo();
  adams = await demo.as('adams');
  plate = demo.file.plates[0] as string;
}, 90_000);

afterAll(async () => {
  await demo?.stop();
}, 30_000);

async function ask(client: Client, changes: Record<string, unknown> = {}, path = '/v1/queries') {
  const { status, headers, body } = await client.request('POST', path, demoQuery(client, plate, changes));
  return { status, headers, body: body as Answer };
}

const codes = (body: Answer) => body.reasons.map(({ code }) => code);

describe('the demo', () => {
  test('says loudly that it is one, and keeps its secrets to its owner', () => {
    expect(demo.output()).toContain('DEMO');
    expect(statSync(join(demo.dataDir, 'demo.json')).mode & 0o777).toBe(0o600);
    expect(demo.file.plates).toHaveLength(20);
  });

  test('is ready: process, log and reads', async () => {
    for (const path of ['/healthz', '/readyz']) {
      expect((await fetch(`${demo.file.gateway}${path}`)).status).toBe(200);
    }
  });

  test('refuses to run in production', async () => {
    await expect(startDemo({ NODE_ENV: 'production' })).rejects.toThrow('NODE_ENV is production');
  });
});

describe('a partner query', () => {
  test('of an agency with a grant gives reads, with a receipt that an independent program accepts', async () => {
    const { status, body } = await ask(adams);
    expect(status).toBe(200);
    expect(body.reads.length).toBeGreaterThanOrEqual(3);
    expect(body.reads.every((read) => read.plate === plate)).toBe(true);
    const report = verifyReceipt(body.receipt, demo.file.logKey, body.reads);
    expect(report).toMatchObject({ ok: true, readsChecked: true });
  });

  test.each(['brighton', 'thornton', 'southern-ute', 'laramie', 'fbi-denver'])(
    'of %s is refused, with a receipt',
    async (name) => {
      const expected =
        {
          brighton: 'grant_missing',
          thornton: 'grant_revoked',
        }[name] ?? 'agency_not_eligible';
      const { status, headers, body } = await ask(await demo.as(name));
      expect(status).toBe(403);
      expect(headers.get('content-type')).toContain('application/problem+json');
      expect(codes(body)).toContain(expected);
      expect(verifyReceipt(body.receipt, demo.file.logKey)).toMatchObject({ ok: true });
    },
  );

  test.each([
    ['an immigration offense', { offense: { system: 'nibrs', code: '30A' } }, 'offense_immigration'],
    ['a minor traffic offense', { offense: { system: 'ncic', code: '5499' } }, 'offense_minor_traffic'],
    ['a prohibited purpose', { code: 'immigration_civil' }, 'purpose_prohibited'],
    ['an unknown purpose', { code: 'curiosity' }, 'purpose_not_approved'],
    [
      'an immigration narrative under an approved code',
      { justification: 'assist ICE with a detainer' },
      'narrative_immigration',
    ],
  ])('for %s is refused', async (_what, purpose, code) => {
    const base = demoQuery(adams, plate).purpose;
    const { status, body } = await ask(adams, { purpose: { ...base, ...purpose } });
    expect(status).toBe(403);
    expect(codes(body)).toContain(code);
  });

  test('that names no plate in full is held for review', async () => {
    const { status, headers, body } = await ask(adams, { plate: { number: 'DEMO0', match: 'partial' } });
    expect(status).toBe(202);
    expect(body.status).toBe('held');
    expect(headers.get('location')).toMatch(/^\/v1\/queries\/[0-9a-f-]{36}$/);
  });

  test('is answered page by page, each page with an entry of its own', async () => {
    const first = await ask(adams, { limit: 2 });
    expect(first.body.reads).toHaveLength(2);
    const { status, body } = await adams.request('POST', `/v1/queries/${first.body.releaseId}/next`, {
      cursor: first.body.next,
    });
    expect(status).toBe(200);
    const second = body as Answer;
    expect(
      second.reads[0]?.capturedAt && second.reads[0].capturedAt <= (first.body.reads[1]?.capturedAt ?? ''),
    ).toBe(true);
    expect(second.receipt.index).toBeGreaterThan(first.body.receipt.index);
  });

  test('as a dry run explains and touches nothing', async () => {
    const { status, body } = await ask(adams, {}, '/v1/decisions');
    expect(status).toBe(200);
    expect(body).toMatchObject({ effect: 'permit' });
    expect(body).not.toHaveProperty('reads');
  });

  test.each([
    ['an unknown field', { immigrationStatus: 'x' }, /immigrationStatus/],
    [
      'a window that ends before it begins',
      { from: '2026-11-02T00:00:00Z', to: '2026-11-01T00:00:00Z' },
      /from/,
    ],
    ['a limit of 201', { limit: 201 }, /limit/],
    ['a wildcard for a plate', { plate: { number: '*' } }, /plate/],
  ])('with %s is answered 422, and the field is named', async (_what, changes, named) => {
    const { status, body } = await ask(adams, changes);
    expect(status).toBe(422);
    expect((body as unknown as { detail: string }).detail).toMatch(named);
  });

  test('without a token is answered 401 with a challenge that says nothing of agencies', async () => {
    const response = await fetch(`${demo.file.gateway}/v1/queries`, { method: 'POST', body: '{}' });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain('DPoP');
    expect(await response.text()).not.toMatch(/CO0\d{6}|agency/);
  });
});

describe('the administrators', () => {
  test('revoke, and the next query is refused; a new grant by two persons shares again', async () => {
    const [one, two] = await Promise.all([demo.as('admin-1'), demo.as('admin-2')]);
    const aurora = await demo.as('aurora');
    expect((await ask(aurora)).status).toBe(200);
    const revoked = await one.call<{ index: number; epoch: number }>(
      'POST',
      '/v1/agencies/CO0010100/revoke',
      { reason: 'test of the revoke' },
    );
    expect(revoked.epoch).toBe(revoked.index);
    const refused = await ask(aurora);
    expect(refused.status).toBe(403);
    expect(codes(refused.body)).toContain('grant_revoked');
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
    const one = await demo.as('admin-1');
    await one.call('POST', '/v1/sharing/halt', { reason: 'test of the halt' });
    expect(codes((await ask(adams)).body)).toContain('sharing_halted');
    await one.call('POST', '/v1/sharing/resume', { reason: 'test of the halt is over' });
    expect((await ask(adams)).status).toBe(200);
  });

  test('an auditor reads the log and changes nothing', async () => {
    const auditor = await demo.as('auditor');
    expect((await auditor.request('GET', '/v1/audit/entries')).status).toBe(200);
    expect((await auditor.request('POST', '/v1/sharing/halt', { reason: 'not mine to do' })).status).toBe(
      403,
    );
    expect((await adams.request('GET', '/v1/audit/entries')).status).toBe(403);
  });
});

describe('the public log', () => {
  test('holds for an independent verifier: one unbroken tree, and no release after a revoke', async () => {
    const report = await verifyLog({
      source: httpSource(`${demo.file.gateway}/log`),
      vkey: demo.file.logKey,
    });
    expect(report.faults).toEqual([]);
    expect(report.kinds).toMatchObject({ log_created: 1 });
  });

  test('and for the command line', async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', 'gateway/cli.ts', 'audit', 'verify', '--json'],
      { env: { ...process.env, NODE_OPTIONS: '', DATA_DIR: demo.dataDir } },
    );
    expect(JSON.parse(stdout.trim().split('\n').at(-1) as string)).toMatchObject({ ok: true });
  });

  test('holds nothing from which a case could be guessed', async () => {
    const bundle = await (await fetch(`${demo.file.gateway}/log/tile/entries/000.p/1`)).text();
    expect(bundle).toContain('"kind":"log_created"');
    expect(bundle).not.toContain(plate);
  });
});
