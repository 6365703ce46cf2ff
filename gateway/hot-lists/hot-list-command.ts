/** `hot-list`: import from a file, what lists there are and how old they are, and an order to fetch one now. */
import { Command } from 'commander';
import type { Client, Connect } from '../cli/connect.ts';
import { printResult } from '../cli/print-result.ts';
import { tableOf } from '../cli/print-table.ts';
import { importCommand } from './import-command.ts';

interface CommonOptions {
  readonly as?: string;
  readonly json?: true;
}

interface ListView {
  readonly id: string;
  readonly name: string;
  readonly entries: number;
  readonly importedAt: string | null;
  readonly asks: string | null;
}

export function hotListCommand(connect: Connect): Command {
  return new Command('hot-list')
    .description('hot lists: import, fetch, look')
    .addCommand(importCommand())
    .addCommand(syncCommand(connect))
    .addCommand(listCommand(connect))
    .addCommand(statusCommand(connect));
}

function listCommand(connect: Connect): Command {
  return new Command('list')
    .description('the lists in force')
    .option('--as <client>', 'client to act as')
    .option('--json', 'print the result as JSON')
    .action(async ({ as, json }: CommonOptions) => {
      const lists = await readLists(await connect(as));
      printResult({ hotLists: lists }, json === true, () =>
        tableOf(
          ['list', 'entries', 'imported', 'id'],
          lists.map(({ name, entries, importedAt, id }) => [
            name,
            String(entries),
            importedAt ?? 'never',
            id,
          ]),
        ),
      );
    });
}

function statusCommand(connect: Connect): Command {
  return new Command('status')
    .description('age of each list, lists that wait for a person, jobs that failed for good')
    .option('--as <client>', 'client to act as')
    .option('--json', 'print the result as JSON')
    .action(async ({ as, json }: CommonOptions) => {
      const client = await connect(as);
      const lists = await readLists(client);
      const jobs = await client.call<{ waiting: number; dead: number; redis: string }>(
        'GET',
        '/v1/hot-lists/jobs',
      );
      printResult({ hotLists: lists, jobs }, json === true, () => {
        const waiting = lists.filter(({ asks }) => asks !== null).map(({ name, asks }) => `${name}: ${asks}`);
        const ages = lists.map(({ name, importedAt }) => `${name}: ${ageOf(importedAt)}`);
        const queue = `jobs: ${jobs.waiting} waiting, ${jobs.dead} failed for good; redis: ${jobs.redis}`;
        return [...ages, ...waiting, queue].join('\n');
      });
    });
}

function syncCommand(connect: Connect): Command {
  return new Command('sync')
    .description('fetch a list from its source now')
    .argument('<list>', 'name of the list')
    .option('--as <client>', 'client to act as')
    .option('--json', 'print the result as JSON')
    .action(async (name: string, { as, json }: CommonOptions) => {
      const client = await connect(as);
      const list = (await readLists(client)).find((one) => one.name === name);
      if (list === undefined) throw new Error(`there is no list \`${name}\`: see \`hot-list list\``);
      const job = await client.call<{ job: string }>('POST', `/v1/hot-lists/${list.id}/sync`, {});
      printResult(job, json === true, () => `ordered: job ${job.job}; see \`hot-list status\``);
    });
}

async function readLists(client: Client): Promise<readonly ListView[]> {
  return (await client.call<{ hotLists: ListView[] }>('GET', '/v1/hot-lists')).hotLists;
}

function ageOf(importedAt: string | null): string {
  if (importedAt === null) return 'never imported';
  return `${Math.round((Date.now() - Date.parse(importedAt)) / 60_000)} min old`;
}
