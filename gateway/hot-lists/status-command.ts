/** `hot-list status`: how old each list is, what waits for a person, where the jobs stand. */
import { Command } from 'commander';
import type { Connect } from '../cli/connect.ts';
import { printResult } from '../cli/print-result.ts';
import { tableOf } from '../cli/table-of.ts';
import { type CommonOptions, type ListView, readLists } from './list-view.ts';

interface Jobs {
  readonly waiting: number;
  readonly dead: number;
  /** Seconds that the oldest due job has waited. */
  readonly lag: number;
  readonly redis: string;
  readonly failures: readonly {
    readonly kind: string;
    readonly list: string | null;
    readonly partner: string | null;
    readonly fault: string | null;
    readonly endedAt: string;
  }[];
}

export function statusCommand(connect: Connect): Command {
  return new Command('status')
    .description('age of each list, lists that wait for a person, jobs that failed for good')
    .option('--as <client>', 'client to act as')
    .option('--json', 'print the result as JSON')
    .action(async ({ as, json }: CommonOptions) => {
      const client = await connect(as);
      const lists = await readLists(client);
      const jobs = await client.call<Jobs>('GET', '/v1/hot-lists/jobs');
      printResult({ hotLists: lists, jobs }, json === true, () => describe(lists, jobs, Date.now()));
    });
}

function describe(lists: readonly ListView[], jobs: Jobs, now: number): string {
  const { dead, failures, lag, redis, waiting } = jobs;
  const ages = tableOf(
    ['list', 'entries', 'age', 'waits for you'],
    lists.map(({ asks, entries, importedAt, name }) => [
      name,
      String(entries),
      ageOf(importedAt, now),
      asks ?? '',
    ]),
  );
  const behind = waiting === 0 ? '' : `, the oldest since ${Math.round(lag)} s`;
  const queue = `jobs: ${waiting} waiting${behind}; ${dead} failed for good; redis: ${redis}`;
  if (failures.length === 0) return `${ages}\n${queue}`;
  const failed = tableOf(
    ['failed', 'list', 'partner', 'fault', 'at (UTC)'],
    failures.map(({ endedAt, fault, kind, list, partner }) => [
      kind,
      list,
      partner,
      fault,
      endedAt.slice(0, 19),
    ]),
  );
  return `${ages}\n${queue}\n${failed}`;
}

function ageOf(importedAt: string | null, now: number): string {
  if (importedAt === null) return 'never imported';
  return `${Math.round((now - Date.parse(importedAt)) / 60_000)} min`;
}
