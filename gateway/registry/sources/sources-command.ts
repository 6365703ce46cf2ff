/** `sources`: tells where reads are pushed from, what came of it, and what was set aside. */
import { open } from 'node:fs/promises';
import { Command } from 'commander';
import { localPart, part } from '../../cli/administration/part.ts';
import type { Connect } from '../../cli/client/connect.ts';
import { nextStep } from '../../cli/client/next-step.ts';
import { ownerAddresses } from '../../cli/database-addresses.ts';
import { nextCommand } from '../../cli/next-command.ts';
import { tableOf, tableOfRows } from '../../cli/table-of.ts';
import { connectPool } from '../../database/db.ts';
import { inDatabase } from '../../database/in-database.ts';
import { minuteOf } from '../../http/schemas/terms.ts';
import { findSetAside } from '../../reads/set-aside-store.ts';
import { approveCommand, proposeCommand, removeCommand } from './change-source-commands.ts';
import {
  type CountView,
  readSource,
  readsSourceColumns,
  SOURCES,
  type SourcesView,
  type SourceView,
} from './source-views.ts';

export function sourcesCommand(connect: Connect): Command {
  return new Command('sources')
    .addCommand(listCommand(connect))
    .addCommand(showCommand(connect))
    .addCommand(proposeCommand(connect))
    .addCommand(approveCommand(connect))
    .addCommand(removeCommand(connect))
    .addCommand(setAsideCommand());
}

const listCommand = part({
  name: 'list',
  description: 'all sources, and what came of them today and yesterday (UTC)',
  example: 'sources list',
  json: '{ sources, recent }',
  as: 'acts',
  work: async ({ client }) => {
    const result = await client.call<SourcesView>('GET', SOURCES);
    return { result, say: () => tableOfRows(readsSourceColumns(result.recent), result.sources) };
  },
});

const showCommand = part({
  name: 'show',
  description: 'one source: its terms, who registered it, what was taken and set aside and why, by the day',
  argument: ['<name>', 'name of the source'],
  example: 'sources show main-street',
  json: '{ sources, counts }',
  as: 'acts',
  work: async ({ as, client, named: name }) => {
    const { counts, sources } = await readSource(client, name).catch(
      nextStep({ 404: `see which there are: ${nextCommand('sources list', as)}` }),
    );
    const say = () =>
      [...sources.map(describe), tableOfCounts(counts), ...nextFor(name, counts)].join('\n\n');
    return { result: { sources, counts }, say };
  },
});

function describe(source: SourceView): string {
  const { approvedByName, bodyBytes, cameraPrefix, endsAt, method, name, setByName, status, vendor } = source;
  return [
    `${name}: ${status}${endsAt === null ? '' : `, ends ${minuteOf(endsAt)} UTC`}`,
    `  ${vendor}, by ${method}, cameras begin with ${cameraPrefix}`,
    `  at most ${source.requestsPerMinute} requests and ${source.readsPerMinute} reads a minute, ${bodyBytes} bytes each`,
    `  proposed by ${setByName} (${minuteOf(source.setAt)} UTC)${approvedByName === null ? '' : `, approved by ${approvedByName}`}`,
  ].join('\n');
}

function tableOfCounts(counts: readonly CountView[]): string {
  return tableOf(
    ['day (UTC)', 'outcome', 'count', 'reason'],
    counts.map(({ count, day, outcome, reason }) => [day, outcome.replace('_', ' '), count, reason]),
  );
}

function nextFor(name: string, counts: readonly CountView[]): string[] {
  if (!counts.some(({ outcome }) => outcome === 'set_aside')) return [];
  return [
    `next, as the owner of the reads: ${nextCommand(`sources set-aside ${name} --out ${name}.set-aside.ndjson`)}`,
  ];
}

const SET_ASIDE = `
Each line is { line, setAsideAt, reason, text }: which capture of the payload,
when, why, and the payload without its images. The newest thousand of a source
are kept, and none longer than reads are.
`;

const setAsideCommand = () =>
  localPart<{ readonly out: string }>({
    name: 'set-aside',
    description: 'write what was set aside of a source into a file that only you can read',
    argument: ['<name>', 'name of the source'],
    options: (command) =>
      command.requiredOption('--out <file>', 'NDJSON file to make; one that is there is not overwritten'),
    notes: SET_ASIDE,
    example: 'sources set-aside main-street --out aside.ndjson',
    json: '{ name, setAside, setAsideFile }',
    work: async ({ named: name, out }) => {
      const { reads } = ownerAddresses();
      const pool = connectPool(reads.url, { applicationName: 'gateway-set-aside', max: 1 });
      const rows = await inDatabase(reads, () => findSetAside(pool, name)).finally(() => pool.end());
      const lines = rows.map(({ ordinal, payload, reason, setAsideAt }) =>
        JSON.stringify({ line: ordinal, setAsideAt, reason, text: payload }),
      );
      // The file holds plates: it is for the owner only.
      const file = await open(out, 'wx', 0o600);
      await file.writeFile(lines.map((line) => `${line}\n`).join('')).finally(() => file.close());
      return {
        result: { name, setAside: rows.length, setAsideFile: out },
        say: () => `${rows.length} set aside, written to ${out}`,
      };
    },
  });
