/** `hot-list source`: where lists come from. */

import { Command, Option } from 'commander';
import { type Connect, RAISES } from '../../cli/client/connect.ts';
import { findGivenAgencyOri } from '../../cli/client/find-agency.ts';
import { actAs, type ClientOptions, jsonOption } from '../../cli/client-options.ts';
import { duration } from '../../cli/duration.ts';
import { nextCommand } from '../../cli/next-command.ts';
import { agency } from '../../cli/ori-argument.ts';
import { printResult } from '../../cli/print-result.ts';
import { approvedPurpose } from '../../cli/purpose-code.ts';
import { PLAIN_WIDTH, tableOf } from '../../cli/table-of.ts';
import { wrapped } from '../../cli/wrapped.ts';
import { explainFaultCodes } from '../lists/explain-fault-code.ts';
import { LAYOUTS } from '../lists/layout.ts';
import { nextFetch, readSources } from './source-view.ts';

interface SetOptions extends ClientOptions {
  readonly url: string;
  readonly every: number;
  readonly layout?: string;
  readonly purpose?: string;
  readonly agency?: string;
}

export function sourceCommand(connect: Connect): Command {
  return new Command('source')
    .description('where lists come from, and how often they are fetched')
    .addCommand(setCommand(connect))
    .addCommand(listCommand(connect))
    .addCommand(removeCommand(connect));
}

const EXAMPLES = `
A list has one source: setting another replaces it. \`--url\` is one of
  https://…                    a file, fetched again only if it changed (ETag)
  file:///directory            the newest complete file of a directory below
                               HOT_LIST_DIR
  gateway://name/list          a list of another gateway, by its id there;
                               credentials in
                               DATA_DIR/secrets/gateways/name.json:
                               { gateway, issuer, clientId, privateJwk,
                               resource }

Example:
  npm run gateway -- hot-list source set county --layout csv --every 6h \\
    --purpose stolen_vehicle --url https://lists.example/stolen.csv`;

function setCommand(connect: Connect): Command {
  return new Command('set')
    .description('set the source of a list; the first fetch starts at once')
    .argument('<list>', 'name of the list')
    .requiredOption('--url <url>', 'where it is: https, file or gateway, see below')
    .requiredOption(
      '--every <time>',
      'how often to look, e.g. 15m, 6h, 1d (one minute to seven days)',
      duration,
    )
    .addOption(new Option('--layout <layout>', 'how a file is laid out').choices(LAYOUTS))
    .option(
      '--purpose <code>',
      'purpose under which the list may leave, for good; without one it stays with the owner',
      approvedPurpose,
    )
    .option('--agency <agency>', 'agency whose entries these are, by ORI or name; it is told of hits', agency)
    .addOption(actAs())
    .addOption(jsonOption('{ id, list }'))
    .addHelpText('after', EXAMPLES)
    .action(async (list: string, { agency, as, json, every: everySeconds, ...terms }: SetOptions) => {
      const client = await connect(as, RAISES);
      const partner = await findGivenAgencyOri(client, agency, as);
      const body = { list, everySeconds, ...terms, ...(partner === undefined ? {} : { partner }) };
      const source = await client.call<{ id: string }>('POST', '/v1/hot-lists/sources', body);
      printResult(
        source,
        json === true,
        () => `${list}: source set\nnext: ${nextCommand('hot-list source list', as)}`,
      );
    });
}

/** As `--every` takes it. */
function timeOf(seconds: number): string {
  const [unit, name] = seconds % 3600 === 0 ? [3600, 'h'] : seconds % 60 === 0 ? [60, 'm'] : [1, 's'];
  return `${seconds / (unit as number)}${name}`;
}

function listCommand(connect: Connect): Command {
  return new Command('list')
    .description('all sources, when each was fetched and is next, and what failed')
    .addOption(actAs())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  npm run gateway -- hot-list source list')
    .action(async ({ as, json }: ClientOptions) => {
      const client = await connect(as);
      const sources = await readSources(client);
      const { redis } = json
        ? { redis: '' }
        : await client.call<{ redis: string }>('GET', '/v1/hot-lists/jobs');
      printResult({ sources }, json === true, () => {
        const table = tableOf(
          ['list', 'from', 'layout', 'every', 'fetched (UTC)', 'next (UTC)', 'fault'],
          sources.map((source) => [
            source.list,
            source.url,
            source.layout,
            timeOf(source.everySeconds),
            source.fetchedAt?.slice(0, 16).replace('T', ' ') ?? 'never',
            nextFetch(source, redis, Date.now()),
            source.fault,
          ]),
        );
        const width = process.stdout.columns ?? PLAIN_WIDTH;
        const meanings = explainFaultCodes(sources.map(({ fault }) => fault));
        return [table, ...meanings.map((line) => wrapped(line, width, '  '))].join('\n');
      });
    });
}

function removeCommand(connect: Connect): Command {
  return new Command('remove')
    .description('stop fetching a list; its entries stay in force')
    .argument('<list>', 'name of the list')
    .addOption(actAs())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  npm run gateway -- hot-list source remove county')
    .action(async (list: string, { as, json }: ClientOptions) => {
      const client = await connect(as);
      const source = (await readSources(client)).find((one) => one.list === list);
      if (source === undefined) throw new Error(`\`${list}\` has no source: see \`hot-list source list\``);
      const removed = await client.call('DELETE', `/v1/hot-lists/sources/${source.id}`);
      printResult(removed, json === true, () => `${list}: fetched no more; its entries stay in force`);
    });
}
