/**
 * Compares the public page of a gateway with its log. No public entry says for which purpose or reason, so
 * that only the sums of those tables can be compared.
 */
import type { PublicEvent, PublicPage } from './public-page.ts';
import { NONE, OUTCOMES, type Recounted } from './recount-entries.ts';

export interface PageReport {
  readonly ok: boolean;
  /** The address or file where the page was read. */
  readonly from: string;
  /** The first hundred faults: table, row and column, and what the page says there and the log has. */
  readonly faults: readonly string[];
  /** The number of cells and events that were compared. */
  readonly compared: number;
  /** The number of entries that the page counts, but whose text, of any kind, is not published yet. */
  readonly unpublished: number;
}

/** The most answers with one outcome that wait in the tables by purpose and reason, for each agency. */
const MOST_WAITING = 4;
const DAY = 86_400_000;
const MOST_FAULTS = 100;

type Range = readonly [least: number, most: number];

interface Compared {
  readonly cell: string;
  readonly said: Range | string;
  readonly found: Range | string;
}

/** Compares a page with a log. @param log that was verified to its end */
export function comparePage(
  page: PublicPage,
  recounted: Recounted,
  log: { readonly origin: string | null; readonly published: number | null },
): PageReport {
  const published = log.published ?? 0;
  const unpublished = Math.max(0, page.counted.entries - published);
  const compared =
    page.log.origin === log.origin
      ? [
          ...compareMonths(page, recounted, unpublished),
          ...compareSums(page, recounted, unpublished),
          ...compareOwn(page, recounted, unpublished),
          ...compareEvents(page, recounted, published),
        ]
      : [{ cell: 'table `log`, row `origin`', said: `\`${page.log.origin}\``, found: `\`${log.origin}\`` }];
  const faults = compared
    .filter(({ found, said }) => !agree(said, found))
    .map(
      ({ cell, found, said }) =>
        `public page, ${cell}: it says ${wordsOf(said)}, the log has ${wordsOf(found)}`,
    )
    // The page's text must not reach a terminal as commands.
    .map((fault) => fault.replace(/[^\x20-\x7e]/g, '?'));
  const { from } = page;
  return {
    ...{ ok: faults.length === 0, from, faults: faults.slice(0, MOST_FAULTS) },
    ...{ compared: compared.length, unpublished },
  };
}

export function sayPage({ compared, faults, from, ok, unpublished }: PageReport): string[] {
  const held = unpublished === 0 ? '' : `; the texts of ${unpublished} that it counts are not published yet`;
  return ok
    ? [`public page \`${from}\`: ${compared} numbers and events are those of the log${held}`]
    : [...faults];
}

function agree(said: Range | string, found: Range | string): boolean {
  if (typeof said === 'string' || typeof found === 'string') return said === found;
  return said[1] >= found[0] && said[0] <= found[1];
}

function wordsOf(value: Range | string): string {
  if (typeof value === 'string') return value;
  const [least, most] = value;
  return least === most ? `${least}` : `${least} to ${most}`;
}

/** Returns the range of a shown number; one that is withheld is from 1 to 4. */
const rangeOf = (shown: number | null): Range => (shown === null ? [1, 4] : [shown, shown]);
const plus = (one: Range, other: Range): Range => [one[0] + other[0], one[1] + other[1]];

/** Compares the months: each that is over is counted in full. */
function compareMonths(
  { counted, months }: PublicPage,
  { byMonth }: Recounted,
  unpublished: number,
): Compared[] {
  const { through } = counted;
  const running = through === null ? '' : new Date(Date.parse(through) + DAY).toISOString().slice(0, 7);
  const said = new Map(months.map((row) => [row.month, row]));
  const over = [...byMonth.keys()].filter((month) => month < running);
  return [...new Set([...said.keys(), ...over])].flatMap((month) => {
    const row = said.get(month) ?? { ...NONE, answers: 0, furtherPages: 0 };
    const { held, refused, released } = byMonth.get(month) ?? NONE;
    const pages = rangeOf(row.furtherPages);
    const cell = (column: string, saidHere: Range, count: number): Compared => {
      const found: Range = [count, count + unpublished];
      return { cell: `table \`months\`, row \`${month}\`, ${column}`, said: saidHere, found };
    };
    return [
      cell('`released` and `furtherPages`', plus(rangeOf(row.released), pages), released),
      cell('`held`', rangeOf(row.held), held),
      cell('`refused`', rangeOf(row.refused), refused),
      cell('`answers` and `furtherPages`', plus(rangeOf(row.answers), pages), released + held + refused),
    ];
  });
}

/** Compares the tables by purpose and reason: only their sums can be, and some answers wait. */
function compareSums(page: PublicPage, { byAgency }: Recounted, unpublished: number): Compared[] {
  const { counted, purposes, reasons, totals } = page;
  return OUTCOMES.flatMap((outcome): Compared[] => {
    const counts = [...byAgency.values()].map((found) => found[outcome]);
    const sum = counts.reduce((all, count) => all + count, 0);
    const waiting = counts.reduce((all, count) => all + Math.min(count, MOST_WAITING), 0);
    const found: Range = [sum - waiting, sum + unpublished];
    const total = rangeOf(totals[outcome]);
    const rows = purposes.map((row) => row[outcome]);
    const shown = rows.reduce<number>((all, count) => all + (count ?? 0), 0);
    const inRows: Range = [shown, rows.includes(null) ? Number.MAX_SAFE_INTEGER : shown];
    return [
      outcome === 'released'
        ? {
            cell: 'table `purposes`, `totals.released` and `counted.furtherPages`',
            ...{ said: plus(total, rangeOf(counted.furtherPages)), found },
          }
        : { cell: `table \`purposes\`, \`totals.${outcome}\``, said: total, found },
      { cell: `table \`purposes\`, \`${outcome}\` of all rows together`, said: inRows, found: total },
      ...(outcome === 'refused' ? reasons : []).map(({ code, refusals }): Compared => {
        return {
          cell: `table \`reasons\`, row \`${code}\``,
          said: [refusals ?? 0, refusals ?? 0],
          found: [0, found[1]],
        };
      }),
    ];
  });
}

/** Compares the owner's own use: as of an agency, a few of its answers may wait. */
function compareOwn({ ownUse }: PublicPage, recounted: Recounted, unpublished: number): Compared[] {
  const own = recounted.own();
  return OUTCOMES.map((outcome): Compared => {
    const found: Range = [own[outcome] - Math.min(own[outcome], MOST_WAITING), own[outcome] + unpublished];
    const said = rangeOf(ownUse[outcome]);
    return outcome === 'released'
      ? {
          cell: 'table `own_use`, `released` and `furtherPages`',
          ...{ said: plus(said, rangeOf(ownUse.furtherPages)), found },
        }
      : { cell: `table \`own_use\`, \`${outcome}\``, said, found };
  });
}

function compareEvents(
  { counted, events }: PublicPage,
  { events: has }: Recounted,
  published: number,
): Compared[] {
  const said = new Map(events.newest.map((event) => [event.index, event]));
  const oldest = events.earlier === 0 ? 0 : Math.min(counted.entries, ...said.keys());
  const indices = [...has.keys()];
  const counts = indices.filter((index) => index >= oldest && index < counted.entries);
  const rows = [...new Set([...said.keys(), ...counts])].filter((index) => index < published);
  const before = indices.filter((index) => index < oldest).length;
  return [
    ...rows.map((index): Compared => {
      const entry = has.get(index);
      return {
        cell: `table \`events\`, row ${index}`,
        said: eventInWords(said.get(index)),
        found: eventInWords(
          entry && {
            ...entry,
            at: entry.minute,
            agency: entry.agency === null ? null : { ori: entry.agency },
          },
        ),
      };
    }),
    {
      ...{ cell: 'table `events`, `earlier`', said: rangeOf(events.earlier) },
      found: [before, before + Math.max(0, oldest - published)],
    },
  ];
}

function eventInWords(event: Pick<PublicEvent, 'agency' | 'at' | 'grant' | 'kind'> | undefined): string {
  if (event === undefined) return 'nothing';
  const { agency, at, grant, kind } = event;
  const under = grant === null ? '' : ` under grant \`${grant}\``;
  return `\`${kind}\` of ${agency?.ori ?? 'all agencies'} at ${at.slice(0, 16)}${under}`;
}
