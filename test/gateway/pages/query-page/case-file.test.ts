/** The case file of a released answer: in one click, recorded in the log, checkable from paper, and none after a revoke. */
import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from '@jest/globals';
import { unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { verifyAnswer } from '../../../../gateway/audit-verify/verify-receipt.ts';
import { qrCode, verifyAddress } from '../../../../gateway/pages/case-file/verify-address.ts';
import { describePages, useBrowser } from '../../../setup/browser.ts';
import { demoQuery } from '../../../setup/demo/demo-query.ts';
import { useDemo } from '../../../setup/demo/use-demo.ts';
import { eventually } from '../../../setup/eventually.ts';
import { personOf, signInOnce } from '../../../setup/pages/sign-in-at-pages.ts';

interface Answer {
  readonly releaseId: string;
  readonly reads: readonly object[];
  readonly receipt: Parameters<typeof verifyAddress>[1];
}

describePages('the case file', () => {
  const fixture = useDemo('adams', 'aurora', 'admin-1', 'auditor');
  const browser = useBrowser();
  const signIn = signInOnce();
  const pages: Page[] = [];
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.context().close();
  });
  const gateway = () => fixture.demo.file.gateway;

  async function ask(caseNumber: string): Promise<Page> {
    const { page } = await browser.open({ scripts: false });
    pages.push(page);
    await signIn(page, gateway(), '/query', personOf(fixture.demo.file, 'adams-officer'));
    await page.getByLabel('Purpose').selectOption('stolen_vehicle');
    await page.getByLabel('Case number').fill(caseNumber);
    await page.getByLabel('In your words').fill('vehicle reported stolen overnight from a driveway');
    await page.getByLabel('Plate').fill(fixture.plate);
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await page.getByRole('table', { name: 'Reads' }).waitFor();
    return page;
  }

  const packed = async () =>
    (
      await fixture.clients.auditor.call<{ entries: object[] }>(
        'GET',
        '/v1/audit/entries?kind=evidence_exported',
      )
    ).entries.length;

  let answer: Answer;

  test('is one click: a document, the reads and the answer that proves them, and each is an entry of the log', async () => {
    const page = await ask('CR-2026-0301');
    const rows = (await page.getByRole('table', { name: 'Reads' }).getByRole('row').count()) - 1;
    const before = await packed();
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Case file', exact: true }).click(),
    ]);
    expect(saved.suggestedFilename()).toMatch(/^case-file-\d+\.zip$/);
    const files = unzipSync(readFileSync(await saved.path()));
    const text = (name: string) => Buffer.from(files[name] as Uint8Array).toString();
    expect(Object.keys(files)).toEqual([
      'case-file.pdf',
      'reads.csv',
      'answer.json',
      'case-file-receipt.json',
    ]);
    expect(text('case-file.pdf')).toMatch(/^%PDF-[\s\S]*\/MediaBox \[0 0 792 612\]/);
    expect(text('reads.csv').trimEnd().split('\r\n')).toHaveLength(rows + 1);
    answer = JSON.parse(text('answer.json'));
    const proven = await verifyAnswer(answer, fixture.demo.file.logKey);
    expect([proven.faults, proven.readsChecked, answer.reads.length]).toEqual([[], true, rows]);
    const recorded = await verifyAnswer(JSON.parse(text('case-file-receipt.json')), fixture.demo.file.logKey);
    expect(recorded).toMatchObject({
      ok: true,
      entry: { kind: 'evidence_exported', agency: 'CO0010000' },
      detail: { release: answer.releaseId, entry: answer.receipt.index, caseNumber: 'CR-2026-0301' },
    });
    expect(await packed()).toBe(before + 1);
  });

  test('is one landscape page on paper for a story that fits, with the case and the log entry', async () => {
    const page = await ask('CR-2026-0302');
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect(pdf.match(/\/MediaBox \[[^\]]*\]/g)).toEqual(['/MediaBox [0 0 792 612]']);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.on-paper').textContent()).toMatch(/^Case CR-2026-0302 · log entry \d+/);
    expect(await page.locator('nav, form').filter({ visible: true }).count()).toBe(0);
  });

  test('leads from paper to its entry in the public log, and says where the log has another', async () => {
    const { page, policyViolations, scriptErrors } = await browser.open();
    pages.push(page);
    const address = verifyAddress(gateway(), answer.receipt);
    expect(
      Buffer.byteLength(verifyAddress('https://alpr-sharing.adams-county.example.gov', answer.receipt)),
    ).toBeLessThan(201);
    expect(qrCode(address)?.length).toBeLessThan(60);
    // The log publishes its head in beats.
    await eventually(async () => {
      await page.goto('about:blank');
      await page.goto(address);
      const status = page.getByRole('status').textContent({ timeout: 5_000 });
      return /^Verified: entry \d+ is in the public log/.test((await status.catch(() => '')) ?? '');
    }, 60_000);
    const { index } = answer.receipt;
    const other = Buffer.alloc(32, 7).toString('base64');
    await page.goto('about:blank');
    await page.goto(verifyAddress(gateway(), { ...answer.receipt, leafHash: other }));
    await page.getByRole('alert').waitFor();
    const alert = (await page.getByRole('alert').textContent()) ?? '';
    expect(alert).toMatch(/^Not verified/);
    expect(alert).toContain(`entry ${index} of the log is another one than the code names`);
    expect([policyViolations, scriptErrors]).toEqual([[], []]);
  });

  test('is made only of an own release', async () => {
    const { adams, aurora } = fixture.clients;
    const { body } = await adams.request('POST', '/v1/queries', demoQuery(adams, fixture.plate));
    const path = `/v1/queries/${(body as Answer).releaseId}/case-file`;
    expect((await aurora.request('POST', path)).status).toBe(404);
    expect((await adams.request('POST', path)).status).toBe(200);
  });

  test('is not given after a revoke, nor recorded', async () => {
    const page = await ask('CR-2026-0303');
    const { adams } = fixture.clients;
    const { body } = await adams.request('POST', '/v1/queries', demoQuery(adams, fixture.plate));
    const before = await packed();
    await fixture.clients['admin-1'].call('POST', '/v1/agencies/CO0010000/revoke', { reason: 'a test' });
    await page.getByRole('link', { name: 'Case file', exact: true }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Reads are not shown again');
    expect(await page.getByRole('alert').locator('code').allTextContents()).toContain('grant_revoked');
    const asked = await adams.request('POST', `/v1/queries/${(body as Answer).releaseId}/case-file`);
    expect([asked.status, await packed()]).toEqual([409, before]);
  });
});
