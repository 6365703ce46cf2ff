/**
 * `npm run screenshots -- [--only NAME …] [--out DIR]`: the pictures of the guides, from a demo that runs. Exits 1 where one
 * could not be made.
 */
import { mkdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { type Browser, chromium } from 'playwright-core';
import { connectWith, readClientsFile } from '../../../gateway/cli/client/connect.ts';
import { CHROMIUM, CHROMIUM_FLAGS } from '../../setup/chromium.ts';
import { demoQuery } from '../../setup/demo/demo-query.ts';
import type { DemoJson } from '../../setup/demo/running-demo.ts';
import { type DemoLogin, signInAtPages } from '../../setup/pages/sign-in-at-pages.ts';
import { ROOT } from '../../setup/source-files.ts';
import { type Given, PICTURE_VIEWS, PICTURES, type Picture, type PictureView } from './pictures.ts';

interface Options {
  readonly only?: readonly string[];
  readonly out: string;
}

/** Ms for each step on a page. */
const PATIENCE = 20_000;

const NAMES = PICTURES.map(({ name }) => name);

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

async function take(
  browser: Browser,
  { address, name, prepare }: Picture,
  { dark, size, suffix }: PictureView,
  { gateway, given, kept, out }: { gateway: string; given: Given; kept: Kept | undefined; out: string },
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
    const path = join(out, `${name}${suffix}.png`);
    await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
    return path;
  } finally {
    await context.close();
  }
}

async function screenshots({ only = NAMES, out }: Options): Promise<void> {
  if (CHROMIUM === undefined)
    throw new Error('there is no Chromium; next: apt-get install chromium-headless-shell');
  const file = readClientsFile() as unknown as DemoJson & { readonly demo?: true };
  if (file.demo !== true) throw new Error('pictures are made of the demo alone; next: npm start');
  const [plate = ''] = file.plates;
  const adams = await connectWith(file, 'adams', file.gateway);
  const answer = JSON.stringify(await adams.call('POST', '/v1/queries', demoQuery(adams, plate)));
  mkdirSync(out, { recursive: true });
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
  const cookies = new Map<string, Kept>();
  let [bytes, made, failed] = [0, 0, 0];
  try {
    for (const picture of PICTURES.filter(({ name }) => only.includes(name))) {
      const { login, name } = picture;
      try {
        if (login !== null && !cookies.has(login)) cookies.set(login, await signIn(browser, file, login));
        const kept = login === null ? undefined : cookies.get(login);
        for (const view of PICTURE_VIEWS) {
          const path = await take(browser, picture, view, {
            gateway: file.gateway,
            given: { answer, plate },
            kept,
            out,
          });
          bytes += statSync(path).size;
          made += 1;
        }
        process.stdout.write(`${name}: ${PICTURE_VIEWS.length} pictures\n`);
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
