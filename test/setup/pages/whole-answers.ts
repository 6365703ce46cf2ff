/** Makes every click wait for the whole answer: playwright's own returns once an answer has begun, and half a page is counted. */
import type { Locator, Page } from 'playwright-core';

const waiting = new WeakSet<object>();

/** Changes the clicks of all pages, once. A click that asks for no page returns as before. */
export function waitForWholeAnswers(page: Page): void {
  const locators = Object.getPrototypeOf(page.locator('html')) as Locator;
  if (waiting.has(locators)) return;
  waiting.add(locators);
  for (const act of ['click', 'press'] as const) {
    const begin = locators[act] as (this: Locator, ...given: unknown[]) => Promise<void>;
    locators[act] = async function (this: Locator, ...given: unknown[]): Promise<void> {
      await begin.apply(this, given);
      const shown = this.page();
      if (!shown.isClosed()) await shown.waitForLoadState();
    };
  }
}
