/** The guides that are shown at `/docs`: the project's own files, which the build copies beside the code. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder, or `dist`. */
export const TOP = join(dirname(fileURLToPath(import.meta.url)), '../../..');

export interface DocsPage {
  /** The name in its address, `/docs/<name>`. */
  readonly name: string;
  /** The summary of what a reader finds there. */
  readonly what: string;
}

export interface Guide extends DocsPage {
  /** The path from the top of the project. */
  readonly path: string;
}

export interface DocsGroup {
  readonly readers: string;
  readonly pages: readonly (MadePage | Guide)[];
}

/** A page that is made from the list of routes, without a file. */
export interface MadePage extends DocsPage {
  readonly title: string;
}

export const API_PAGE: MadePage = {
  name: 'api',
  title: 'The API',
  what: 'every operation: who may ask, what it takes and answers, and an example to copy',
};

export const SHAPES_PAGE: MadePage = {
  name: 'shapes',
  title: 'Bodies and answers of the API',
  what: 'their members, one by one',
};

const guide = (name: string, what: string, path = `gateway/docs/${name}.md`): Guide => ({ name, path, what });
const kit = (name: string, what: string, file = name) => guide(name, what, `partner-kit/${file}.md`);

/** The groups in the order of the table of contents. */
export const DOCS_GROUPS: readonly DocsGroup[] = [
  {
    readers: 'Begin here',
    pages: [
      guide('readme', 'what the gateway is, what it promises, and how to run the demo', 'README.md'),
      guide('demo', 'its data, its people, and how they sign in'),
      guide('not-built', 'and what to use instead'),
    ],
  },
  {
    readers: 'For the agency that owns the reads',
    pages: [
      guide('department', 'what administrators, reviewers, auditors and the Chief do from day to day'),
      guide(
        'joining',
        'how two departments’ gateways come to ask each other, from nothing to the first answer',
      ),
      guide('how-it-judges', 'what is released, held or refused, and how well the gateway judges'),
      guide('revocation', 'what “instant” means when sharing ends, and its limits'),
    ],
  },
  {
    readers: 'For partner agencies and their engineers',
    pages: [
      guide('reasons', 'what each reason code means, and what to do about it'),
      API_PAGE,
      SHAPES_PAGE,
      guide('partners-guide', 'how to ask: purposes, answers, pages, retries'),
      kit('onboarding', 'from what a partner hands over to its first query'),
      kit('partner-kit', 'clients in TypeScript and Python to begin with', 'README'),
    ],
  },
  {
    readers: 'For operators',
    pages: [
      guide('operating', 'a real gateway: set-up, settings, sign-in, backup, failover, keys'),
      guide('database', 'standby, failover, backup to a point in time'),
      guide('stores', 'pushed by cameras and vendors, or left in a store of their own'),
      guide('commands', 'what each does, for whom it acts, and the file of clients'),
      guide('measurements', 'how long answers, revocations and searches take'),
    ],
  },
  {
    readers: 'For anyone who checks the gateway',
    pages: [
      guide('transparency', 'table by table, which counts are withheld, and how to recount them'),
      guide('log-and-receipts', 'what they prove, and how to verify, mirror and witness the log'),
      kit('verify-it-yourself', 'how to verify a receipt with a program of your own'),
      guide(
        'policy-and-cjis',
        'which setting, test and log entry shows each rule of Policy 420, the city’s FAQ and CJIS; and what is not ours',
      ),
      guide('security', 'how to report a weakness', 'SECURITY.md'),
    ],
  },
  {
    readers: 'For developers',
    pages: [guide('contributing', 'rooms, words, recipes and tests of the source')],
  },
];

const PAGES = DOCS_GROUPS.flatMap(({ pages }) => pages);

export const GUIDES: readonly Guide[] = PAGES.filter((page): page is Guide => 'path' in page);

export const PAGE_NAMES: readonly string[] = PAGES.map(({ name }) => name);

/** @returns Markdown */
export function readGuide({ path }: Pick<Guide, 'path'>): string {
  return readFileSync(join(TOP, path), 'utf8');
}
