/** The page `/verify` as a person uses it, in a browser. */
import type { Locator, Page } from 'playwright-core';
import type { OpenedPage } from '../../../setup/browser.ts';

/** Ms that a check may take on a busy machine. */
const PATIENCE = 30_000;

export interface Shown {
  /** The role of the place where the verdict stands. */
  readonly role: 'status' | 'alert';
  /** Its first sentence. */
  readonly summary: string;
  readonly findings: readonly string[];
  readonly text: string;
}

export interface OpenedVerifyPage extends OpenedPage {
  /** Pastes it and asks for the verdict. */
  verify(receipt: unknown): Promise<Shown>;
  /** With a checkpoint from before, if there is one: what is kept, else. */
  checkLog(before?: string): Promise<Shown>;
  readonly field: (label: string) => Locator;
  /** What the page asked the network for, without the page itself. */
  readonly asked: readonly string[];
}

export async function openVerifyPage(opened: OpenedPage, url: string): Promise<OpenedVerifyPage> {
  const { page } = opened;
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (request.url() !== url && request.url() !== 'data:,') asked.push(`${request.method()} ${pathname}`);
  });
  await page.goto(url);
  const field = (label: string) => page.getByLabel(label, { exact: true });
  const press = async (name: string): Promise<Shown> => {
    const button = page.getByRole('button', { name, exact: true });
    await button.click();
    // While it checks, no verdict is shown.
    await page
      .locator('[role=status]:not([hidden]), [role=alert]:not([hidden])')
      .waitFor({ timeout: PATIENCE });
    return shownOn(page);
  };
  return {
    ...opened,
    asked,
    field,
    verify: async (receipt) => {
      await field('Receipt').fill(typeof receipt === 'string' ? receipt : JSON.stringify(receipt));
      return press('Verify');
    },
    checkLog: async (before) => {
      if (before !== undefined) await field('Checkpoint from before').fill(before);
      return press('Check the whole log');
    },
  };
}

async function shownOn(page: Page): Promise<Shown> {
  const role = (await page.getByRole('status').isVisible()) ? 'status' : 'alert';
  const place = page.getByRole(role);
  const [summary = ''] = await place.locator('p').allInnerTexts();
  return {
    role,
    summary,
    findings: await place.locator('li').allInnerTexts(),
    text: (await place.textContent()) ?? '',
  };
}
