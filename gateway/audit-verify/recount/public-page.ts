/** Parses the public numbers of a gateway (`/transparency.json`), as far as the public log has them. */

/** A number that is shown, or null: it is withheld. */
type Shown = number | null;

export interface Answers {
  readonly released: Shown;
  readonly held: Shown;
  readonly refused: Shown;
}

export interface PublicPage {
  /** The address or file where it was read. */
  readonly from: string;
  readonly log: { readonly origin: string };
  readonly owner: { readonly ori: string };
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
  /** The answers to the owner's own officers, which are in none of the others. */
  readonly ownUse: Answers & { readonly answers: Shown; readonly furtherPages: Shown };
  readonly events: { readonly earlier: number; readonly newest: readonly PublicEvent[] };
}

export interface PublicEvent {
  readonly index: number;
  readonly at: string;
  readonly kind: string;
  readonly agency: { readonly ori: string } | null;
  readonly grant: string | null;
}

/** Parses a page. @throws Error that says what is wrong with it */
export function parsePage(text: string, from: string): PublicPage {
  let page: PublicPage;
  try {
    page = { ...(JSON.parse(text) as PublicPage), from };
  } catch {
    throw new Error(`\`${from}\` is not JSON: give the address, or a copy, of \`/transparency.json\``);
  }
  const missing = missingIn(page);
  if (missing === null) return page;
  throw new Error(
    `\`${from}\` lacks \`${missing}\`, or has something else there: it is not what \`/transparency.json\` tells in this version`,
  );
}

const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
const isShown = (value: unknown) => value === null || isCount(value);
const isText = (value: unknown) => typeof value === 'string';
const isDay = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
/** The most events that a page may have; a gateway lists the newest 500. */
const MOST_EVENTS = 10_000;
const haveCounts = (...rows: readonly Answers[]) =>
  rows.every(({ held, refused, released }) => [held, refused, released].every(isShown));

/** Returns the first member that is not as it must be. */
function missingIn({
  counted,
  events,
  log,
  months,
  owner,
  ownUse,
  purposes,
  reasons,
  totals,
}: PublicPage): string | null {
  const checks: readonly (readonly [string, () => boolean])[] = [
    ['log.origin', () => isText(log.origin)],
    ['owner.ori', () => isText(owner.ori)],
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
    ['ownUse', () => haveCounts(ownUse) && isShown(ownUse.answers) && isShown(ownUse.furtherPages)],
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
