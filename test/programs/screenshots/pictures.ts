/** The pictures of the guides: each is a page of the demo, brought to where it shows what it is for. */
import type { Page } from 'playwright-core';

export interface Picture {
  readonly name: string;
  /** The demo's person who signs in first; null: a page for everyone. */
  readonly login: string | null;
  readonly address: string;
  /** What is typed and pressed there. */
  prepare(page: Page, given: Given): Promise<void>;
}

export interface Given {
  /** An answer of the gateway with its receipt, as JSON. */
  readonly answer: string;
  /** The log entry of that answer. */
  readonly index: number;
  /** A plate of the demo. */
  readonly plate: string;
}

export const asItIs = async () => undefined;

/** Types a query, and sends it. */
export async function ask(page: Page, plate: string, words: string): Promise<void> {
  await page.getByLabel('Purpose').selectOption('stolen_vehicle');
  await page.getByLabel('Case number').fill('CR-2026-0142');
  await page.getByLabel('In your words').fill(words);
  await page.getByLabel('Plate', { exact: true }).fill(plate);
  await page.getByRole('button', { name: 'Ask' }).click();
}

export const PICTURES: readonly Picture[] = [
  { name: 'overview', login: 'admin-1', address: '/console', prepare: asItIs },
  { name: 'agency', login: 'admin-1', address: '/console/agencies/CO0010000', prepare: asItIs },
  {
    name: 'revoke',
    login: 'admin-1',
    // It has no grant: nothing that the demo shows is changed.
    address: '/console/agencies/CO0010200/revoke',
    prepare: async (page) => {
      await page.getByLabel('Reason').fill('court order 26-114');
      await page.getByRole('button', { name: 'Revoke now' }).click();
      await page.getByRole('status').filter({ hasText: 'in force on every node' }).waitFor();
    },
  },
  {
    name: 'query-refused',
    login: 'adams-officer',
    address: '/query',
    prepare: async (page, { plate }) => {
      await ask(page, plate, 'expired registration, seen on Dahlia Street');
      await page.getByRole('alert').waitFor();
    },
  },
  { name: 'transparency', login: null, address: '/transparency', prepare: asItIs },
  {
    name: 'verify',
    login: null,
    address: '/verify',
    prepare: async (page, { answer }) => {
      await page.getByLabel('Receipt').fill(answer);
      await page.getByRole('button', { name: 'Verify', exact: true }).click();
      await page.getByRole('status').filter({ hasText: 'Verified' }).waitFor();
      await page.getByRole('status').filter({ hasText: 'Verified' }).scrollIntoViewIfNeeded();
    },
  },
];

export interface PictureView {
  /** Behind the picture's name, e.g. `overview-dark.png`. */
  readonly suffix: string;
  readonly dark?: true;
  /** True: as it is printed, with its pages, and so a PDF. */
  readonly onPaper?: true;
  /** CSS pixels. */
  readonly size: { readonly width: number; readonly height: number };
}

const DESK = { width: 1000, height: 640 };

export const PICTURE_VIEWS: readonly PictureView[] = [
  { suffix: '', size: DESK },
  { suffix: '-dark', dark: true, size: DESK },
  { suffix: '-phone', size: { width: 390, height: 700 } },
];

export const ON_PAPER: PictureView = { suffix: '-paper', onPaper: true, size: DESK };
