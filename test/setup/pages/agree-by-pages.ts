/** Takes two gateways to an agreement by keyboard: each administrator has a page, and keys that are counted. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import type { TestBrowser } from '../browser.ts';
import { Keyboard } from './keyboard.ts';
import { personOf, signInAtPages } from './sign-in-at-pages.ts';

/** Names a gateway and the people who sign in there. */
export interface People {
  readonly gateway: string;
  readonly people: readonly object[];
}

export interface AtPages {
  readonly page: Page;
  readonly keys: Keyboard;
}

export async function openAs(
  browser: TestBrowser,
  { gateway, people }: People,
  login: string,
  address: string,
): Promise<AtPages> {
  const { page } = await browser.open();
  await signInAtPages(page, gateway, address, personOf({ people }, login));
  return { page, keys: new Keyboard(page) };
}

export async function isTold({ page }: AtPages, words: RegExp): Promise<void> {
  await page.getByRole('region', { name: 'Done' }).getByText(words).waitFor();
}

export async function accept(who: AtPages, words: RegExp): Promise<void> {
  await who.keys.tick('I have compared the fingerprints by phone');
  await who.keys.tabTo('Accept');
  await who.keys.press('Enter');
  await isTold(who, words);
}

/** Lets the second administrator accept what waits in the inbox. */
export async function acceptFromInbox(second: AtPages): Promise<void> {
  await second.keys.open('An agreement with another gateway', /^Agreements/);
  await second.keys.open('Open this agreement', /^Agreement: /);
  await accept(second, /^Accepted\. /);
}

interface Proposal {
  /** The other side, at the page that shows the three facts. */
  readonly their: AtPages;
  readonly ori: string;
  readonly client: string;
}

/** Proposes an agreement from the page of other gateways, with three facts copied from the other side's page. */
export async function proposeAgreement(our: AtPages, { client, ori, their }: Proposal): Promise<void> {
  const told = async (name: string) =>
    (await their.page.locator(`dt:text-is("${name}") + dd`).textContent()) ?? '';
  await our.keys.open('an agreement', /^Agreements/);
  await our.keys.open('Propose an agreement', /^Propose an agreement/);
  await our.keys.fill('Agency', ori);
  for (const name of ['Gateway', 'Issuer', 'Key of its log']) await our.keys.paste(name, await told(name));
  await our.keys.fill('Client', client);
  for (const _ of ['what we give', 'what they give']) await our.keys.tick('All of these');
  await our.keys.fill('Until', '12012030');
  await our.keys.open('Propose', /^Agreement: /);
  await accept(our, /^Accepted by you/);
}

/** Downloads the file from the page of one side, and takes it in on the other. */
export async function handOverFile(from: AtPages, to: AtPages): Promise<void> {
  await from.keys.tabTo('Download the file');
  const [download] = await Promise.all([from.page.waitForEvent('download'), from.keys.press('Enter')]);
  await to.keys.open('Take in a file', /^Take in/);
  await to.keys.paste('Or paste its text', readFileSync(await download.path(), 'utf8'));
  await to.keys.open('Take in', /^Agreement: /);
  await accept(to, /^Accepted by you/);
}
