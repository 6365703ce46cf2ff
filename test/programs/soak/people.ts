/** Five people who are signed in at the pages, and read them. */
import { chromium } from 'playwright-core';
import { CHROMIUM, CHROMIUM_FLAGS } from '../../setup/chromium.ts';
import type { RunningDemo } from '../../setup/demo/running-demo.ts';
import { personOf } from '../../setup/pages/sign-in-at-pages.ts';
import { linksIn, openVisitor, type Visitor } from '../bench/pages/visitor.ts';
import { every, type Load } from './load.ts';
import { TRUE_CLOCK } from './midnight.ts';
import type { Tally } from './tally.ts';

const WHO = ['admin-1', 'reviewer', 'auditor', 'chief', 'adams-officer'] as const;
/** Seconds between two pages of one person, and between two sign-ins. */
const READS_FOR = 4;
const SIGNS_IN_EVERY = 600;
/** What a single act made can be gone a minute later; and who signs out reads no more. */
const NOT_VISITED = /[?]|[0-9a-f]{8}-[0-9a-f]{4}|\/\d+\b|^\/(sign|docs)/;

export const NO_PEOPLE = 'nobody reads pages in this run; next: apt-get install chromium-headless-shell';

/** Null where there is no Chromium to sign in with. */
export async function startPeople(demo: RunningDemo, tally: Tally): Promise<Load | null> {
  if (CHROMIUM === undefined) return null;
  const browser = await chromium.launch({
    ...{ executablePath: CHROMIUM, args: CHROMIUM_FLAGS },
    env: { ...process.env, ...TRUE_CLOCK },
  });
  const signIn = (login: string) =>
    openVisitor(browser, demo.file.gateway, personOf(demo.file, login)).catch((error: Error) => {
      process.stderr.write(`sign-in of ${login}: ${error.message}\n`);
      tally.fail('sign-in', 'failed');
      return null;
    });
  const loads = WHO.map((login) => {
    const room = login === 'adams-officer' ? '/query' : '/console';
    let [visitor, signedInAt]: [Visitor | null, number] = [null, 0];
    let [pages, turn] = [[room], 0];
    return every(READS_FOR, tally, 'page', async () => {
      if (visitor === null || performance.now() - signedInAt > SIGNS_IN_EVERY * 1_000) {
        visitor = await signIn(login);
        signedInAt = performance.now();
      }
      const reader = visitor;
      if (reader === null) return;
      const page = pages[turn++ % pages.length] as string;
      const seen = await tally.measure('page', () => reader.visit(page));
      if (seen === null) process.stderr.write(`${login} cannot read ${page}\n`);
      else if (page === room)
        pages = [...new Set([room, ...linksIn(seen.html).filter((link) => !NOT_VISITED.test(link))])];
    });
  });
  return {
    stop: async () => {
      await Promise.all(loads.map(({ stop }) => stop()));
      await browser.close();
    },
  };
}
