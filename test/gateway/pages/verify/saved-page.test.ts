/** The page `/verify` as a file on a disk, against logs that are honest, forked, cut short or changed. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { directorySource } from '../../../../gateway/audit-verify/directory-source.ts';
import { verifyLog } from '../../../../gateway/audit-verify/verify-log.ts';
import { verifyPage } from '../../../../gateway/pages/verify/verify-page.ts';
import { describePages, useBrowser } from '../../../setup/browser.ts';
import { axeViolations } from '../../../setup/pages/axe-in-page.ts';
import { type Served, serveOnLoopback } from '../../../setup/serve-on-loopback.ts';
import {
  ADAMS,
  checkpointAt,
  HONEST,
  release,
  type Step,
  sealSteps,
  signer,
  writeLog,
} from '../../audit/sample-log.ts';
import { openVerifyPage } from './opened-verify-page.ts';

const STEPS: readonly Step[] = [...HONEST, ...Array<Step>(600).fill(['log_read'])];
const sealed = sealSteps(STEPS);
/** A second history under the same key. */
const forked = sealSteps(STEPS);

describePages('a saved page (skipped where chromium is not installed)', () => {
  const browser = useBrowser();
  let directory: string;
  let mirror: Served;
  /** Tiles of the slow mirror come when this is resolved. */
  let letTilesCome: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    letTilesCome = resolve;
  });
  const logs = {
    honest: (at: string) => writeLog(at, sealed),
    forked: (at: string) => writeLog(at, forked),
    'cut short': (at: string) => writeLog(at, sealed.slice(0, 300)),
    'released after a revocation': (at: string) => {
      const revoked: Step = ['revoked', { agency: ADAMS, grant: 'g3' }];
      writeLog(at, sealSteps([...HONEST, revoked, release(ADAMS, 'g3')]));
    },
    'a byte of an entry': (at: string) => {
      writeLog(at, sealed);
      const path = join(at, 'tile/entries/001');
      const bytes = readFileSync(path);
      bytes[40] = (bytes[40] as number) ^ 1;
      writeFileSync(path, bytes);
    },
    'a byte of a tile': (at: string) => {
      writeLog(at, sealed);
      const path = join(at, 'tile/0/002.p/109');
      const bytes = readFileSync(path);
      bytes[40] = (bytes[40] as number) ^ 1;
      writeFileSync(path, bytes);
    },
    'a missing tile': (at: string) => {
      writeLog(at, sealed);
      rmSync(join(at, 'tile/0/001'));
    },
    'texts held back': (at: string) => {
      writeLog(at, sealed);
      writeLog(at, sealed.slice(0, 256));
      writeFileSync(join(at, 'checkpoint'), checkpointAt(sealed));
      writeFileSync(join(at, 'published'), JSON.stringify({ size: 256, delaySeconds: 60 }));
    },
  };
  const names = Object.keys(logs) as (keyof typeof logs)[];
  const pathOf = (name: string) => join(directory, name.replaceAll(' ', '-'));

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'saved-page-'));
    for (const name of names) logs[name](pathOf(name));
    // A mirror is a server of files: nothing of the gateway.
    mirror = await serveOnLoopback(async ({ url = '' }, response) => {
      if (url.startsWith('/slow/tile/')) await held;
      response.setHeader('Access-Control-Allow-Origin', '*');
      const bytes = await readFile(join(directory, url.replace(/^\/slow\//, '/honest/'))).catch(() => null);
      response.writeHead(bytes === null ? 404 : 200).end(bytes);
    });
    const { html } = verifyPage({ logKey: signer.vkey, publicUrl: mirror.url });
    writeFileSync(join(directory, 'verify.html'), html);
  });
  afterAll(() => {
    mirror.close();
    rmSync(directory, { recursive: true });
  });
  const open = async () =>
    openVerifyPage(await browser.open(), pathToFileURL(join(directory, 'verify.html')).href);
  const check = async (name: string, before = '') => {
    const opened = await open();
    await opened.field('Address of the log').fill(`${mirror.url}/${name.replaceAll(' ', '-')}/`);
    return { ...opened, shown: await opened.checkLog(before) };
  };

  test.each(names)('says of a log of the case "%s" what the program `audit verify` says', async (name) => {
    const before = checkpointAt(sealed, 400);
    const source = directorySource(pathOf(name));
    const report = await verifyLog({ source, vkey: signer.vkey, older: [before] });
    const { asked, policyViolations, scriptErrors, shown } = await check(name, before);
    expect(report.ok).toBe(['honest', 'texts held back'].includes(name));
    expect([shown.role, shown.summary.split(':')[0]]).toEqual(
      report.ok ? ['status', 'Verified'] : ['alert', 'Not verified'],
    );
    if (!report.ok) expect(shown.findings.slice(0, report.faults.length)).toEqual(report.faults);
    expect(shown.findings.at(-1)).toContain(
      report.older[0]?.holds ? 'are still the beginning of the log' : 'NOT shown to be the beginning',
    );
    expect(shown.text).toContain(report.root ?? 'unknown');
    expect(asked.length).toBeGreaterThan(1);
    expect([policyViolations, scriptErrors]).toEqual([[], []]);
  });

  test('shows that an older checkpoint is the beginning of the log, at any size', async () => {
    const { checkLog, field } = await check('honest');
    for (const size of [1, 21, 255, 256, 257, 512, 620, 621]) {
      const { findings, role } = await checkLog(checkpointAt(sealed, size));
      const since = sealed.length - size;
      expect([role, findings.at(-1)]).toEqual([
        'status',
        `The checkpoint from before: its ${size} entries are still the beginning of the log; ${since || 'none'} came since.`,
      ]);
    }
    const { findings, role } = await checkLog(checkpointAt(forked, 257));
    expect([role, findings[0]]).toEqual(['alert', 'the log was rewritten before entry 257']);
    // What was not verified is not kept in its place.
    expect(await field('Checkpoint from before').inputValue()).toBe(checkpointAt(forked, 257));
  });

  test('shows how far it is, can be stopped, and then says nothing of the log', async () => {
    const { field, page, policyViolations } = await open();
    await field('Address of the log').fill(`${mirror.url}/slow`);
    await page.getByRole('button', { name: 'Check the whole log' }).click();
    await page.getByRole('progressbar', { name: 'Progress' }).waitFor();
    expect(await page.getByRole('button', { name: 'Verify' }).isDisabled()).toBe(true);
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Stop' }).click();
    letTilesCome();
    const verdict = page.getByRole('alert');
    await verdict.waitFor();
    expect(await verdict.textContent()).toMatch(
      /^Not verified: the log could not be read.*you have stopped it/,
    );
    expect(await page.getByRole('progressbar').isVisible()).toBe(false);
    expect(await page.getByRole('button', { name: 'Verify' }).isDisabled()).toBe(false);
    expect(policyViolations).toEqual([]);
  });

  test('calls a log verified that nothing was compared with, and says that this does not show growth', async () => {
    const { shown } = await check('honest');
    expect([shown.role, shown.text]).toEqual([
      'status',
      expect.stringContaining('not yet that it only grew'),
    ]);
  });

  test('keeps nothing in the browser: its storage would belong to every file of the disk', async () => {
    const { page, shown } = await check('honest');
    expect(shown.role).toBe('status');
    expect(await page.evaluate('localStorage.length')).toBe(0);
    expect(await page.getByRole('link', { name: 'Save the checkpoint' }).isVisible()).toBe(true);
    expect(await page.getByText('The server itself could give you a false page').isVisible()).toBe(false);
  });

  test('knows the address and the key of the log that it was saved from', async () => {
    const { field } = await open();
    expect(await field('Address of the log').inputValue()).toBe(`${mirror.url}/log`);
    expect(await field('Key of the log').inputValue()).toBe(signer.vkey);
  });

  test('says that a log cannot be read, and that nothing is said about it', async () => {
    const { checkLog, field, policyViolations } = await open();
    await field('Address of the log').fill('http://gateway.example/log');
    expect((await checkLog()).findings).toEqual([expect.stringContaining('reads from https addresses')]);
    // Nobody listens at this port.
    await field('Address of the log').fill('http://127.0.0.1:9/log');
    const { findings, role, summary } = await checkLog();
    expect([role, summary]).toEqual([
      'alert',
      'Not verified: the log could not be read, so nothing is said about it.',
    ]);
    expect(findings).toEqual([expect.stringContaining('cannot reach `http://127.0.0.1:9/log`')]);
    expect(policyViolations).toEqual([]);
  });

  test('that was changed runs nothing at all', async () => {
    const path = join(directory, 'changed.html');
    cpSync(join(directory, 'verify.html'), path);
    const html = readFileSync(path, 'utf8');
    writeFileSync(path, html.replace("'Not verified'", "'Verified'"));
    const { page, policyViolations } = await browser.open();
    await page.goto(pathToFileURL(path).href);
    expect(policyViolations).toEqual([expect.stringContaining('script')]);
    expect(await page.getByRole('button', { name: 'Verify' }).isDisabled()).toBe(true);
  });

  test('checks nothing in a browser without Ed25519, and says which browsers have it', async () => {
    const { page } = await browser.open();
    await page.addInitScript(
      "crypto.subtle.importKey = () => Promise.reject(new DOMException('Unrecognized name', 'NotSupportedError'))",
    );
    await page.goto(pathToFileURL(join(directory, 'verify.html')).href);
    await page
      .getByText(/^Not verified: nothing can be checked here: this browser cannot check Ed25519/)
      .waitFor();
    expect(await page.getByRole('button', { name: 'Verify' }).isDisabled()).toBe(true);
  });
});
