/** A real browser for tests of pages: the Chromium of this machine, driven by playwright-core. */
import { afterAll, beforeAll, describe } from '@jest/globals';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import { CHROMIUM, CHROMIUM_FLAGS } from './chromium.ts';
import { waitForWholeAnswers } from './pages/whole-answers.ts';

/** Ms. Two processors start several browsers and databases at once. */
const STARTS_WITHIN = 60_000;

if (CHROMIUM === undefined) {
  process.stderr.write(
    'chromium is not installed: tests of pages are skipped (apt-get install chromium-headless-shell)\n',
  );
}

/** `describe` for tests that need a browser. Where there is none they are skipped, and `.ci/run` counts that as failed. */
export const describePages = CHROMIUM === undefined ? describe.skip : describe;

/** How a page is looked at. By default: light, as wide as a desk's screen, with scripts. */
export interface View {
  readonly dark?: boolean;
  readonly forcedColors?: boolean;
  /** CSS pixels. */
  readonly width?: number;
  /** False: as where JavaScript is off. */
  readonly scripts?: boolean;
}

export type Views = readonly (readonly [name: string, view: View])[];

/** Each page is shown to axe in these. A phone is as wide as a desk's screen at 400 % zoom. */
export const VIEWS: Views = [
  ['light', {}],
  ['dark', { dark: true }],
  ['on a phone', { width: 320 }],
];

/** A page in a session of its own: no other page's cookies and storage. */
export interface OpenedPage {
  readonly page: Page;
  /** What the page's Content Security Policy refused. */
  readonly policyViolations: readonly string[];
  /** What its scripts threw and did not catch. */
  readonly scriptErrors: readonly string[];
}

export interface TestBrowser {
  open(view?: View): Promise<OpenedPage>;
}

let shared: Promise<Browser> | undefined;
/** Files that use it and have not ended. All of a folder are read before the first of their tests is run. */
let sharing = 0;

/**
 * One browser for all tests of a file, and of the files that are run at once with it; what a file opened is closed with
 * it. Registers jest's hooks: to be called once, inside `describePages`.
 */
export function useBrowser(): TestBrowser {
  sharing += 1;
  let browser: Browser;
  const contexts: BrowserContext[] = [];
  beforeAll(async () => {
    shared ??= chromium.launch({
      executablePath: CHROMIUM as string,
      args: CHROMIUM_FLAGS,
      timeout: STARTS_WITHIN,
    });
    browser = await shared;
  }, STARTS_WITHIN);
  afterAll(async () => {
    await Promise.all(contexts.map((context) => context.close()));
    sharing -= 1;
    if (sharing === 0) await (await shared)?.close();
  });
  return {
    open: async (view = {}) => {
      const context = await browser.newContext(optionsOf(view));
      contexts.push(context);
      return openPage(context);
    },
  };
}

function optionsOf({ dark, forcedColors, width, scripts }: View): BrowserContextOptions {
  return {
    colorScheme: dark ? 'dark' : 'light',
    forcedColors: forcedColors ? 'active' : 'none',
    javaScriptEnabled: scripts ?? true,
    viewport: { width: width ?? 1280, height: 800 },
  };
}

/** An open page, looked at in another way; whether scripts run is settled when it is opened. */
export async function lookAt(page: Page, { dark, forcedColors, width }: View): Promise<void> {
  await page.emulateMedia({
    colorScheme: dark ? 'dark' : 'light',
    forcedColors: forcedColors ? 'active' : 'none',
  });
  await page.setViewportSize({ width: width ?? 1280, height: 800 });
}

async function openPage(context: BrowserContext): Promise<OpenedPage> {
  const page = await context.newPage();
  waitForWholeAnswers(page);
  const policyViolations: string[] = [];
  const scriptErrors: string[] = [];
  // The console tells it for pages without scripts too.
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) policyViolations.push(message.text());
  });
  page.on('pageerror', (error) => scriptErrors.push(error.message));
  return { page, policyViolations, scriptErrors };
}
