/** `report transparency`: what the public is told, from the command line. */
import { type Command, Option } from 'commander';
import { localPart } from '../../cli/administration/part.ts';
import { gatewayUrl } from '../../cli/client/connect.ts';
import { readPublic } from '../../cli/client/read-public.ts';
import { nextCommand } from '../../cli/next-command.ts';
import { tableOf } from '../../cli/table-of.ts';
import { type Cell, PUBLIC_TABLES, TABLE_NAMES, type TableName, WITHHELD } from './public-tables.ts';
import type { Transparency } from './transparency.schema.ts';

/** The number of rows that the summary shows of a table; `--table` shows all. */
const MOST_ROWS = 6;

const NOTES = `
It is what \`/transparency.json\` tells anyone, without signing in. A count from 1 to 4 is \`${WITHHELD}\`, and
what would tell it is withheld beside it. How queries were answered is told once a day, of days that are over.
`;

export const transparencyCommand = (): Command =>
  localPart<{ readonly table?: TableName }>({
    name: 'transparency',
    description: 'what the public is told: who gets plates, who is refused, how queries were answered',
    options: (command) =>
      command.addOption(
        new Option('--table <table>', 'one table, with all its rows').choices([...TABLE_NAMES]),
      ),
    notes: NOTES,
    example: ['report transparency', 'report transparency --table refused'],
    json: 'all of it, whichever table is named',
    work: async ({ table }) => {
      const told = await readPublic<Transparency>('/transparency.json');
      return { result: told, say: () => (table ? whole(PUBLIC_TABLES[table], told) : summary(told)) };
    },
  });

function whole({ caption, columns, rows }: (typeof PUBLIC_TABLES)[TableName], told: Transparency): string {
  return `${caption}\n${tableOf(columns, rows(told))}`;
}

function summary(told: Transparency): string {
  const { asOf, counted, log, misuse, owner, sharing } = told;
  const overdue = told.audits.filter(({ state }) => state === 'overdue').map(({ month }) => month);
  return [
    `license-plate sharing of ${owner.name} (${owner.ori}), ${asOf.slice(0, 16).replace('T', ' ')} UTC`,
    ...(sharing.halted ? ['all sharing is halted: nothing is shared with anybody now'] : []),
    ...brief(told, 'agencies', ['Agency', 'ORI', 'Since', 'Until']),
    ...brief(told, 'refused', ['Agency', 'ORI', 'Why']),
    ...brief(told, 'purposes', ['Purpose', 'Released', 'Held for a reviewer', 'Refused'], isAsked),
    ...brief(told, 'reasons', ['Reason', 'Refusals'], isAsked),
    ...brief(told, 'events', ['Log entry', 'When', 'What', 'Agency', 'Took, ms']),
    '',
    `reports of misuse: ${misuse.reports ?? WITHHELD}, of which overdue: ${misuse.overdue ?? WITHHELD}`,
    `monthly audits overdue: ${overdue.length === 0 ? 'none' : overdue.join(', ')}`,
    `log: ${log.size} entries, of which ${counted.entries} are counted here; signed by ${log.verifierKey}`,
    `answers are told of days that are over: ${counted.through === null ? 'none yet' : `through ${counted.through}`}`,
    `witnesses: ${log.witnesses.length === 0 ? 'none. ' : `${log.witnesses.join(', ')}. `}${log.witnessed}`,
    `all of a table: ${nextCommand('report transparency --table refused')}`,
    `as JSON: ${gatewayUrl()}/transparency.json`,
  ].join('\n');
}

/** Some columns of a table, and its first rows. */
function brief(
  told: Transparency,
  name: TableName,
  shown: readonly string[],
  tells: (row: readonly Cell[]) => boolean = () => true,
): string[] {
  const { caption, columns, rows } = PUBLIC_TABLES[name];
  const telling = rows(told).filter(tells);
  const places = shown.map((column) => columns.indexOf(column));
  const cells = telling.slice(0, MOST_ROWS).map((row) => places.map((place) => row[place]));
  const more = telling.length - cells.length;
  return [
    '',
    `${caption}: ${telling.length === 0 ? 'none' : telling.length}`,
    ...(telling.length === 0 ? [] : [tableOf(shown, cells)]),
    ...(more > 0 ? [`and ${more} more: ${nextCommand(`report transparency --table ${name}`)}`] : []),
  ];
}

/** Returns true if any count of the row is not 0. */
function isAsked(row: readonly Cell[]): boolean {
  return row.some((cell) => cell === WITHHELD || (typeof cell === 'number' && cell > 0));
}
