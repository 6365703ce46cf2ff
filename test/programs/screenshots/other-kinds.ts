/** The kinds of pages that no guide has a picture of: a person looks at them all (`--whole`). */
import type { Page } from 'playwright-core';
import { demoQuery } from '../../setup/demo/demo-query.ts';
import { asItIs, ask, type Picture } from './pictures.ts';

const { caseNumber, justification } = demoQuery({ ori: '' }, '').purpose;

/** Opens the first item of a list. */
async function openFirst(page: Page): Promise<void> {
  await page
    .getByRole('main')
    .getByRole('link', { name: /^(Read |Look at |\d{4}-\d\d$)/ })
    .first()
    .click();
  await page.getByRole('navigation', { name: 'Breadcrumbs' }).waitFor();
}

export const OTHER_KINDS: readonly Picture[] = [
  {
    name: 'case-file',
    login: 'adams-officer',
    address: '/query',
    prepare: async (page, { plate }) => {
      await ask(page, plate, justification);
      await page.getByRole('table', { name: 'Reads' }).waitFor();
    },
  },
  {
    name: 'evidence',
    login: 'clerk',
    address: '/console/evidence',
    prepare: async (page, { index }) => {
      await page.getByLabel('Log entry of the release').fill(String(index));
      await page.getByLabel('Case number').fill(caseNumber);
      await page.getByRole('button', { name: 'Show it to print' }).click();
      await page.getByRole('heading', { name: 'How to check it' }).waitFor();
    },
  },
  {
    name: 'ask',
    login: 'ccpd-officer',
    address: '/query',
    prepare: async (page, { plate }) => {
      const others = page
        .getByRole('group', { name: 'Ask which agencies' })
        .getByRole('checkbox', { checked: false });
      for (const other of await others.all()) await other.check();
      await ask(page, plate, justification);
      await page.getByText('Verify before action').waitFor();
    },
  },
  { name: 'misuse-report', login: 'chief', address: '/console/misuse', prepare: openFirst },
  { name: 'monthly', login: 'auditor', address: '/console/monthly', prepare: openFirst },
  { name: 'review', login: 'reviewer', address: '/console/reviews', prepare: openFirst },
  ...(
    [
      ['peers', 'admin-1', '/console/peers'],
      ['agreements', 'admin-1', '/console/agreements'],
      ['agencies', 'admin-1', '/console/agencies'],
      ['grants', 'admin-1', '/console/grants'],
      ['officers', 'admin-1', '/console/officers'],
      ['persons', 'admin-1', '/console/persons'],
      ['hot-lists', 'admin-1', '/console/hot-lists'],
      ['system', 'admin-1', '/console/system'],
      ['inbox', 'chief', '/console'],
      ['misuse', 'chief', '/console/misuse'],
      ['reviews', 'reviewer', '/console/reviews'],
      ['hits', 'reviewer', '/console/hits'],
      ['audit-log', 'auditor', '/console/audit'],
      ['annual', 'auditor', '/console/annual'],
      ['process', 'counsel', '/console/processes'],
      ['docs', null, '/docs'],
    ] as const
  ).map(([name, login, address]) => ({ name, login, address, prepare: asItIs })),
];
