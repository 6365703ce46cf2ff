/** The page `/verify` of a running gateway: what it checks, what it keeps, and whom it asks. */
import { createHash } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import { verifyAnswer } from '../../../../gateway/audit-verify/verify-receipt.ts';
import { axeViolationsInEveryView } from '../../../setup/axe-violations.ts';
import { describePages, lookAt, useBrowser, VIEWS, type Views } from '../../../setup/browser.ts';
import { demoQuery } from '../../../setup/demo/demo-query.ts';
import { useDemo } from '../../../setup/demo/use-demo.ts';
import { eventually } from '../../../setup/eventually.ts';
import { openVerifyPage } from './opened-verify-page.ts';

interface Answer {
  readonly releaseId: string;
  readonly decision: { readonly effect: string };
  readonly reads: readonly Readonly<Record<string, unknown>>[];
  readonly receipt: {
    readonly index: number;
    readonly entry: string;
    readonly asker: { readonly salt: string; readonly detail: string };
    readonly ownerHash: string;
    readonly leafHash: string;
    readonly proof: readonly string[];
    readonly checkpoint: string;
  };
}

/** Another hash or signature, as well written. */
const turned = (base64: string) => {
  const bytes = Buffer.from(base64, 'base64');
  bytes[bytes.length - 1] = (bytes.at(-1) as number) ^ 1;
  return bytes.toString('base64');
};

describePages('the page `/verify` of a gateway (skipped where chromium is not installed)', () => {
  const fixture = useDemo('adams', 'brighton');
  const browser = useBrowser();
  const open = async () => openVerifyPage(await browser.open(), `${fixture.demo.file.gateway}/verify`);
  let answer: Answer;
  let refusal: Record<string, unknown>;
  beforeAll(async () => {
    const { adams, brighton } = fixture.clients;
    answer = (await adams.request('POST', '/v1/queries', demoQuery(adams, fixture.plate))).body as Answer;
    refusal = (await brighton.request('POST', '/v1/queries', demoQuery(brighton, fixture.plate)))
      .body as never;
  });

  test('has a header with the way back, whole, for a saved page too', async () => {
    const { page } = await browser.open();
    const { gateway } = fixture.demo.file;
    await page.goto(`${gateway}/verify`);
    const links = page.getByRole('navigation', { name: 'Pages' }).getByRole('link');
    expect(await links.evaluateAll((all) => all.map((one) => one.getAttribute('href')))).toEqual([
      `${gateway}/transparency`,
      `${gateway}/docs`,
    ]);
  });

  test('verifies an answer with its reads, without asking anybody anything', async () => {
    const { asked, policyViolations, scriptErrors, verify } = await open();
    expect(answer.reads.length).toBeGreaterThan(0);
    const { findings, role, summary, text } = await verify(answer);
    expect([role, summary]).toEqual([
      'status',
      expect.stringMatching(`^Verified: this answer is entry ${answer.receipt.index} of the log `),
    ]);
    expect(findings).toContain(`The reads of the answer (${answer.reads.length}) hash to what was logged.`);
    expect(text).toContain('release');
    expect([asked, policyViolations, scriptErrors]).toEqual([[], [], []]);
  });

  test('verifies a refusal, and a receipt alone, and says which reads it could not compare', async () => {
    const { verify } = await open();
    const refused = await verify(refusal);
    expect([refused.role, refused.findings]).toEqual([
      'status',
      expect.arrayContaining(['No reads were released with this entry.']),
    ]);
    const alone = await verify(answer.receipt);
    expect(alone.summary).toMatch(/^Verified: this receipt is entry /);
    expect(alone.findings.join()).toContain('none were given here to compare');
  });

  test('catches each change of an answer, in the words of the program `audit verify`', async () => {
    const { receipt } = answer;
    const [read, ...others] = answer.reads;
    const withReceipt = (change: object) => ({ ...answer, receipt: { ...receipt, ...change } });
    const [text, signature] = receipt.checkpoint.split('\n\n— ');
    const [name, signed = ''] = (signature ?? '').trim().split(' ');
    const cases: Record<string, unknown> = {
      'a plate': { ...answer, reads: [{ ...read, plate: 'ZZT9999' }, ...others] },
      'a read left out': { ...answer, reads: others },
      'its id': { ...answer, releaseId: '00000000-0000-4000-8000-000000000000' },
      'its decision': { ...answer, decision: { ...answer.decision, effect: 'deny' } },
      'the kind of the entry': withReceipt({ entry: receipt.entry.replace('"release"', '"refusal"') }),
      'the minute of the entry': withReceipt({ entry: receipt.entry.replace('T', 't') }),
      'its place': withReceipt({ index: receipt.index - 1 }),
      'the detail': withReceipt({
        asker: { ...receipt.asker, detail: receipt.asker.detail.replace('officer-1', 'officer-2') },
      }),
      'the salt': withReceipt({ asker: { ...receipt.asker, salt: turned(receipt.asker.salt) } }),
      "the owner's hash": withReceipt({ ownerHash: turned(receipt.ownerHash) }),
      'the leaf': withReceipt({ leafHash: turned(receipt.leafHash) }),
      'the proof': withReceipt({ proof: [turned(receipt.proof[0] ?? ''), ...receipt.proof.slice(1)] }),
      'a shorter proof': withReceipt({ proof: receipt.proof.slice(1) }),
      'the size that is signed': withReceipt({
        checkpoint: receipt.checkpoint.replace(/\n\d+\n/, `\n${receipt.index + 9999}\n`),
      }),
      'the signature': withReceipt({ checkpoint: `${text}\n\n— ${name} ${turned(signed)}\n` }),
      'no checkpoint': withReceipt({ checkpoint: '' }),
      'no receipt at all': { reads: answer.reads },
      'a number': 7,
    };
    const { field, policyViolations, scriptErrors, verify } = await open();
    const { logKey } = fixture.demo.file;
    for (const [what, changed] of Object.entries(cases)) {
      const { faults } = await verifyAnswer(changed, logKey);
      expect([what, faults.length]).not.toEqual([what, 0]);
      const { findings, role, summary } = await verify(changed);
      expect([what, role, summary.slice(0, 13)]).toEqual([what, 'alert', 'Not verified:']);
      expect([what, findings]).toEqual([what, faults.map((fault) => fault.replaceAll(/\s+/g, ' '))]);
    }
    expect((await verify('{"reads": [')).summary).toBe(
      'Not verified: this is not JSON, so nothing could be checked.',
    );
    // A good answer under the key of another log.
    await field('Key of the log').fill(logKey.replace(/^[^+]+/, 'other.example'));
    expect(await verify(answer)).toMatchObject({ role: 'alert', findings: ["the key's id is not its own"] });
    await field('Key of the log').fill(` ${logKey} `);
    expect(await verify(answer)).toMatchObject({ role: 'status' });
    expect([policyViolations, scriptErrors]).toEqual([[], []]);
  });

  test('checks the whole log, keeps its checkpoint, and shows next time that the log only grew', async () => {
    const { asked, checkLog, field, page, policyViolations, verify } = await open();
    await verify(answer);
    const first = await checkLog();
    expect([first.role, first.summary]).toEqual([
      'status',
      expect.stringMatching(/^Verified: the log \S+ has \d+ entries/),
    ]);
    expect(first.findings.at(-1)).toMatch(
      /^A receipt verified on this page: its \d+ entries are still the beginning of the log; \d+ came since\.$|none came since/,
    );
    const note = (await (await fetch(`${fixture.demo.file.gateway}/log/checkpoint`)).text()).split('\n');
    expect(first.text).toContain(`${note[1]} entries`);
    expect(first.text).toContain(`${note[2]}`);
    expect(asked.filter((one) => !/^GET \/log\/(checkpoint|published|tile\/.+)$/.test(one))).toEqual([]);

    const { adams } = fixture.clients;
    await adams.request('POST', '/v1/queries', demoQuery(adams, fixture.plate));
    await page.reload();
    const kept = await field('Checkpoint from before').inputValue();
    expect(kept.split('\n').slice(0, 3)).toEqual(note.slice(0, 3));
    const second = await checkLog();
    expect([second.role, second.findings.at(-1)]).toEqual([
      'status',
      `The checkpoint from before: its ${note[1]} entries are still the beginning of the log; 1 came since.`,
    ]);
    const stored = (await page.evaluate('Object.entries(localStorage)')) as [string, string][];
    expect(stored.map(([name]) => name)).toEqual(['verified-checkpoint']);
    expect(await page.evaluate('[document.cookie, sessionStorage.length]')).toEqual(['', 0]);
    await page.getByRole('button', { name: 'Forget this checkpoint' }).click();
    expect(await page.evaluate('localStorage.length')).toBe(0);
    expect(policyViolations).toEqual([]);
  });

  test('gives the checkpoint as a file, and takes it and an answer from files', async () => {
    const { checkLog, field, page, verify } = await open();
    await checkLog();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Save the checkpoint' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('checkpoint.txt');
    const file = await download.path();
    await field('Checkpoint from before').fill('');
    await field("Or open the checkpoint's file").setInputFiles(file);
    expect((await checkLog()).findings.at(-1)).toContain('are still the beginning of the log');
    const json = {
      name: 'answer.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(answer)),
    };
    await field('Or open its file').setInputFiles(json);
    // A file is read while the page goes on.
    await eventually(async () => (await field('Receipt').inputValue()) !== '');
    expect(await verify(await field('Receipt').inputValue())).toMatchObject({ role: 'status' });
  });

  test('reads only from where it came, and says how to check another log', async () => {
    const { asked, checkLog, field, policyViolations } = await open();
    await field('Address of the log').fill('https://elsewhere.example/log');
    const { findings, role } = await checkLog();
    expect([role, findings]).toEqual([
      'alert',
      [expect.stringContaining('save it, and open the saved file')],
    ]);
    await field('Address of the log').fill('the log');
    expect((await checkLog()).findings).toEqual([expect.stringContaining('is not a URL')]);
    await field('Address of the log').fill(`${fixture.demo.file.gateway}/nowhere`);
    expect((await checkLog()).findings).toEqual([
      expect.stringMatching(/^no checkpoint was found: give the address, .* e\.g\. https:/),
    ]);
    expect([asked, policyViolations]).toEqual([['GET /nowhere/checkpoint'], []]);
  });

  test('is the file whose hash the log has, is framed by nobody, and can be saved', async () => {
    const url = `${fixture.demo.file.gateway}/verify`;
    const response = await fetch(url);
    const html = Buffer.from(await response.arrayBuffer());
    const digest = createHash('sha256').update(html).digest('base64');
    expect(response.headers.get('Repr-Digest')).toBe(`sha-256=:${digest}:`);
    expect(response.headers.get('Content-Security-Policy')).toMatch(
      /connect-src 'self'.*frame-ancestors 'none'$/,
    );
    expect(response.headers.get('Referrer-Policy')).toBe('no-referrer');
    expect(response.headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin');
    expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(response.headers.get('Set-Cookie')).toBeNull();
    const { page, verify } = await open();
    const told = (await (await fetch(`${url}.json`)).json()) as { sha256: string };
    expect(told.sha256).toBe(Buffer.from(digest, 'base64').toString('hex'));
    const { role, text } = await verify(told);
    expect([role, text]).toEqual(['status', expect.stringContaining(told.sha256)]);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Save this page' }).click(),
    ]);
    const saved = createHash('sha256');
    for await (const chunk of await download.createReadStream()) saved.update(chunk);
    expect(saved.digest('base64')).toBe(digest);
  });

  test('can be read with any aid, in any view: empty, with a good verdict, and with a bad one', async () => {
    const { page, policyViolations, verify } = await open();
    const views: Views = [...VIEWS, ['with forced colors', { forcedColors: true }]];
    expect(await axeViolationsInEveryView(page, views)).toEqual([]);
    await verify(answer);
    expect(await axeViolationsInEveryView(page, views)).toEqual([]);
    await verify({ ...answer, reads: [] });
    expect(await axeViolationsInEveryView(page, views)).toEqual([]);
    // At 400 % zoom too, nothing must be scrolled sideways.
    for (const width of [1280, 320]) {
      await lookAt(page, { width });
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    }
    expect(policyViolations).toEqual([]);
  }, 300_000);

  test('is used with the keyboard alone, and the verdict takes the focus', async () => {
    const { field, page } = await open();
    await field('Receipt').focus();
    await page.keyboard.insertText(JSON.stringify(answer));
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Verify');
    await page.keyboard.press('Enter');
    await page.getByRole('status').waitFor();
    expect(await page.evaluate('document.activeElement.id')).toBe('good');
  });

  test('says what it needs where JavaScript is off', async () => {
    const { page } = await browser.open({ scripts: false });
    await page.goto(`${fixture.demo.file.gateway}/verify`);
    expect(await page.locator('noscript').textContent()).toContain('JavaScript is off');
    expect(await page.getByRole('button', { name: 'Verify' }).isDisabled()).toBe(true);
  });
});
