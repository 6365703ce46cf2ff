/** `hot-list sync LIST`: has a list fetched from its source now, and waits for what becomes of it. */

import { setTimeout as pause } from 'node:timers/promises';
import { Option } from 'commander';
import { counted } from '../../../sharing-rules/text/counted.ts';
import { part } from '../../cli/administration/part.ts';
import type { Client } from '../../cli/client/connect.ts';
import { duration } from '../../cli/duration.ts';
import { nextCommand } from '../../cli/next-command.ts';
import { showProgress } from '../../cli/show-progress.ts';
import { explainFaultCode } from '../lists/explain-fault-code.ts';
import { findListView, readLists } from '../lists/list-view.ts';
import type { ShownJob } from './source.schema.ts';
import { readSources, type SourceView } from './source-view.ts';

interface SyncOptions {
  readonly allowShrink?: true;
  readonly wait: boolean;
  readonly within: number;
}

const LOOK_EVERY = 500;

export const syncCommand = part<SyncOptions>({
  name: 'sync',
  description: 'fetch a list from its source now',
  argument: ['<list>', 'name of the list'],
  options: (command) =>
    command
      .option('--allow-shrink', 'take it even if it has far fewer entries than the list in force')
      .option('--no-wait', 'order the fetch, and do not wait for it')
      .addOption(
        new Option('--within <time>', 'how long to wait for it, e.g. 90s')
          .argParser(duration)
          .default(600, '10m'),
      ),
  example: 'hot-list sync county',
  json: '{ job, status, attempts, fault, entries }',
  as: 'acts',
  work: async ({ allowShrink = false, as, client, json, named: name, wait, within }) => {
    const id = await findSourceId(client, name);
    const order = async () =>
      (await client.call<{ job: string }>('POST', `/v1/hot-lists/${id}/sync`, { allowShrink })).job;
    if (!wait) {
      const job = await order();
      const result = { job, status: 'waiting' };
      return { result, say: () => `ordered: job ${job}; see \`hot-list status\`` };
    }
    const fetched = await fetchNow(client, { name, order, within, as }, json === true);
    const { attempts, fault, id: job, status } = fetched;
    if (status !== 'done') {
      const asks = (await readLists(client)).find((list) => list.name === name)?.asks ?? null;
      throw new Error(
        notFetched(asks ?? explained(fault ?? status), nextCommand('hot-list source list', as)),
      );
    }
    const { entries } = await findListView(client, name);
    return {
      result: { job, status, attempts, fault, entries },
      say: () => `${name}: ${counted(entries, 'entry', 'entries')} in force`,
    };
  },
});

/** The fault in one line, with its code, which the diagnostics of the gateway have too. */
function explained(fault: string): string {
  return `${fault}: ${explainFaultCode(fault)}`;
}

function notFetched(why: string, next: string): string {
  return `the list was not fetched, and the list in force is unchanged: ${why}\nnext: see how it stands: ${next}`;
}

/** The states of Redis without which nothing is fetched, however long anyone waits, and what to do. */
const WITHOUT_JOBS: Readonly<Record<string, string>> = {
  off: 'jobs are off: give the gateway a REDIS_URL, or use `hot-list import`',
  unreachable:
    "nobody answers at the gateway's REDIS_URL, so no list is fetched: start Redis there, or use `hot-list import`",
  refused:
    "Redis refuses the password of the gateway's REDIS_URL, so no list is fetched: correct it there, or use `hot-list import`",
};

/** @throws Error where the list has no source, or the gateway no jobs */
async function findSourceId(client: Client, name: string): Promise<string> {
  const source = await findSource(client, name);
  if (source === undefined)
    throw new Error(`\`${name}\` has no source\nnext: set one: ${nextCommand('hot-list source set --help')}`);
  const { redis } = await client.call<{ redis: string }>('GET', '/v1/hot-lists/jobs');
  const without = WITHOUT_JOBS[redis];
  if (without !== undefined) throw new Error(without);
  return source.id;
}

async function findSource(client: Client, name: string): Promise<SourceView | undefined> {
  return (await readSources(client)).find(({ list }) => list === name);
}

/**
 * Resolves to the first job that began after its order: one that ran already may have read the list before it changed,
 * and leaves the source due. So does one that left the next pages of another gateway to its successor.
 * @throws Error where an attempt has failed, or it takes longer than `within` seconds; the job goes on by itself
 */
async function fetchNow(
  client: Client,
  {
    as,
    name,
    order,
    within,
  }: { name: string; order: () => Promise<string>; within: number; as?: string | undefined },
  quiet: boolean,
): Promise<ShownJob> {
  const progress = showProgress('s', quiet);
  const began = performance.now();
  let id = await order();
  try {
    for (;;) {
      const job = await client.call<ShownJob>('GET', `/v1/hot-lists/jobs/${id}`);
      if (job.endedAt !== null) {
        const due = (await findSource(client, name))?.nextAt;
        if (due === undefined || due > job.endedAt) return job;
        id = await order();
      }
      // The order took away the fault of earlier attempts: this one is newer. The pauses between attempts grow.
      if (job.fault !== null)
        throw new Error(notFetched(explained(job.fault), nextCommand('hot-list status', as)));
      const seconds = Math.round((performance.now() - began) / 1_000);
      if (seconds >= within) {
        const next = `next: see how it stands: ${nextCommand('hot-list status', as)}`;
        throw new Error(
          `it takes longer than ${within} s, and goes on without this command: job ${id}\n${next}`,
        );
      }
      progress.update(seconds, within, 'fetching');
      await pause(LOOK_EVERY);
    }
  } finally {
    progress.stop();
  }
}
