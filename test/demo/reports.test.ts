/** The monthly audit and the reports of misuse of a running gateway, over HTTP and from the command line. */

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { unzipSync } from 'fflate';
import pg from 'pg';
import { canonicalJson } from '../../gateway/audit/canonical-json.ts';
import type { Receipt } from '../../gateway/audit/receipt.ts';
import { verifyReceipt } from '../../gateway/audit-verify/verify-receipt.ts';
import type { Client } from '../../gateway/cli/client/connect.ts';
import type { MonthlyAudit } from '../../gateway/oversight/reports/monthly-audits-store.ts';
import { reportCommand } from '../../gateway/oversight/reports/report-command.ts';
import { runCommand } from '../setup/commands/run-command.ts';
import { haveHappenedOn } from '../setup/database/project-columns.ts';
import { demoQuery } from '../setup/demo/demo-query.ts';
import { borrowDemo, type RunningDemo } from '../setup/demo/running-demo.ts';
import { programArguments } from '../setup/program-arguments.ts';

let demo: RunningDemo;
let auditor: Client;
let chief: Client;
const monthsAgo = (count: number) => {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - count, 1)).toISOString().slice(0, 7);
};
/** The newest that can be audited. */
const month = monthsAgo(1);

beforeAll(async () => {
  demo = await borrowDemo();
  [auditor, chief] = (await Promise.all(['auditor', 'chief'].map((name) => demo.as(name)))) as [
    Client,
    Client,
  ];
  const adams = await demo.as('adams');
  await adams.call('POST', '/v1/queries', demoQuery(adams, demo.file.plates[0] as string));
  await haveHappenedIn(month);
}, 300_000);
afterAll(async () => {
  await demo?.stop();
}, 60_000);

/** What the demo has logged so far was logged in a month that is over. */
async function haveHappenedIn(past: string): Promise<void> {
  const client = new pg.Client(demo.file.databases.gatewayOwnerUrl);
  await client.connect();
  await haveHappenedOn(client, `${past}-07`);
  await client.query('UPDATE officer_usage SET day = $1', [`${past}-07`]);
  // Two agencies had a grant then, of which one was revoked since; that of a third began after the month.
  await client.query(
    `UPDATE sharing_grant SET valid_from = $1 FROM agency a
     WHERE a.id = agency_id AND a.ori IN ('CO0010000', 'CO0010400')`,
    [`${past}-07`],
  );
  await client.end();
}

const command = (...words: string[]) => gateway('report', ...words);

async function gateway(...words: string[]) {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...programArguments('gateway/cli.ts'), ...words, '--json'],
    { env: { ...process.env, NODE_OPTIONS: '', DATA_DIR: demo.dataDir } },
  );
  return JSON.parse(stdout.trim().split('\n').at(-1) as string);
}

describe('the monthly audit', () => {
  test('is read before it is completed: what the gateway would answer, without what only a person can say', async () => {
    const { answers } = await chief.call<MonthlyAudit['memo']>('GET', `/v1/monthly-audits/${month}/answers`);
    expect(answers.map(({ ok }) => ok)).toEqual([true, false, true, true, true, null, null]);
    expect(answers[0]?.facts).not.toHaveProperty('employeesCompared');
    expect((await auditor.request('GET', `/v1/monthly-audits/${month}`)).status).toBe(404);
    expect((await auditor.request('GET', '/v1/monthly-audits/2026-13/answers')).status).toBe(404);
    const { reports } = await chief.call<{ reports: unknown[] }>('GET', '/v1/misuse-reports');
    expect(reports).toEqual([]);
  });

  test('is completed by an auditor: seven computed answers, the memo’s hash in the log', async () => {
    const order = { month, sampleRead: true, employeesCompared: true, vendorSharingOff: false };
    expect((await chief.request('POST', '/v1/monthly-audits', order)).status).toBe(403);
    const { memo, memoHash } = await auditor.call<MonthlyAudit>('POST', '/v1/monthly-audits', order);
    expect(memo.answers.map(({ ok }) => ok)).toEqual([true, false, true, false, true, null, null]);
    const shared = memo.answers[2]?.facts.shared as { ori: string }[];
    expect([...shared].sort((one, other) => one.ori.localeCompare(other.ori))).toEqual([
      { ori: 'CO0010000', class: 'sheriff', reasons: [] },
      { ori: 'CO0010400', class: 'municipal', reasons: [], ended: true },
    ]);
    expect(memo.answers[3]?.facts).toMatchObject({ probe: 'refused', underEndedRight: 0, withoutEffect: 0 });
    // This test has moved the details to that month, and no entry: there was nothing in it to be taken again.
    expect(memo.answers[4]?.facts).toMatchObject({ sample: 1, opened: 0, sampleRead: true, replay: null });
    expect(memoHash).toBe(createHash('sha256').update(canonicalJson(memo)).digest('base64'));
  });

  test('is kept once, and shown with a receipt that holds', async () => {
    const kept = await chief.call<MonthlyAudit & { receipt: Receipt }>('GET', `/v1/monthly-audits/${month}`);
    expect((await verifyReceipt(kept.receipt, demo.file.logKey)).faults).toEqual([]);
    expect(JSON.parse(kept.receipt.entry)).toMatchObject({ kind: 'audit_completed', agency: null });
    const order = { month, sampleRead: true, employeesCompared: true, vendorSharingOff: true };
    expect((await auditor.request('POST', '/v1/monthly-audits', order)).status).toBe(409);
    expect((await auditor.request('GET', '/v1/monthly-audits/2020-01')).status).toBe(404);
  });

  test('names its agencies by their ORI, and the releases that it read again, to be read by a person too', async () => {
    const kept = await chief.call<{ agencies: object[] }>('GET', `/v1/monthly-audits/${month}`);
    expect(kept.agencies).toEqual([{ agencyId: expect.any(Number), ori: 'CO0010000' }]);
    const sample = await auditor.call<{ entries: number[] }>('GET', `/v1/monthly-audits/${month}/sample`);
    expect(sample).toEqual({ month, entries: [expect.any(Number)], read: [] });
    expect((await auditor.request('GET', '/v1/monthly-audits/2026-13/sample')).status).toBe(404);
  });

  test('is refused as long as the month is not over, saying from when it can be completed', async () => {
    for (const early of [monthsAgo(0), '2099-12']) {
      const order = { month: early, sampleRead: true, employeesCompared: true, vendorSharingOff: true };
      const { body, status } = await auditor.request('POST', '/v1/monthly-audits', order);
      const from = early === '2099-12' ? '2100-01' : monthsAgo(-1);
      expect([status, (body as { detail: string }).detail]).toEqual([
        422,
        `\`month\` is not over: complete its audit from ${from}-01, UTC`,
      ]);
    }
  });

  test('opens a report to the Chief for each discrepancy, with an owner and a date', async () => {
    const { reports } = await command('misuse');
    const kinds = reports.map(({ kind }: { kind: string }) => kind);
    expect(kinds.sort()).toEqual(['audit_2', 'audit_4']);
    for (const { dueAt, owner } of reports)
      expect([typeof owner, Date.parse(dueAt) > Date.now()]).toEqual(['string', true]);
    const { id } = reports[0];
    const closed = await command('misuse', 'close', id, '--outcome', 'unfounded', '--note', 'papers came in');
    expect(closed).toMatchObject({ id, state: 'closed', outcome: 'unfounded' });
    expect((await command('misuse', '--state', 'closed')).reports).toHaveLength(1);
  });

  test('is printed by the command line', async () => {
    expect((await command('monthly', '--month', month)).memo.month).toBe(month);
    const ask = (text: string) => {
      const monthly = reportCommand(() => demo.as('auditor'));
      for (const each of monthly.commands) each.exitOverride().configureOutput({ writeErr: () => undefined });
      return runCommand(monthly, `monthly --month ${text}`);
    };
    await expect(ask('banana')).rejects.toThrow('write a month as year and month, e.g. 2026-10');
    await expect(ask('2020-01')).rejects.toThrow(
      '  npm run gateway -- report monthly --month 2020-01 --complete --sample-read … --employees-compared … --vendor-sharing-off …',
    );
    await expect(ask(monthsAgo(0))).rejects.toThrow(`from ${monthsAgo(-1)}-01, UTC`);
    await expect(
      ask(`${monthsAgo(4)} --complete --sample-read yes --employees-compared yes`),
    ).rejects.toThrow(
      'give `--sample-read yes|no`, `--employees-compared yes|no` and `--vendor-sharing-off yes|no`',
    );
    expect((await auditor.request('GET', `/v1/monthly-audits/${monthsAgo(4)}`)).status).toBe(404);
    const answers = '--sample-read yes --employees-compared yes --vendor-sharing-off no';
    expect(await ask(`${monthsAgo(4)} --complete ${answers}`)).toContain(
      `audit of ${monthsAgo(4)}, completed`,
    );
    // What stands out names its agency.
    expect(await ask(month)).toContain('     - CO0010000: 1 officer asked without a current attestation');
  });

  test('lists to which words the screen objected, by the reviewers’ verdicts', async () => {
    const past = monthsAgo(3);
    const [adams, reviewer] = [await demo.as('adams'), await demo.as('reviewer')];
    const purpose = {
      code: 'stolen_vehicle',
      caseNumber: 'CR-2026-6001',
      justification: 'stolen truck of Ice Age Beverage',
    };
    const query = demoQuery(adams, demo.file.plates[0] as string, { purpose });
    const { queryId } = await adams.call<{ queryId: string }>('POST', '/v1/queries', query);
    const word = { reason: 'a company', verdict: 'honest' };
    await reviewer.call('POST', `/v1/reviews/${queryId}/approve`, word);
    await haveHappenedIn(past);
    const printed = await runCommand(
      reportCommand(() => demo.as('auditor')),
      `monthly --month ${past} --complete --sample-read no --employees-compared yes --vendor-sharing-off yes`,
    );
    expect(printed).toContain('     - the auditor has not read each release of the sample');
    expect(printed).toContain(
      '- narrative_immigration: federal_immigration_agency, read as name_or_place: 1 honest, 0 mistaken, 0 misuse',
    );
  });

  test('of a month without an entry says that there was nothing to judge, never yes', async () => {
    const order = {
      month: monthsAgo(5),
      sampleRead: false,
      employeesCompared: true,
      vendorSharingOff: false,
    };
    const { memo } = await auditor.call<MonthlyAudit>('POST', '/v1/monthly-audits', order);
    expect(memo.answers.map(({ ok }) => ok)).toEqual([null, null, null, false, null, null, null]);
    const printed = await runCommand(
      reportCommand(() => demo.as('auditor')),
      `monthly --month ${monthsAgo(5)}`,
    );
    expect(printed).toContain('1. do the rosters name present employees only? nothing to judge\n');
    expect(printed).toContain('4. do revocation and the out-of-state switch work? NO\n');
    expect(printed).not.toContain('yes');
  });
});

describe('the records of a month', () => {
  test('are one archive whose hashes hold, with the agencies and numbers that the public is told', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'packet-'));
    try {
      const file = join(directory, 'records.zip');
      const packet = (ofMonth: string, to = file) => command('packet', '--month', ofMonth, to);
      const { members: hashes, sharedWith } = await packet(monthsAgo(0));
      const unpacked = join(directory, 'unpacked');
      mkdirSync(unpacked);
      const members = unzipSync(readFileSync(file));
      for (const [name, bytes] of Object.entries(members)) writeFileSync(join(unpacked, name), bytes);
      // A program that shares no code with the gateway; it fails where a hash does not hold.
      await promisify(execFile)('sha256sum', ['-c', 'SHA256SUMS'], { cwd: unpacked });
      const told = await (await fetch(`${demo.file.gateway}/transparency.json`)).json();
      const packed = JSON.parse(readFileSync(join(unpacked, 'transparency.json'), 'utf8'));
      expect({ ...packed, asOf: '', log: '' }).toEqual({ ...told, asOf: '', log: '' });
      const shares: string[][] = parse(readFileSync(join(unpacked, 'shares-with.csv')), { fromLine: 2 });
      expect(shares).toHaveLength(sharedWith);
      const now = shares.filter((row) => row.at(-1) === 'yes').map(([ori]) => ori);
      expect(now).toEqual(told.agencies.map(({ ori }: { ori: string }) => ori).sort());
      expect(Object.keys(members).sort()).toEqual([...Object.keys(hashes), 'SHA256SUMS'].sort());
      await expect(packet(monthsAgo(0))).rejects.toThrow('name a new file');
      await expect(packet('2020-01', `${file}.2`)).rejects.toThrow('no records of 2020-01');
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});

describe('the annual report', () => {
  test('counts the entries that the verifier, which has only the public log, counts too', async () => {
    const year = monthsAgo(0).slice(0, 4);
    const report = async () => (await command('annual', '--year', year)).entries;
    let [before, after, verified] = [await report(), null, null];
    // The demo goes on writing entries: what is compared was counted while it wrote none.
    for (let tries = 0; tries < 10 && JSON.stringify(before) !== JSON.stringify(after); tries += 1) {
      before = after ?? before;
      verified = (await gateway('audit', 'verify', '--year', year)).year.entries;
      after = await report();
    }
    expect(before.length).toBeGreaterThan(5);
    expect(verified).toEqual(after);
  });
});
