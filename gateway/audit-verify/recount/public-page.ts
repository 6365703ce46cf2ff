/** The public numbers of a gateway (`/transparency.json`), as far as the public log tells them again. */
import { textOf } from '../bytes.ts';
import { directorySource } from '../directory-source.ts';
import { httpSource, SourceError } from '../log-source.ts';

/** Null: withheld. */
type Shown = number | null;

export interface Answers {
  readonly released: Shown;
  readonly held: Shown;
  readonly refused: Shown;
}

export interface PublicPage {
  /** Where it was read. */
  readonly from: string;
  readonly log: { readonly origin: string };
  readonly counted: {
    readonly entries: number;
    readonly through: string | null;
    readonly toldAtOnce: number;
    readonly furtherPages: Shown;
  };
  readonly totals: Answers;
  readonly purposes: readonly (Answers & { readonly code: string })[];
  readonly reasons: readonly { readonly code: string; readonly refusals: Shown }[];
  readonly months: readonly (Answers & {
    readonly month: string;
    readonly answers: Shown;
    readonly furtherPages: Shown;
  })[];
  readonly events: { readonly earlier: number; readonly newest: readonly PublicEvent[] };
}

export interface PublicEvent {
  readonly index: number;
  readonly at: string;
  readonly kind: string;
  readonly agency: { readonly ori: string } | null;
  readonly grant: string | null;
}

const FILE = 'transparency.json';

/**
 * Reads the page that is given, or else the one that the gateway of this log serves beside it, at `<site>/log`.
 * @param log its address, or what is no address: a directory
 * @returns where no page is given, and none can be read, why not
 * @throws SourceError where one is given, and cannot be read
 */
export async function findPage(
  given: string | undefined,
  log: string | undefined,
): Promise<{ readonly page: PublicPage | null; readonly fault: string | null }> {
  if (given !== undefined) return { page: await readPage(given), fault: null };
  const [, site] = /^(https?:.*)\/log\/*$/.exec(log ?? '') ?? [];
  if (site === undefined) return { page: null, fault: null };
  return readPage(`${site}/${FILE}`).then(
    (page) => ({ page, fault: null }),
    (error: Error) => {
      if (error instanceof SourceError) return { page: null, fault: error.message };
      throw error;
    },
  );
}

/** @param from an address or a file @throws SourceError where it is not there, or not what it should be */
async function readPage(from: string): Promise<PublicPage> {
  const [, folder, file] = /^(?:(.*)\/)?([^/]+)$/.exec(from) ?? [];
  const source = /^https?:\/\//.test(from) ? httpSource(folder ?? '') : directorySource(`${folder ?? '.'}/`);
  const bytes = await source(file ?? '');
  if (bytes === null)
    throw new SourceError(`there is no \`${from}\`; next: give \`/${FILE}\` with --transparency`);
  let page: PublicPage;
  try {
    page = { ...(JSON.parse(textOf(bytes)) as PublicPage), from };
  } catch {
    throw new SourceError(`\`${from}\` is not JSON: give the address, or a copy, of \`/${FILE}\``);
  }
  const missing = missingIn(page);
  if (missing === null) return page;
  throw new SourceError(
    `\`${from}\` lacks \`${missing}\`, or has something else there: it is not what \`/${FILE}\` tells in this version`,
  );
}

const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
const isShown = (value: unknown) => value === null || isCount(value);
const isText = (value: unknown) => typeof value === 'string';
const isDay = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
/** A gateway tells the newest 500. */
const MOST_EVENTS = 10_000;
const haveCounts = (...rows: readonly Answers[]) =>
  rows.every(({ held, refused, released }) => [held, refused, released].every(isShown));

/** The first member that is not as it must be. */
function missingIn({ counted, events, log, months, purposes, reasons, totals }: PublicPage): string | null {
  const checks: readonly (readonly [string, () => boolean])[] = [
    ['log.origin', () => isText(log.origin)],
    ['counted.entries', () => isCount(counted.entries) && isCount(counted.toldAtOnce)],
    ['counted.through', () => counted.through === null || isDay(counted.through)],
    ['counted.furtherPages', () => isShown(counted.furtherPages)],
    ['totals', () => haveCounts(totals)],
    ['purposes', () => haveCounts(...purposes) && purposes.every(({ code }) => isText(code))],
    ['reasons', () => reasons.every(({ code, refusals }) => isText(code) && isShown(refusals))],
    [
      'months',
      () =>
        haveCounts(...months) &&
        months.every((row) => isText(row.month) && isShown(row.answers) && isShown(row.furtherPages)),
    ],
    [
      'events',
      () =>
        isCount(events.earlier) &&
        events.newest.length <= MOST_EVENTS &&
        events.newest.every(({ at, index }) => isText(at) && isCount(index)),
    ],
  ];
  const holds = (check: () => boolean) => {
    try {
      return check();
    } catch {
      return false;
    }
  };
  return checks.find(([, check]) => !holds(check))?.[0] ?? null;
}
