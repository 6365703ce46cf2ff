/** A case-file package of released reads, checked by what RFC 8493 and the log's public key alone allow. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Receipt } from '../../gateway/audit/receipt.ts';
import { verifyNote } from '../../gateway/audit/signed-note.ts';
import { verifyReceipt } from '../../gateway/audit-verify/verify-receipt.ts';
import { makeEvidenceCommand } from '../../gateway/oversight/evidence/make-evidence-command.ts';
import { runCommand } from '../setup/commands/run-command.ts';
import { demoQuery } from '../setup/demo/demo-query.ts';
import { borrowDemo, type RunningDemo } from '../setup/demo/running-demo.ts';
import { programArguments } from '../setup/program-arguments.ts';

let demo: RunningDemo;
let bag: string;
// biome-ignore lint/suspicious/noExplicitAny: the command's printed JSON, checked by the tests themselves
let printed: any;
type Released = { reads: object[]; releaseId: string; next: string };
let released: Released;
/** Of two reads found, the one that was left of the day. */
let last: Released;
/** The page after the first. */
let second: Released;

const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest('hex');
const read = (path: string) => readFileSync(join(bag, path), 'utf8');

async function command(...words: string[]) {
  return promisify(execFile)(
    process.execPath,
    [
      ...programArguments('gateway/cli.ts'),
      'retention',
      'export',
      '--agency',
      ' co0010000',
      ...words,
      '--json',
    ],
    { env: { ...process.env, NODE_OPTIONS: '', DATA_DIR: demo.dataDir } },
  );
}

/** With one record left of the agency's day. */
async function askForTheLast(ask: () => Promise<Released>): Promise<Released> {
  const owner = new pg.Client(demo.file.databases.gatewayOwnerUrl);
  await owner.connect();
  const { rows } = await owner.query(
    `UPDATE sharing_grant g SET daily_records = u.records + 1 FROM sharing_grant was, agency_usage u, agency a
     WHERE was.id = g.id AND u.agency_id = g.agency_id AND a.id = g.agency_id AND a.ori = 'CO0010000'
     RETURNING g.id, was.daily_records AS records`,
  );
  const answer = await ask();
  for (const { id, records } of rows) {
    await owner.query('UPDATE sharing_grant SET daily_records = $2 WHERE id = $1', [id, records]);
  }
  await owner.end();
  return answer;
}

beforeAll(async () => {
  demo = await borrowDemo();
  const adams = await demo.as('adams');
  const body = demoQuery(adams, demo.file.plates[0] as string, { limit: 2 });
  released = await adams.call('POST', '/v1/queries', body);
  second = await adams.call('POST', `/v1/queries/${released.releaseId}/next`, { cursor: released.next });
  // The sample has no images; their hashes are the owner's, and never leave to a partner.
  last = await askForTheLast(() => adams.call('POST', '/v1/queries', body));
  const owner = new pg.Client(demo.file.databases.readsOwnerUrl);
  await owner.connect();
  await owner.query(`UPDATE read SET plate_image_sha256 = decode(repeat('ab', 32), 'hex') WHERE plate = $1`, [
    demo.file.plates[0],
  ]);
  await owner.end();
  bag = join(mkdtempSync(join(tmpdir(), 'evidence-')), 'case');
  const { stdout } = await command('--case', 'CR-2026-0142', '--out', bag);
  printed = JSON.parse(stdout.trim().split('\n').at(-1) as string);
}, 300_000);
afterAll(async () => {
  await demo?.stop();
}, 60_000);

describe('the evidence of one release', () => {
  type Shown = {
    index: number;
    exportIndex: number;
    asReleased: boolean;
    reads: object[];
    receipt: Receipt;
    exportReceipt: Receipt;
  };
  const caseNumber = 'CR-2026-0142';
  const make = async (body: object, who = 'clerk') =>
    (await demo.as(who)).request('POST', '/v1/evidence', body) as Promise<{ status: number; body: Shown }>;
  const entryOf = (one: Released) => (one as unknown as { receipt: Receipt }).receipt.index;

  test('has the reads as they left, page by page, with receipts that hold; each time is in the log', async () => {
    for (const one of [released, second, last]) {
      const { body, status } = await make({ index: entryOf(one), caseNumber });
      expect([status, body.asReleased, body.reads]).toEqual([200, true, one.reads]);
      expect(body).toMatchObject({
        officer: { id: 'officer-1', ori: 'CO0010000' },
        agencyName: expect.stringContaining('Adams County'),
        sharedBy: { ori: 'CO0010300' },
        madeBy: 'Demo clerk',
        madeAt: expect.stringMatching(/^20/),
      });
      const verified = await verifyReceipt(body.receipt, demo.file.logKey, body.reads);
      expect(verified.faults).toEqual([]);
      expect((await verifyReceipt(body.exportReceipt, demo.file.logKey)).faults).toEqual([]);
      expect(JSON.parse(body.exportReceipt.entry)).toMatchObject({
        kind: 'evidence_exported',
        agency: 'CO0010000',
      });
    }
    const auditor = await demo.as('auditor');
    const { entries } = await auditor.call<{ entries: { index: number; kind: string }[] }>(
      'POST',
      '/v1/audit/search',
      { caseNumber, kind: 'evidence_exported' },
    );
    expect(entries.length).toBeGreaterThanOrEqual(4);
    const { owner } = await auditor.call<{ owner: { detail: string } }>(
      'GET',
      `/v1/audit/entries/${entries[0]?.index}`,
    );
    expect(JSON.parse(owner.detail)).toMatchObject({
      format: 'json',
      entry: entryOf(last),
      asReleased: true,
    });
  });

  test('is not made of what somebody has altered in the database, by the page or by the command', async () => {
    const owner = new pg.Client(demo.file.databases.gatewayOwnerUrl);
    await owner.connect();
    const index = entryOf(released);
    const rename = (from: string, to: string) =>
      owner.query('UPDATE audit_detail SET owner_detail = replace(owner_detail, $2, $3) WHERE index = $1', [
        ...[index, from, to],
      ]);
    await rename('Officer One', 'Officer Two');
    const made = await make({ index, caseNumber });
    const exported = command('--case', caseNumber, '--out', `${bag}-altered`).catch(({ stderr }) => stderr);
    const told = `what is kept of log entry ${index} is not what the log commits to`;
    expect(await exported).toContain(told);
    await rename('Officer Two', 'Officer One');
    await owner.end();
    expect([made.status, JSON.stringify(made.body)]).toEqual([409, expect.stringContaining(told)]);
  });

  test('is CSV too, a line a read', async () => {
    const clerk = await demo.as('clerk');
    const response = await clerk.open('POST', '/v1/evidence', {
      ...{ index: entryOf(released), caseNumber, format: 'csv' },
    });
    expect(response.headers.get('Content-Disposition')).toBe(
      `attachment; filename=evidence-${entryOf(released)}.csv`,
    );
    const lines = (await response.text()).trimEnd().split('\r\n');
    expect(lines).toHaveLength(1 + released.reads.length);
    const [head, first] = lines.map((line) => line.replaceAll('"', ''));
    expect(head).toMatch(/,body_style,officer_id,officer_name,officer_ori,agency,.*,made_by,made_at$/);
    expect(first).toMatch(
      /,officer-1,.*,CO0010000,CO0010000,Adams County.*,CO0010300,.*,Demo clerk,20[0-9TZ:.-]+$/,
    );
    expect(lines[1]).toContain(`${entryOf(released)},"${released.releaseId}","${caseNumber}"`);
  });

  test('is made at the command line too: to read, as CSV and as a file with its receipts', async () => {
    const type = (line: string) =>
      runCommand(
        makeEvidenceCommand((...asked) => demo.connect(...asked)),
        line,
      );
    const order = `${entryOf(released)} --case cr-2026-0142`;
    const shown = await type(order);
    for (const part of [
      /^case number +CR-2026-0142$/m,
      /^released to +Adams County.* \(CO0010000\)$/m,
      /^officer who asked +.*\(officer-1, CO0010000\)$/m,
      /^made +20.* UTC by Demo clerk$/m,
    ]) {
      expect(shown).toMatch(part);
    }
    expect((await type(`${order} --csv`)).trimEnd().split('\r\n')).toHaveLength(1 + released.reads.length);
    const file = join(bag, '..', 'evidence.json');
    expect(await type(`${order} --out ${file}`)).toBe(`written: ${file}\n`);
    expect(JSON.parse(readFileSync(file, 'utf8')).reads).toEqual(released.reads);
    await expect(type(`${order} --out ${file}`)).rejects.toThrow('is there already: name a new file');
    await expect(type(`${entryOf(released)} --case CR-2026-0143`)).rejects.toThrow(/^404/);
  });

  test('is found by both numbers alone, and of a release alone', async () => {
    for (const order of [
      { index: entryOf(released), caseNumber: 'CR-2026-0143' },
      { index: 0, caseNumber },
      { index: 999_999, caseNumber },
    ]) {
      expect((await make(order)).status).toBe(404);
    }
  });

  test('is made by the records clerk, who sees nothing else', async () => {
    const clerk = await demo.as('clerk');
    for (const path of [
      ...['/v1/agencies', '/v1/grants', '/v1/overview', '/v1/audit/entries', '/v1/reviews', '/v1/hits'],
      ...['/v1/misuse-reports', '/v1/monthly-audits', '/v1/subjects', '/v1/persons', '/v1/system'],
    ]) {
      expect([path, (await clerk.request('GET', path)).status]).toEqual([path, 403]);
    }
    for (const who of ['auditor', 'chief', 'admin-1', 'reviewer', 'adams']) {
      expect([who, (await make({ index: entryOf(released), caseNumber }, who)).status]).toEqual([who, 403]);
    }
  });
});

describe('the package of a case', () => {
  test('is a valid bag: each payload file in the manifest with its hash, each tag file in the tag manifest', () => {
    expect(read('bagit.txt')).toBe('BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n');
    const files = (folder: string): string[] =>
      readdirSync(join(bag, folder), { recursive: true, withFileTypes: true })
        .filter((file) => file.isFile())
        .map((file) => join(file.parentPath, file.name).slice(bag.length + 1));
    const lines = read('manifest-sha256.txt')
      .trimEnd()
      .split('\n')
      .map((line) => line.split('  '));
    expect(lines.map(([, path]) => path).sort()).toEqual(files('data').sort());
    const tags = read('tagmanifest-sha256.txt')
      .trimEnd()
      .split('\n')
      .map((line) => line.split('  '));
    for (const [hash, path] of [...lines, ...tags]) expect(sha256(read(path as string))).toBe(hash);
    const octets = files('data').reduce((sum, path) => sum + Buffer.byteLength(read(path)), 0);
    expect(read('bag-info.txt')).toContain(`Payload-Oxum: ${octets}.${lines.length}\n`);
    expect(read('bag-info.txt')).toContain('External-Identifier: CR-2026-0142\n');
  });

  test('holds the reads as they were released, page by page, with receipts that hold and hashes of the images', async () => {
    expect(printed).toMatchObject({ releases: 3, changed: 0 });
    const reads = JSON.parse(read(`data/releases/${released.releaseId}-reads.json`));
    expect(reads).toEqual(released.reads);
    const facts = JSON.parse(read(`data/releases/${released.releaseId}.json`));
    expect(facts).toMatchObject({
      asReleased: true,
      images: [{ plateImageSha256: 'ab'.repeat(32), takenAt: expect.stringMatching(/Z$/) }, {}],
    });
    const receipt = JSON.parse(read(`data/receipts/${facts.index}.json`));
    expect((await verifyReceipt(receipt, demo.file.logKey, reads)).faults).toEqual([]);
  });

  test('holds of a release that ended with the day no more than left', () => {
    expect(last.reads).toEqual(released.reads.slice(0, 1));
    expect(JSON.parse(read(`data/releases/${last.releaseId}-reads.json`))).toEqual(last.reads);
  });

  test('is signed, and its export is in the log', async () => {
    const key = read('signature-key.txt').trim();
    // The log's own key under another name: its note can never pass for a checkpoint.
    const raw = (vkey: string) => vkey.split('+').slice(2).join('+');
    expect(raw(key)).toBe(raw(demo.file.logKey));
    expect(key).toMatch(/^[^+]+\/evidence\+/);
    const { text } = verifyNote(read('signature.note'), key);
    expect(text.split('\n').slice(1, 4)).toEqual([
      'CR-2026-0142',
      sha256(read('tagmanifest-sha256.txt')),
      String(printed.index),
    ]);
    const receipt = JSON.parse(read('export-receipt.json'));
    expect((await verifyReceipt(receipt, demo.file.logKey)).faults).toEqual([]);
    expect(JSON.parse(receipt.entry)).toMatchObject({ kind: 'evidence_exported', agency: 'CO0010000' });
  });

  test('is not written over another, nor for a case of which nothing was released', async () => {
    await expect(command('--case', 'CR-2026-0142', '--out', bag)).rejects.toThrow('there already');
    await expect(
      command('--agency', 'CO0999900', '--case', 'CR-2026-0142', '--out', `${bag}-2`),
    ).rejects.toThrow('no agency has the ORI `CO0999900`');
    await expect(command('--case', 'CR-1999-0001', '--out', `${bag}-2`)).rejects.toThrow(
      'nothing was released',
    );
  });
});
