/**
 * `npm run screenshots -- [--whole] [--only NAME …] [--out DIR]`: the pictures of the guides, from a demo that runs. Exits 1
 * where one could not be made. With `--whole` each kind of page is taken from top to bottom, and on paper too, and axe
 * looks at it.
 */
import { mkdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { type Browser, chromium, type Page } from 'playwright-core';
import { connectWith, readClientsFile } from '../../../gateway/cli/client/connect.ts';
import { CHROMIUM, CHROMIUM_FLAGS } from '../../setup/chromium.ts';
import { demoQuery } from '../../setup/demo/demo-query.ts';
import type { DemoJson } from '../../setup/demo/running-demo.ts';
import { axeViolations } from '../../setup/pages/axe-in-page.ts';
import { type DemoLogin, signInAtPages } from '../../setup/pages/sign-in-at-pages.ts';
import { ROOT } from '../../setup/source-files.ts';
import { OTHER_KINDS } from './other-kinds.ts';
import { type Given, ON_PAPER, PICTURE_VIEWS, PICTURES, type Picture, type PictureView } from './pictures.ts';

interface Options {
  readonly only?: readonly string[];
  readonly out: string;
  readonly whole?: true | undefined;
}

/** Ms for each step on a page. */
const PATIENCE = 20_000;

/** A browser that prints leaves such a margin, where a page asks for none of its own. */
const SHEET = {
  format: 'Letter',
  margin: { top: '10mm', right: '10mm', bottom: '10mm', left: '10mm' },
  preferCSSPageSize: true,
} as const;

const KINDS = [...PICTURES, ...OTHER_KINDS];
const NAMES = KINDS.map(({ name }) => name);

function chosen(name: string, others: readonly string[] = []): readonly string[] {
  if (NAMES.includes(name)) return [...others, name];
  throw new InvalidArgumentError(`there is no picture \`${name}\`: name one of ${NAMES.join(', ')}`);
}

/** A cookie is kept for each person, since a one-time code counts once. */
type Kept = Awaited<ReturnType<Awaited<ReturnType<Browser['newContext']>>['storageState']>>;

async function signIn(browser: Browser, file: DemoJson, login: string): Promise<Kept> {
  const person = file.people.find((one) => one.login === login);
  if (person === undefined)
    throw new Error(`the demo has no \`${login}\`: start a new one in another DATA_DIR`);
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  await signInAtPages(page, file.gateway, '/console', person as unknown as DemoLogin);
  const kept = await context.storageState();
  await context.close();
  return kept;
}

interface Taken extends Pick<Options, 'out' | 'whole'> {
  readonly gateway: string;
  readonly given: Given;
  readonly kept: Kept | undefined;
}

async function take(
  browser: Browser,
  { address, name, prepare }: Picture,
  { dark, onPaper, size, suffix }: PictureView,
  { gateway, given, kept, out, whole }: Taken,
): Promise<string> {
  const context = await browser.newContext({
    colorScheme: dark ? 'dark' : 'light',
    viewport: size,
    ...(kept && { storageState: kept }),
  });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    const response = await page.goto(gateway + address);
    if (response?.status() !== 200) throw new Error(`${address} answered ${response?.status()}`);
    await prepare(page, given);
    const path = join(out, `${name}${suffix}.${onPaper ? 'pdf' : 'png'}`);
    if (onPaper) await page.pdf({ path, ...SHEET });
    else await page.screenshot({ path, fullPage: whole ?? false, animations: 'disabled', caret: 'hide' });
    if (whole && !onPaper) await complain(page, name + suffix);
    return path;
  } finally {
    await context.close();
  }
}

/** Says what axe finds wrong, and whether the page is wider than what shows it. */
async function complain(page: Page, name: string): Promise<void> {
  const found = await axeViolations(page);
  const over = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
  for (const line of [...found, ...(over > 0 ? [`${over} pixels too wide`] : [])])
    process.stdout.write(`${name}: ${line}\n`);
}

/** Makes sure that there is something to look at: a release, a report of it, and a query that waits for a reviewer. */
async function giveSomething(file: DemoJson): Promise<Given> {
  const [plate = ''] = file.plates;
  const as = (name: string) => connectWith(file, name, file.gateway);
  const [adams, auditor] = await Promise.all([as('adams'), as('auditor')]);
  const query = demoQuery(adams, plate);
  const released = await adams.call<{ receipt: { index: number } }>('POST', '/v1/queries', query);
  const { index } = released.receipt;
  await auditor.call('POST', '/v1/misuse-reports', {
    ...{ kind: 'personal_use', summary: 'looked at a neighbor', agency: adams.ori, entries: [index] },
  });
  await adams.call('POST', '/v1/queries', {
    ...query,
    plate: { number: plate.slice(0, 5), match: 'partial' },
    purpose: { ...query.purpose, caseNumber: `CR-2026-${index}` },
  });
  return { answer: JSON.stringify(released), index, plate };
}

async function screenshots({
  out,
  whole,
  only = (whole ? KINDS : PICTURES).map(({ name }) => name),
}: Options): Promise<void> {
  if (CHROMIUM === undefined)
    throw new Error('there is no Chromium; next: apt-get install chromium-headless-shell');
  const file = readClientsFile() as unknown as DemoJson & { readonly demo?: true };
  if (file.demo !== true) throw new Error('pictures are made of the demo alone; next: npm start');
  const given = await giveSomething(file);
  mkdirSync(out, { recursive: true });
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
  const views = whole ? [...PICTURE_VIEWS, ON_PAPER] : PICTURE_VIEWS;
  const cookies = new Map<string, Kept>();
  let [bytes, made, failed] = [0, 0, 0];
  try {
    for (const picture of KINDS.filter(({ name }) => only.includes(name))) {
      const { login, name } = picture;
      try {
        if (login !== null && !cookies.has(login)) cookies.set(login, await signIn(browser, file, login));
        const kept = login === null ? undefined : cookies.get(login);
        for (const view of views) {
          const path = await take(browser, picture, view, { gateway: file.gateway, given, kept, out, whole });
          bytes += statSync(path).size;
          made += 1;
        }
        process.stdout.write(`${name}: ${views.length} pictures\n`);
      } catch (error) {
        failed += 1;
        process.stdout.write(`${name}: not made: ${(error as Error).message.split('\n')[0]}\n`);
      }
    }
  } finally {
    await browser.close();
  }
  process.stdout.write(`${made} pictures, ${Math.ceil(bytes / 1024)} KB, in ${relative('', out) || out}\n`);
  if (failed > 0) process.exitCode = 1;
}

const program = new Command('screenshots')
  .description(
    'Makes the pictures of the guides from a demo that runs: each in light, in dark, and on a phone.',
  )
  .option('--only <name...>', `make only these: ${NAMES.join(', ')}`, chosen)
  .option('--whole', 'every kind of page, from top to bottom, and on paper; with what axe finds wrong')
  .option('--out <dir>', 'where to write them', join(ROOT, 'gateway/docs/pictures'))
  .addHelpText(
    'after',
    '\nStart the demo first (npm start); DATA_DIR names its directory, if it is not `.data`.',
  );

try {
  await screenshots(program.parse().opts<Options>());
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
