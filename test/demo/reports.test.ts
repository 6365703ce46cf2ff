/** The monthly audit and the reports of misuse of a running gateway, over HTTP and from the command line. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { canonicalJson } from '../../gateway/audit/canonical-json.ts';
import type { Receipt } from '../../gateway/audit/receipt.ts';
import { verifyReceipt } from '../../gateway/audit-verify/verify-receipt.ts';
import type { Client } from '../../gateway/cli/connect.ts';
import type { MonthlyAudit } from '../../gateway/reports/monthly-audits-store.ts';
import { demoQuery, type RunningDemo, startDemo } from '../setup/running-demo.ts';

let demo: RunningDemo;
let auditor: Client;
let chief: Client;
const month = new Date().toISOString().slice(0, 7);

beforeAll(async () => {
  demo = await startDemo();
  [auditor, chief] = (await Promise.all(['auditor', 'chief'].map((name) => demo.as(name)))) as [
    Client,
    Client,
  ];
  const adams = await demo.as('adams');
  await adams.call('POST', '/v1/queries', demoQuery(adams, demo.file.plates[0] as string));
}, 90_000);
afterAll(async () => {
  await demo?.stop();
}, 30_000);

async function command(...words: string[]) {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', 'gateway/cli.ts', 'report', ...words, '--json'],
    { env: { ...process.env, NODE_OPTIONS: '', DATA_DIR: demo.dataDir } },
  );
  return JSON.parse(stdout.trim().split('\n').at(-1) as string);
}

describe('the monthly audit', () => {
  test('is completed by an auditor: seven computed answers, the memo’s hash in the log', async () => {
    const order = { month, employeesCompared: true, vendorSharingOff: false };
    expect((await chief.request('POST', '/v1/monthly-audits', order)).status).toBe(403);
    const { memo, memoHash } = await auditor.call<MonthlyAudit>('POST', '/v1/monthly-audits', order);
    expect(memo.answers.map(({ ok }) => ok)).toEqual([true, false, true, false, true, true, true]);
    expect(memo.answers[2]?.facts.shared).toHaveLength(2);
    expect(memo.answers[3]?.facts).toMatchObject({ probe: 'refused', underEndedRight: 0, withoutEffect: 0 });
    expect(memo.answers[4]?.facts).toMatchObject({ sample: 1, replayed: 1 });
    expect(memoHash).toBe(createHash('sha256').update(canonicalJson(memo)).digest('base64'));
  });

  test('is kept once, and shown with a receipt that holds', async () => {
    const kept = await chief.call<MonthlyAudit & { receipt: Receipt }>('GET', `/v1/monthly-audits/${month}`);
    expect(verifyReceipt(kept.receipt, demo.file.logKey).faults).toEqual([]);
    expect(JSON.parse(kept.receipt.entry)).toMatchObject({ kind: 'audit_completed', agency: null });
    const order = { month, employeesCompared: true, vendorSharingOff: true };
    expect((await auditor.request('POST', '/v1/monthly-audits', order)).status).toBe(409);
    expect((await auditor.request('POST', '/v1/monthly-audits', { ...order, month: '2099-01' })).status).toBe(
      422,
    );
    expect((await auditor.request('GET', '/v1/monthly-audits/2020-01')).status).toBe(404);
  });

  test('opens a report to the Chief for each discrepancy, with an owner and a date', async () => {
    const { reports } = await command('misuse');
    const kinds = reports.map(({ kind }: { kind: string }) => kind);
    expect(kinds.sort()).toEqual(['audit_2', 'audit_4']);
    for (const { dueAt, owner } of reports)
      expect([typeof owner, Date.parse(dueAt) > Date.now()]).toEqual(['string', true]);
    const { id } = reports[0];
    const closed = await command(
      'misuse',
      '--close',
      id,
      '--outcome',
      'unfounded',
      '--note',
      'papers came in',
    );
    expect(closed).toMatchObject({ id, state: 'closed', outcome: 'unfounded' });
    expect((await command('misuse', '--state', 'closed')).reports).toHaveLength(1);
  });

  test('is printed by the command line', async () => {
    expect((await command('monthly', '--month', month)).memo.month).toBe(month);
  });
});
