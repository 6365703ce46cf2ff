/** Goes through pages by keyboard alone, and counts the keys. */
import type { Page } from 'playwright-core';

/** The words of what has the focus: of its label, else its own. */
const FOCUSED = `(document.activeElement?.labels?.[0] ?? document.activeElement)?.textContent.trim()`;
const MOST_TABS = 120;

/** Presses keys one by one, and counts them. */
export class Keyboard {
  count = 0;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async press(key: string): Promise<void> {
    this.count += 1;
    await this.#page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    this.count += text.length;
    await this.#page.keyboard.type(text);
  }

  /** Goes on by Tab until what has the focus begins with these words. */
  async tabTo(words: string): Promise<void> {
    for (let steps = 0; steps < MOST_TABS; steps += 1) {
      await this.press('Tab');
      if (String(await this.#page.evaluate(FOCUSED)).startsWith(words)) return;
    }
    throw new Error(`\`${words}\` has not had the focus after ${MOST_TABS} keys`);
  }

  /** Follows a link or presses a button, and waits for the page that comes. */
  async open(words: string, heading: RegExp): Promise<void> {
    await this.tabTo(words);
    await this.press('Enter');
    await this.#page.getByRole('heading', { level: 1, name: heading }).waitFor();
  }

  async fill(label: string, text: string): Promise<void> {
    await this.tabTo(label);
    await this.type(text);
  }

  /** Pastes what somebody has copied elsewhere: two keys. */
  async paste(label: string, text: string): Promise<void> {
    await this.tabTo(label);
    this.count += 2;
    await this.#page.keyboard.insertText(text);
  }

  /** Checks or unchecks a box. */
  async tick(label: string): Promise<void> {
    await this.tabTo(label);
    await this.press('Space');
  }
}
