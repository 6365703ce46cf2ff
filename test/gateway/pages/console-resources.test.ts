/** The pages that resources have from their declarations, as administrators use them in a real browser. */
import { createHash, generateKeyPairSync } from 'node:crypto';
import { expect, test } from '@jest/globals';
import type { Cookie, Page } from 'playwright-core';
import { verifierKey } from '../../../gateway/audit/signed-note.ts';
import { connectAs } from '../../../gateway/cli/client/http-client.ts';
import { generateKeyPair } from '../../../gateway/identity/jose/generate-key-pair.ts';
import { describePages, useBrowser } from '../../setup/browser.ts';
import { useDemo } from '../../setup/demo/use-demo.ts';
import { axeViolations } from '../../setup/pages/axe-in-page.ts';
import { personOf, signInAtPages } from '../../setup/pages/sign-in-at-pages.ts';

const LOG_KEY = verifierKey('alpr.aurora.example.gov/log', generateKeyPairSync('ed25519').publicKey);

describePages('the pages of resources', () => {
  const fixture = useDemo('admin-1');
  const browser = useBrowser();
  const gateway = () => fixture.demo.file.gateway;
  const sessions = new Map<string, Cookie[]>();

  async function openAs(login: string, address: string, scripts = false): Promise<Page> {
    const { page } = await browser.open({ scripts });
    const cookies = sessions.get(login);
    if (cookies === undefined) {
      await signInAtPages(page, gateway(), address, personOf(fixture.demo.file as never, login));
      sessions.set(login, await page.context().cookies());
    } else {
      await page.context().addCookies(cookies);
      await page.goto(gateway() + address);
    }
    return page;
  }

  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
  const rowOf = (page: Page, name: RegExp) => page.getByRole('row', { name });
  const said = (page: Page) => page.getByRole('main').textContent();
  const done = (page: Page) => page.getByRole('region', { name: 'Done' }).textContent();

  test('an agency is added by one form, is not confirmed, and what it lacks is said beside the field', async () => {
    const page = await openAs('admin-1', '/console/agencies');
    await page.getByRole('link', { name: 'Add agency' }).click();
    await page.getByLabel('Name').fill('Sample Police Department');
    await press(page, 'Add');
    expect(await page.locator('#field-ori-error').textContent()).toBe('Fill in “ORI”.');
    expect(await page.getByLabel('Name').inputValue()).toBe('Sample Police Department');
    await page.getByLabel('ORI').fill('co0990100');
    await page.getByLabel('Class').selectOption({ label: 'Municipal police' });
    await page.getByLabel('County').selectOption('Adams');
    await press(page, 'Add');
    expect(new URL(page.url()).pathname).toBe('/console/agencies/CO0990100');
    expect(await said(page)).toContain('Not confirmed yet');
    const steps = page.getByRole('list', { name: 'Onboarding' }).getByRole('listitem');
    expect((await steps.allTextContents())[0]).toBe('Facts confirmed: not yet');
    await steps.first().getByRole('link', { name: 'Facts' }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('Confirm facts');
    await page.getByLabel('Bound by').check();
    await page.getByLabel('Officers on the roster').fill('12');
    await page.getByLabel('Reason').fill('looked at on paper');
    await press(page, 'Save');
    expect((await steps.allTextContents())[0]).toBe('Facts confirmed: done');
    await steps.getByRole('link', { name: 'File' }).click();
    const hash = createHash('sha256').update('signed').digest('hex');
    await page.getByLabel('SHA-256 of the agreement’s file').fill(hash);
    await press(page, 'Save');
    expect(await steps.allTextContents()).toContain('File of the agreement: its hash kept: done');
    expect(await said(page)).toContain(hash);
    const scripted = await openAs('admin-1', '/console/agencies/CO0990100/agreement', true);
    await scripted.getByLabel('Or choose the file').setInputFiles({
      ...{ name: 'mou.pdf', mimeType: 'application/pdf', buffer: Buffer.from('signed') },
    });
    await scripted.getByText('The hash of mou.pdf stands in the field').waitFor();
    expect(await scripted.getByLabel('SHA-256 of the agreement’s file').inputValue()).toBe(hash);
  });

  test('a client is removed with a reason, on every node', async () => {
    const page = await openAs('admin-1', '/console/clients?agency=CO0010000');
    await rowOf(page, /adams/).first().getByRole('button', { name: 'Remove' }).click();
    await page.getByLabel('Reason').fill('key lost');
    await press(page, 'Remove now');
    expect(await page.getByRole('status').textContent()).toMatch(/is removed.*in force on every node/);
    await page.goto(`${gateway()}/console/clients?agency=CO0010000&status=removed`);
    expect(await rowOf(page, /adams/).count()).toBe(1);
  });

  test('a person is suspended by one, and reinstated by another', async () => {
    const page = await openAs('admin-1', '/console/persons');
    await rowOf(page, /reviewer/)
      .first()
      .getByRole('button', { name: 'Suspend' })
      .click();
    await page.getByLabel('Reason').fill('key stolen');
    await press(page, 'Suspend now');
    expect(await page.getByRole('status').textContent()).toContain('is suspended');
    const other = await openAs('admin-2', '/console/persons?status=suspended');
    await rowOf(other, /reviewer/)
      .getByRole('button', { name: 'Reinstate' })
      .click();
    await other.getByLabel('Reason').fill('a new key');
    await press(other, 'Reinstate now');
    expect(
      await rowOf(other, /reviewer/)
        .first()
        .textContent(),
    ).toContain('May sign in');
  });

  test('an overseer is removed by two administrators: the first one’s word is a proposal', async () => {
    const page = await openAs('admin-1', '/console/persons');
    await rowOf(page, /auditor/)
      .first()
      .getByRole('button', { name: 'Remove' })
      .click();
    expect(await said(page)).toContain('by two administrators');
    await page.getByLabel('Reason').fill('left');
    await press(page, 'Remove now');
    expect(await page.getByRole('status').textContent()).toContain('another administrator must do the same');
  });

  test('a source of reads is proposed by one, approved by another who sees its secret once, and removed', async () => {
    const page = await openAs('admin-1', '/console/reads-sources/propose');
    await page.getByLabel('Name').fill('main-street');
    await page.getByLabel('Vendor').selectOption('onvif');
    await page.getByLabel('Method').selectOption('basic');
    await page.getByLabel('Prefix of cameras').fill('main-');
    await page.getByLabel('Reads a minute, at most').fill('1');
    await press(page, 'Propose');
    expect(await said(page)).toMatch(/Give a whole number of reads, from \d+ to 600,000\./);
    await page.getByLabel('Reads a minute, at most').fill('1200');
    await press(page, 'Propose');
    expect(await done(page)).toMatch(/^Proposed/);
    const other = await openAs('admin-2', '/console/reads-sources');
    await rowOf(other, /main-street/)
      .getByRole('button', { name: 'Approve' })
      .click();
    expect(await said(other)).toMatch(/Shown this once.*password: /);
    await other.goto(`${gateway()}/console/reads-sources`);
    await rowOf(other, /main-street/)
      .getByRole('button', { name: 'Remove' })
      .click();
    await press(other, 'Remove now');
    expect(
      await rowOf(other, /main-street/)
        .getByRole('button')
        .count(),
    ).toBe(0);
  });

  test('reads are kept for a case: proposed by the clerk, approved by an administrator, taken, and ended', async () => {
    const plate = fixture.demo.file.plates[0] as string;
    const page = await openAs('clerk', '/console/preservations');
    await page.getByRole('link', { name: 'Propose to keep reads' }).click();
    const fill = (label: string, text: string) => page.getByLabel(label, { exact: true }).fill(text);
    await fill('Plate', plate);
    await page.getByLabel('Purpose', { exact: true }).selectOption('stolen_vehicle');
    await fill('Case number', 'CR-2026-0142');
    await fill('In your words (optional)', 'looking for my ex girlfriend');
    await fill(
      'Kept until the end of (UTC)',
      new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10),
    );
    await fill('Reason', 'trial set for March');
    await press(page, 'Propose');
    expect(await page.getByRole('alert').textContent()).toContain('narrative_personal');
    await fill('In your words (optional)', 'sedan stolen from a driveway overnight');
    await press(page, 'Propose');
    expect(await done(page)).toMatch(/^Proposed/);
    const waiting = rowOf(page, /CR-2026-0142/);
    expect(await waiting.first().textContent()).toContain('narrative_reworded');
    expect(await waiting.getByRole('button', { name: 'Approve' }).count()).toBe(0);
    const other = await openAs('admin-1', '/console/preservations');
    await rowOf(other, /CR-2026-0142/)
      .getByRole('button', { name: 'Approve' })
      .click();
    expect(await said(other)).toContain('The reads are copied now');
    await press(other, 'Approve now');
    expect(await done(other)).toBe('Approved. The reads were copied, and are kept.');
    await page.reload();
    const later = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10);
    for (const by of [page, other]) {
      await by.goto(`${gateway()}/console/preservations`);
      await rowOf(by, /CR-2026-0142/)
        .getByRole('button', { name: 'Renew' })
        .click();
      await by.getByLabel('Kept until the end of (UTC)').fill(later);
      await by.getByLabel('Reason').fill('the trial was adjourned');
      await press(by, 'Renew');
      expect(await done(by)).toMatch(by === page ? /^Proposed/ : /^Approved.*new day/);
    }
    expect(await rowOf(other, /CR-2026-0142/).textContent()).toContain(`${later} 23:59`);
    await page.goto(`${gateway()}/console/preservations`);
    await rowOf(page, /CR-2026-0142/)
      .getByRole('button', { name: 'Take' })
      .click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Kept for CR-2026-0142');
    expect(await page.getByRole('table', { name: 'Reads' }).textContent()).toContain(plate);
    await other.goto(`${gateway()}/console/preservations`);
    await rowOf(other, /CR-2026-0142/)
      .getByRole('button', { name: 'End' })
      .click();
    await other.getByLabel('Reason').fill('the case was closed');
    await press(other, 'End now');
    expect(await said(other)).toContain('Nothing is kept beyond its thirty days');
    expect(await rowOf(other, /Demo clerk/).textContent()).toMatch(/Demo clerk2101/);
  });

  test('reads are kept for a served process where there is no case', async () => {
    const served = { kind: 'subpoena', issuer: 'District Court', servedAt: new Date().toISOString() };
    const counsel = await fixture.demo.as('counsel');
    const { id } = await counsel.call<{ id: string }>('POST', '/v1/processes', {
      ...{ ...served, scope: {}, duties: [] },
    });
    const page = await openAs('clerk', '/console/preservations/propose');
    const fill = (label: string, text: string) => page.getByLabel(label, { exact: true }).fill(text);
    await fill('Plate', fixture.demo.file.plates[1] as string);
    await page.getByLabel('Purpose', { exact: true }).selectOption('stolen_vehicle');
    await fill('In your words (optional)', 'sedan stolen from a driveway overnight');
    await fill(
      'Kept until the end of (UTC)',
      new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10),
    );
    await fill('Reason', 'the subpoena is due in May');
    await press(page, 'Propose');
    expect(await page.locator('#field-caseNumber-error').textContent()).toContain('case or CAD number');
    await fill('Case number', 'CR-2026-0150');
    await fill('Served process', id);
    await press(page, 'Propose');
    expect(await page.getByRole('alert').textContent()).toContain('are both given');
    await fill('Case number', '');
    await press(page, 'Propose');
    expect(await rowOf(page, new RegExp(id)).textContent()).toContain('proposed');
  });

  test('an endpoint is set, with its secret once, and removed', async () => {
    const page = await openAs('admin-1', '/console/agencies/CO0010100/endpoint');
    await page.getByLabel('Address').fill('https://hits.aurora.example.gov/in');
    await press(page, 'Set');
    expect(await said(page)).toContain('Shown this once');
    // Whatever list shows it can remove it, and names its agency.
    for (const address of ['agencies/CO0010100', 'hot-lists/endpoints', 'hot-lists']) {
      await page.goto(`${gateway()}/console/${address}`);
      const row = rowOf(page, /hits\.aurora/);
      expect([address, await row.getByRole('button', { name: 'Remove' }).count()]).toEqual([address, 1]);
      if (address !== 'agencies/CO0010100')
        expect(await row.textContent()).toContain('Aurora Police Department (CO0010100)');
    }
    await rowOf(page, /hits\.aurora/)
      .getByRole('button', { name: 'Remove' })
      .click();
    await press(page, 'Remove now');
    expect(await page.getByRole('status').textContent()).toMatch(/CO0010100 is told no more/);
  });

  test('the source of a list is set and removed, and what the gateway refuses stands at the field', async () => {
    const page = await openAs('admin-1', '/console/hot-lists/sources/set');
    await page.getByLabel('List').fill('county');
    await page.getByLabel('From').fill('https://lists.example/stolen.csv');
    await press(page, 'Set');
    expect(await page.locator('#field-layout-error').textContent()).toContain('say how the file is laid out');
    await page.getByLabel('Layout').selectOption('csv');
    await press(page, 'Set');
    await page.goto(`${gateway()}/console/hot-lists/sources`);
    await rowOf(page, /county/)
      .getByRole('button', { name: 'Remove' })
      .click();
    await press(page, 'Remove now');
    expect(await rowOf(page, /county/).count()).toBe(0);
  });

  test('an encryption key is refused where it is none, and nothing of it is said', async () => {
    const page = await openAs('admin-1', '/console/agencies/CO0010100/key');
    await page.getByLabel('Public key (JWK)').fill('{ "kty": "secret-that-is-none"');
    await press(page, 'Save');
    const alert = await page.getByRole('alert').textContent();
    expect(alert).toContain('this is not JSON');
    expect(alert).not.toContain('secret-that-is-none');
  });

  test('an officer enters a standing query, sees it, and takes it back', async () => {
    const page = await openAs('adams-officer', '/query/standing');
    expect(await page.getByRole('table', { name: 'Standing queries' }).count()).toBe(1);
    await page.getByRole('link', { name: 'Enter a standing query' }).click();
    await page.getByLabel('Plate', { exact: true }).fill('DEMO001');
    await page.getByLabel('Purpose', { exact: true }).selectOption('stolen_vehicle');
    await page.getByLabel('Case number').fill('CR-2026-0142');
    await page
      .getByLabel('In your words')
      .fill('Owner reports the car was stolen overnight from the driveway.');
    await press(page, 'Enter');
    expect(await page.locator('#field-until-day-error').textContent()).toMatch(
      /^Choose the last day, at most 30/,
    );
    const day = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
    await page.getByLabel('Until the end of (UTC)').fill(day);
    await press(page, 'Enter');
    expect(new URL(page.url()).pathname).toBe('/query/standing');
    await rowOf(page, /DEMO001/)
      .getByRole('button', { name: 'Take back' })
      .click();
    await press(page, 'Take back now');
    expect(await rowOf(page, /DEMO001/).count()).toBe(0);
  });

  test('a roster is imported from a file that was judged first, row by row', async () => {
    const page = await openAs('admin-1', '/console/agencies/CO0010100');
    await page.getByRole('link', { name: 'Import roster' }).click();
    const csv = [
      'reference,name,employerOri,federalDetail,trainedOn',
      'badge-71,"Example, Jane",CO0010100,no,2026-06-01',
      'badge-72,Sample Officer,CO0010100,yes,2026-06-01',
      'badge-73,Sample Officer,CO0010100,perhaps,2026-06-01',
    ].join('\n');
    await page.getByLabel('CSV file').setInputFiles({
      ...{ name: 'roster.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) },
    });
    await press(page, 'Check rows');
    const rows = page.getByRole('table', { name: 'Rows' }).getByRole('row');
    expect((await rows.allTextContents()).slice(1)).toEqual([
      '2badge-71Example, Janeadded',
      expect.stringMatching(/^3badge-72Sample Officerrefusedmay not ask/),
      '4badge-73Sample Officerrefused`federalDetail` is yes or no',
    ]);
    expect(await said(page)).toContain('Nothing is taken yet');
    await page.goBack();
    await page.getByLabel('Or paste its lines').fill(csv);
    await press(page, 'Check rows');
    await press(page, 'Import');
    expect(await page.getByRole('status').textContent()).toContain('Imported1 added');
    await page.goto(`${gateway()}/console/officers?agency=CO0010100`);
    expect(await rowOf(page, /badge-71/).count()).toBe(1);
    await page.goto(`${gateway()}/console/agencies/CO0010100/officers/add`);
    await page.getByLabel('Officer’s ID at the agency').fill('badge-74');
    await page.getByLabel('Name').fill('Another Sample');
    await press(page, 'Add');
    expect(await said(page)).toMatch(/May ask.*nothing yet/);
  });

  test('a client is proposed with its key by one, approved by another, and asks from then on', async () => {
    const { privateJwk, publicJwk } = generateKeyPair();
    const page = await openAs('admin-1', '/console/agencies/CO0010000');
    await page.getByRole('link', { name: 'Add client' }).click();
    // The only issuer that there is.
    expect(await page.getByRole('combobox', { name: 'Issuer' }).inputValue()).toBe(fixture.demo.file.issuer);
    await page.getByLabel('Client id').fill('adams-new');
    await page.getByLabel('Public key (JWK)').fill(JSON.stringify(privateJwk));
    await press(page, 'Propose');
    expect(await page.locator('#field-publicKey-error').textContent()).toMatch(
      /is a private key: make a new pair/,
    );
    await page.getByLabel('Public key (JWK)').fill(JSON.stringify(publicJwk));
    await press(page, 'Propose');
    expect(new URL(page.url()).pathname).toBe('/console/agencies/CO0010000');
    expect(await done(page)).toMatch(/^Proposed/);
    expect(await page.getByLabel('Send this to another administrator').inputValue()).toMatch(
      /I proposed the client adams-new\..*\/console\/agencies\/CO0010000, read what it says, and press Approve/,
    );
    const other = await openAs('admin-2', '/console/agencies/CO0010000');
    expect(await other.getByText('Copy for the other person').count()).toBe(0);
    await rowOf(other, /adams-new/)
      .getByRole('button', { name: 'Approve' })
      .click();
    expect(await done(other)).toMatch(/^Approved/);
    await other.goto(`${gateway()}/console/agencies/CO0010000`);
    const client = rowOf(other, /adams-new/);
    expect(await client.getByRole('button').allTextContents()).toEqual(['Remove', 'Test sign-in']);
    await client.getByRole('button', { name: 'Test sign-in' }).click();
    expect(await said(other)).toMatch(/Nothing stands in the way of a sign-in.*✓Discovery/);
    const { issuer, resource } = fixture.demo.file;
    const credentials = {
      issuer,
      resource,
      clientId: 'adams-new',
      privateJwk: { ...privateJwk },
      scope: 'alpr.query',
    };
    const answer = await (await connectAs(credentials, gateway())).request('GET', '/v1/hits');
    expect(answer.status).toBe(200);
  });

  test('two administrators let a client answer for its records office', async () => {
    for (const login of ['admin-1', 'admin-2']) {
      const page = await openAs(login, '/console/clients?agency=CO0010100');
      expect(await rowOf(page, /demo-aurora/).textContent()).toContain(
        'Aurora Police Department (CO0010100)',
      );
      await rowOf(page, /demo-aurora/)
        .getByRole('button', { name: 'Let answer records' })
        .click();
      await page.getByLabel('Reason').fill('named by letter');
      await press(page, 'Let answer records now');
      const told =
        login === 'admin-1' ? /another administrator must do the same/ : /answers for its records office/;
      expect(await said(page)).toMatch(told);
    }
  });

  test('an issuer is proposed, and its proposal is taken back', async () => {
    const page = await openAs('admin-1', '/console/issuers/propose');
    await page.getByLabel('Issuer').fill('https://id.example.gov');
    await page.getByLabel('Address of its keys').fill('https://id.example.gov/jwks');
    await press(page, 'Propose');
    await rowOf(page, /id\.example\.gov/)
      .getByRole('button', { name: 'Remove' })
      .click();
    await press(page, 'Remove now');
    expect(await done(page)).toMatch(/^Taken back/);
    expect(await rowOf(page, /id\.example\.gov/).count()).toBe(0);
  });

  test('an auditor sees what waits of records offices, and an administrator that nothing is held', async () => {
    const auditor = await openAs('auditor', '/console/records-checks?agency=CO0010000');
    expect(await said(auditor)).toContain('Nothing waits');
    const page = await openAs('admin-1', '/console/agencies/CO0010000');
    await page.getByRole('link', { name: 'Records hold' }).click();
    expect(await said(page)).toContain('No hold is in force');
  });

  test('an agreement is proposed by form, accepted once its fingerprints are compared, and rejected with a reason', async () => {
    const page = await openAs('admin-1', '/console/agreements');
    await page.getByRole('link', { name: 'Propose an agreement' }).click();
    const fill = (label: string, text: string) => page.getByLabel(label, { exact: true }).fill(text);
    await fill('Agency', 'CO0010100');
    await fill('Gateway', 'http://alpr.aurora.example.gov');
    await fill('Issuer', 'https://id.aurora.example.gov');
    await fill('Key of its log', LOG_KEY);
    for (const group of ['We give: purposes', 'They give: purposes'])
      await page.getByRole('group', { name: group }).getByLabel('Stolen vehicle').check();
    await press(page, 'Propose');
    expect(await page.locator('#field-termsUntil-error').textContent()).toBe(
      'Give the day on which the agreement ends.',
    );
    await fill('Until', '2060-01-01');
    await press(page, 'Propose');
    expect(await page.locator('#field-termsResource-error').textContent()).toContain('“Gateway” must be');
    await fill('Gateway', 'https://alpr.aurora.example.gov');
    await press(page, 'Propose');
    expect(await done(page)).toMatch(/^Proposed/);
    await press(page, 'Accept');
    expect(await page.getByRole('alert').textContent()).toContain('the fingerprints must have been compared');
    await page.getByLabel('I have compared').check();
    await press(page, 'Accept');
    expect(await done(page)).toMatch(/^Accepted by you/);
    expect(await page.getByRole('button', { name: 'Accept' }).count()).toBe(0);
    const at = new URL(page.url()).pathname;
    const other = await openAs('admin-2', at, true);
    expect(await axeViolations(other)).toEqual([]);
    await other.getByLabel('I have compared').check();
    await press(other, 'Accept');
    expect(await said(other)).toContain('download the file and send it to Aurora Police Department');
    expect(await axeViolations(other)).toEqual([]);
    await other.getByRole('link', { name: 'Reject' }).click();
    await other.waitForURL(`**${at}/end`);
    expect(await said(other)).toContain('No grant is under it');
    expect(await axeViolations(other)).toEqual([]);
    await other.getByLabel('Reason').fill('too long');
    await press(other, 'Reject now');
    expect(await other.getByRole('status').textContent()).toMatch(/^Rejected.*too long\./);
    await other.goto(`${gateway()}/console/agreements/take`);
    await other.getByLabel('Or paste its text').fill('no file');
    await press(other, 'Take in');
    expect(await other.getByRole('alert').textContent()).toContain('not the file of an agreement');
    expect(await other.getByLabel('Or paste its text').inputValue()).toBe('no file');
  });

  test('an auditor sees the lists, and no button; and axe finds nothing wrong', async () => {
    const auditor = await openAs('auditor', '/console/clients');
    for (const address of ['clients', 'persons', 'issuers', 'reads-sources', 'hot-lists/sources']) {
      await auditor.goto(`${gateway()}/console/${address}`);
      expect(await auditor.getByRole('table').getByRole('button').count()).toBe(0);
    }
    const { page } = await browser.open();
    await page.context().addCookies(sessions.get('admin-1') ?? []);
    for (const address of [
      ...['clients', 'persons', 'issuers', 'reads-sources', 'reads-sources/propose', 'agencies/add'],
      ...['hot-lists/sources', 'hot-lists/sources/set', 'hot-lists/endpoints', 'agencies/CO0010000/key'],
      ...['hot-lists/pushes', 'witnesses', 'records-checks', 'preservations', 'preservations/propose'],
      ...['agencies/CO0010000/roster', 'agencies/CO0010000/officers/add'],
      ...['agencies/CO0010000/clients/propose', 'agencies/CO0010000/persons/propose', 'issuers/propose'],
      ...['agencies/CO0010000/records-hold', 'identity-proposals', 'agencies/CO0010000'],
      ...['agreements', 'agreements/propose', 'agreements/take'],
      ...['agencies/CO0010000/agreement', 'peers'],
    ]) {
      await page.goto(`${gateway()}/console/${address}`);
      expect([address, await axeViolations(page)]).toEqual([address, []]);
    }
  });
});
