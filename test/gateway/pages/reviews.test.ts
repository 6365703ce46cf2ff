/** Reviews in the console: what waits, one in full, and the reviewer's word, in a real browser against the running demo. */
import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeReview, type ReviewView } from '../../../gateway/oversight/reviews/describe-review.ts';
import { withFullStop } from '../../../gateway/pages/layout/first-upper.ts';
import { ReasonCodes } from '../../../gateway/pages/layout/reason-codes.tsx';
import { renderPage } from '../../../gateway/pages/layout/send-page.ts';
import { marked } from '../../../gateway/pages/oversight/marked-text.tsx';
import { axeViolationsInEveryView } from '../../setup/axe-violations.ts';
import { describePages, useBrowser } from '../../setup/browser.ts';
import { demoQuery } from '../../setup/demo/demo-query.ts';
import { useDemo } from '../../setup/demo/use-demo.ts';
import { usePeople } from '../../setup/pages/use-people.ts';

const MARKUP = '<img src=x onerror=alert(1)><script>alert(2)</script>';

describe('words that the screen found', () => {
  test('are marked where they stand in the text, whatever stands between them', () => {
    const pieces = marked('Seen by ICE, agents of ice-agents; nice', ['ice agents', 'ice']);
    expect(pieces.filter(({ isFound }) => isFound).map(({ piece }) => piece)).toEqual([
      'ICE, agents',
      'ice-agents',
    ]);
    expect(pieces.map(({ piece }) => piece).join('')).toBe('Seen by ICE, agents of ice-agents; nice');
    expect(marked('a.b', ['a.b', '***'])).toEqual([{ piece: 'a.b', isFound: true }]);
    expect(marked('nothing', [])).toEqual([{ piece: 'nothing', isFound: false }]);
  });
});

describe('reasons', () => {
  test('of one code stand once in a cell', () => {
    const cell = renderPage(
      ReasonCodes({ codes: ['plate_too_short', 'window_too_wide', 'plate_too_short'] }),
    );
    expect(cell.split('plate_too_short')).toHaveLength(2);
    expect(cell).toContain('window_too_wide');
  });

  test('that a person typed end with one full stop', () => {
    const typed = ['the agency leaves the state', 'it leaves the state.', 'gone. ', 'gone?', '“gone.”'];
    expect(typed.map(withFullStop)).toEqual([
      ...['the agency leaves the state.', 'it leaves the state.', 'gone.', 'gone?', '“gone.”'],
    ]);
  });
});

describePages('reviews in the console', () => {
  const fixture = useDemo('adams', 'auditor', 'reviewer');
  const people = usePeople(fixture, useBrowser());
  let cases = 0;
  /** A query of which a part of the plate is known: a person reads it. */
  const held = async (purpose: object = {}): Promise<string> => {
    const { adams } = fixture.clients;
    const query = demoQuery(adams, 'DEMO0');
    const { body, status } = await adams.request('POST', '/v1/queries', {
      ...query,
      plate: { number: 'DEMO0', match: 'partial' },
      purpose: { ...query.purpose, caseNumber: `CR-2026-${3000 + cases++}`, ...purpose },
    });
    expect([status, body]).toEqual([202, expect.anything()]);
    return (body as { queryId: string }).queryId;
  };
  const look = (id: string) => fixture.clients.adams.request('GET', `/v1/queries/${id}`);
  const text = async (page: Page) => (await page.getByRole('main').textContent()) ?? '';

  test('show what the officer affirms to have happened, in a sentence beside the words', async () => {
    const from = new Date(Date.now() - 7_200_000).toISOString();
    const incident = {
      ...{ kind: 'missing_person', occurred: { from, to: 'ongoing' }, place: { county: 'Adams' } },
      ...{ vehicle: 'of_missing_person', reportedBy: 'dispatch', affirmed: true },
    };
    const id = await held({ code: 'missing_endangered', incident });
    const { page } = await people.at(`/console/reviews/${id}`, 'reviewer');
    const since = `${from.slice(0, 10)} ${from.slice(11, 16)} UTC`;
    const told = `a person is missing, since ${since}, in Adams County; of the vehicle: it is the missing or endangered person's; reported by dispatch`;
    expect(await text(page)).toContain(`A${told.slice(1)}.`);
    const { body } = await fixture.clients.adams.request('GET', '/v1/queries');
    const [newest] = (body as { queries: readonly { queryId: string; incident: string }[] }).queries;
    expect(newest).toMatchObject({ queryId: id, incident: told });
    const review = (await fixture.clients.reviewer.request('GET', `/v1/reviews/${id}`)).body as ReviewView;
    expect(describeReview(review).replace(/\s+/g, ' ')).toContain(`query purpose incident ${told}`);
  });

  test.each([true, false])(
    'show a held query with every reason in words; approved there, it is picked up by who asked (scripts: %s)',
    async (scripts) => {
      const id = await held();
      const { page, policyViolations } = await people.at('/console/reviews', 'reviewer', { scripts });
      await page
        .getByRole('table', { name: 'Held queries' })
        .getByRole('link', { name: id.slice(0, 8) })
        .click();
      const shown = await text(page);
      expect(shown).toContain('plate_too_short');
      expect(shown).toMatch(/A person reads it first, since .+\./);
      expect(shown).toMatch(/An approval would release\s*\d+ reads? of \d+ plates? by \d+ cameras?/);
      expect(shown).toContain('sedan stolen from a driveway overnight');
      await page.getByLabel('Reason').fill('matches the call for service');
      await page.getByLabel('The officer’s part in it').selectOption('honest');
      await page.getByRole('button', { name: 'Approve' }).click();
      expect(await page.getByRole('status').textContent()).toMatch(
        /Approved.*Nothing is released before Adams County/s,
      );
      expect((await look(id)).status).toBe(200);
      // What waits next is one press away.
      const other = await held();
      await page.reload();
      await page.getByRole('link', { name: 'the next that waits' }).click();
      expect(page.url()).toContain('/console/reviews/');
      expect(page.url()).not.toContain(id);
      expect(await page.getByRole('button', { name: 'Approve' }).count()).toBe(1);
      await fixture.clients.reviewer.call('POST', `/v1/reviews/${other}/refuse`, { reason: 'a test' });
      expect(policyViolations).toEqual([]);
    },
  );

  test('are told of before a halt or a revocation ends them, those that nobody collected included', async () => {
    const { auditor, reviewer } = fixture.clients;
    const [waits, approved] = [await held(), await held()];
    await reviewer.call('POST', `/v1/reviews/${approved}/approve`, { reason: 'read it' });
    const stake = await auditor.call('GET', '/v1/sharing/at-stake?agency=CO0010000');
    expect(stake).toEqual({ agencies: 1, held: expect.any(Number), approved: 1 });
    expect(await auditor.call('GET', '/v1/sharing/at-stake?agency=CO0010100')).toMatchObject({
      held: 0,
      approved: 0,
    });
    for (const address of ['/console/halt', '/console/agencies/CO0010000/revoke']) {
      const { page } = await people.at(address, 'admin-1', { scripts: false });
      expect(await text(page)).toMatch(
        /\d+ held (query|queries) and 1 approved query not yet collected end, and must be asked again/,
      );
    }
    await reviewer.call('POST', `/v1/reviews/${waits}/refuse`, { reason: 'a test' });
    expect((await look(approved)).status).toBe(200);
  });

  test('have beside them what else the officer asked, and who asked for the case; the look is in the log', async () => {
    const { adams, auditor } = fixture.clients;
    const caseNumber = `CR-2026-${3000 + cases++}`;
    const refused = await adams.request('POST', '/v1/queries', {
      ...demoQuery(adams, 'ZZB1001'),
      purpose: { code: 'stolen_vehicle', caseNumber, justification: 'a test of the new system' },
    });
    const { receipt } = refused.body as { receipt: { index: number } };
    const id = await held({ caseNumber });
    const { page } = await people.at(`/console/reviews/${id}`, 'reviewer');
    for (const name of ['What else the officer asked', 'Who asked for the same case']) {
      const row = page.getByRole('table', { name }).getByRole('row').filter({ hasText: 'ZZB1001' });
      expect([name, await row.textContent()]).toEqual([name, expect.stringContaining(`${receipt.index}`)]);
      expect(await row.textContent()).toContain('a test of the new system');
    }
    const looks = await auditor.call<{ entries: { index: number }[] }>(
      'GET',
      '/v1/audit/entries?kind=log_read&limit=1',
    );
    const look = await auditor.call<{ owner: { detail: string } }>(
      'GET',
      `/v1/audit/entries/${looks.entries[0]?.index}`,
    );
    expect(JSON.parse(look.owner.detail).search).toMatchObject({ review: id, case: [receipt.index] });
  });

  test('say what became of it where another reviewer was first, and keep what was typed', async () => {
    const id = await held();
    const { page } = await people.at(`/console/reviews/${id}`, 'reviewer');
    await fixture.clients.reviewer.call('POST', `/v1/reviews/${id}/refuse`, { reason: 'no such case' });
    await page.getByLabel('Reason').fill('it fits the call');
    await page.getByRole('button', { name: 'Approve' }).click();
    expect(await page.getByRole('alert').textContent()).toContain(
      'This has already been decided: it is `refused`',
    );
    expect(await text(page)).toContain('it fits the call');
    expect((await look(id)).status).toBe(403);
  });

  test('do not take an approval of misuse; refused as misuse, the Chief has a report', async () => {
    const id = await held();
    const { page } = await people.at(`/console/reviews/${id}`, 'reviewer');
    await page.getByLabel('Reason').fill('there is no such case');
    await page.getByLabel('The officer’s part in it').selectOption('misuse');
    await page.getByRole('button', { name: 'Approve' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('refuse it');
    expect(await page.getByLabel('Reason').inputValue()).toBe('there is no such case');
    await page.getByRole('button', { name: 'Refuse' }).click();
    expect(await page.getByRole('status').textContent()).toContain('the Chief has a report of it');
    const { page: chiefs } = await people.at('/console/misuse?agency=CO0010000', 'chief');
    const reports = chiefs.getByRole('row').filter({ hasText: 'Misuse, as a reviewer judged' });
    await reports
      .first()
      .getByRole('link', { name: /^Read / })
      .click();
    expect(await chiefs.getByRole('link', { name: `Its review ${id.slice(0, 8)}` }).count()).toBe(1);
    await chiefs.getByRole('link', { name: 'what was asked, and what the reviewer wrote' }).click();
    expect(await text(chiefs)).toContain('there is no such case');
    const entry = await chiefs.getByRole('link', { name: /^\d+$/ }).first().getAttribute('href');
    await chiefs.goto(`${fixture.demo.file.gateway}${entry}`);
    await chiefs.getByRole('link', { name: 'what was held, and what a reviewer wrote' }).click();
    expect(chiefs.url()).toContain(`/console/reviews/${id}`);
  });

  test('show markup in what was asked and in what was decided as text', async () => {
    const id = await held({
      justification: `sedan stolen from a driveway overnight ${MARKUP}`,
      context: [{ words: 'driveway', is: 'name_or_place' }],
    });
    const { page, policyViolations, scriptErrors } = await people.at(`/console/reviews/${id}`, 'reviewer');
    expect(await text(page)).toContain(MARKUP);
    await page.getByLabel('Reason').fill(`fits ${MARKUP}`);
    await page.getByRole('button', { name: 'Refuse' }).click();
    expect((await text(page)).split(MARKUP)).toHaveLength(3);
    expect(await page.getByRole('main').locator('img, script').count()).toBe(0);
    expect([policyViolations, scriptErrors]).toEqual([[], []]);
  });

  test('show the words that were refused before beside those that came instead', async () => {
    const { adams } = fixture.clients;
    const ask = (justification: string) =>
      adams.request('POST', '/v1/queries', {
        ...demoQuery(adams, 'ZZR4040'),
        purpose: { code: 'stolen_vehicle', caseNumber: `CR-2026-${3000 + cases++}`, justification },
      });
    expect((await ask(`help ICE with deportation of the driver ${MARKUP}`)).status).toBe(403);
    const again = await ask('stolen car, last seen in the alley behind the bakery');
    expect(again.status).toBe(202);
    const { queryId } = again.body as { queryId: string };
    const { page } = await people.at(`/console/reviews/${queryId}`, 'reviewer');
    const before = page.getByRole('heading', { name: /^By the same officer, .*log entry \d+/ });
    expect(await before.count()).toBe(1);
    expect(await page.locator('mark').allTextContents()).toEqual(['ICE with deportation']);
    expect(await text(page)).toContain(`deportation of the driver ${MARKUP}`);
    expect(await page.getByRole('main').locator('img, script').count()).toBe(0);
  });

  test('say beside Approve that it is held again, and for what alone', async () => {
    const { adams } = fixture.clients;
    const query = demoQuery(adams, 'ZZR5050');
    const caseNumber = `CR-2026-${3000 + cases++}`;
    const ask = (justification: string) =>
      adams.request('POST', '/v1/queries', {
        ...{ ...query, plate: { number: 'ZZR50', match: 'partial' } },
        purpose: { code: 'stolen_vehicle', caseNumber, justification },
      });
    const { body } = await ask('stolen car, last seen in the alley behind the bakery');
    expect((await ask('help ICE with deportation of the driver')).status).toBe(403);
    const { queryId: id } = body as { queryId: string };
    const { page } = await people.at(`/console/reviews/${id}`, 'reviewer');
    const why = /held again when it is picked up, since a query for this plate was refused within a day/;
    expect(await page.getByRole('status').textContent()).toMatch(why);
    const shown = await text(page);
    expect(shown).toMatch(
      /An approval would release\s*nothing: approved now, it is held again .*narrative_reworded/,
    );
    expect(shown).toMatch(
      /An approval lifts\s*plate_too_short: the query gives too little of a plate\s*and nothing else/,
    );
    expect(await page.getByRole('button', { name: 'Approve' }).count()).toBe(1);
  });

  test('are read by the auditor, who decides nothing', async () => {
    const id = await held();
    const { page } = await people.at(`/console/reviews/${id}`, 'auditor');
    expect(await page.getByRole('button', { name: 'Approve' }).count()).toBe(0);
    expect(await text(page)).toContain('A reviewer decides on it');
  });

  test('have nothing that axe finds wrong, in any view', async () => {
    const id = await held();
    for (const address of ['/console/reviews', '/console/reviews?status=all', `/console/reviews/${id}`]) {
      const { page, policyViolations, scriptErrors } = await people.at(address, 'reviewer');
      expect([address, await axeViolationsInEveryView(page)]).toEqual([address, []]);
      expect([policyViolations, scriptErrors]).toEqual([[], []]);
    }
  });
});
