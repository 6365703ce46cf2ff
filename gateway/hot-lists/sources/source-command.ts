/** `hot-list source`: where lists come from. */
import { Command } from 'commander';
import { part } from '../../cli/administration/part.ts';
import { addTermOptions, bodyOfOptions } from '../../cli/administration/term-options.ts';
import { type Connect, GRANTS } from '../../cli/client/connect.ts';
import { findGivenAgencyOri } from '../../cli/client/find-agency.ts';
import { duration } from '../../cli/duration.ts';
import { nextCommand } from '../../cli/next-command.ts';
import { agency } from '../../cli/ori-argument.ts';
import { approvedPurpose } from '../../cli/purpose-code.ts';
import { PLAIN_WIDTH, tableOfRows } from '../../cli/table-of.ts';
import { wrapped } from '../../cli/wrapped.ts';
import type { Columns } from '../../http/schemas/terms.ts';
import { explainFaultCodes } from '../lists/explain-fault-code.ts';
import { SOURCE_TERMS } from './source.terms.ts';
import { nextFetch, readSources, type SourceView } from './source-view.ts';

export function sourceCommand(connect: Connect): Command {
  return new Command('source')
    .description('where lists come from, and how often they are fetched')
    .addCommand(setCommand(connect))
    .addCommand(listCommand(connect))
    .addCommand(removeCommand(connect));
}

const LIST = ['<list>', 'name of the list'] as const;

const WHERE = `
A list has one source: setting another replaces it. \`--url\` is one of
  https://…                    a file, fetched again only if it changed (ETag)
  file:///directory            the newest complete file of a directory below
                               HOT_LIST_DIR
  gateway://name/list          a list of another gateway, by its id there;
                               credentials in
                               DATA_DIR/secrets/gateways/name.json:
                               { gateway, issuer, clientId, privateJwk,
                               resource }
`;

const PARSERS = { everySeconds: duration, purpose: approvedPurpose, partner: agency };

const setCommand = part<{ readonly agency?: string }>({
  name: 'set',
  description: 'set the source of a list; the first fetch starts at once',
  argument: LIST,
  options: (command) => addTermOptions(command, SOURCE_TERMS, PARSERS),
  notes: WHERE,
  example: `hot-list source set county --layout csv --every 6h \\
    --purpose stolen_vehicle --url https://lists.example/stolen.csv`,
  json: '{ id, list }',
  as: 'acts',
  acting: GRANTS,
  work: async ({ agency, as, client, given, named: list }) => {
    const partner = await findGivenAgencyOri(client, agency, as);
    const body = { ...bodyOfOptions(SOURCE_TERMS, given), list, partner };
    const source = await client.call<{ id: string }>('POST', '/v1/hot-lists/sources', body);
    const next = nextCommand('hot-list source list', as);
    return { result: source, say: () => `${list}: source set\nnext: ${next}` };
  },
});

/** Returns the interval in the form that `--every` takes. */
function timeOf(seconds: number): string {
  const [unit, name] = seconds % 3600 === 0 ? [3600, 'h'] : seconds % 60 === 0 ? [60, 'm'] : [1, 's'];
  return `${seconds / (unit as number)}${name}`;
}

const columnsAt = (redis: string, now: number): Columns<SourceView> => ({
  list: ({ list }) => list,
  from: ({ url }) => url,
  layout: ({ layout }) => layout,
  every: ({ everySeconds }) => timeOf(everySeconds),
  'fetched (UTC)': ({ fetchedAt }) => fetchedAt?.slice(0, 16).replace('T', ' ') ?? 'never',
  'next (UTC)': (source) => nextFetch(source, redis, now),
  fault: ({ fault }) => fault,
});

const listCommand = part({
  name: 'list',
  description: 'all sources, when each was fetched and is next, and what failed',
  example: 'hot-list source list',
  as: 'acts',
  work: async ({ client }) => {
    const sources = await readSources(client);
    const say = async () => {
      const { redis } = await client.call<{ redis: string }>('GET', '/v1/hot-lists/jobs');
      const width = process.stdout.columns ?? PLAIN_WIDTH;
      const meanings = explainFaultCodes(sources.map(({ fault }) => fault));
      const table = tableOfRows(columnsAt(redis, Date.now()), sources);
      return [table, ...meanings.map((line) => wrapped(line, width, '  '))].join('\n');
    };
    return { result: { sources }, say };
  },
});

const removeCommand = part({
  name: 'remove',
  description: 'stop fetching a list; its entries stay in force',
  argument: LIST,
  example: 'hot-list source remove county',
  as: 'acts',
  work: async ({ client, named: list }) => {
    const source = (await readSources(client)).find((one) => one.list === list);
    if (source === undefined) throw new Error(`\`${list}\` has no source: see \`hot-list source list\``);
    const removed = await client.call('DELETE', `/v1/hot-lists/sources/${source.id}`);
    return { result: removed, say: () => `${list}: fetched no more; its entries stay in force` };
  },
});
