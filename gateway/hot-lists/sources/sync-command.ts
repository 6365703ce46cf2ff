/** `hot-list sync LIST`: has a list fetched from its source now, and waits for what becomes of it. */
import { setTimeout as pause } from 'node:timers/promises';
import { Command } from 'commander';
import type { Client, Connect } from '../../cli/client/connect.ts';
import { duration } from '../../cli/duration.ts';
import { nextCommand } from '../../cli/next-command.ts';
import { printResult } from '../../cli/print-result.ts';
import { showProgress } from '../../cli/show-progress.ts';
import { type CommonOptions, findListView, readLists } from '../lists/list-view.ts';
import { explainFaultCode } from './explain-fault-code.ts';
import { readSources, type SourceView } from './source-view.ts';

interface SyncOptions extends CommonOptions {
  readonly allowShrink?: true;
  readonly wait: boolean;
  readonly within: number;
}

interface Job {
  readonly id: string;
  readonly status: 'waiting' | 'done' | 'refused' | 'dead';
  readonly attempts: number;
  readonly fault: string | null;
  /** ISO; null while it waits or runs. */
  readonly endedAt: string | null;
}

const LOOK_EVERY = 500;

export function syncCommand(connect: Connect): Command {
  return new Command('sync')
    .description('fetch a list from its source now')
    .argument('<list>', 'name of the list')
    .option('--allow-shrink', 'take it even if it has far fewer entries than the list in force')
    .option('--no-wait', 'order the fetch, and do not wait for it')
    .option('--within <time>', 'how long to wait for it', duration, 600)
    .option('--as <client>', 'client to act as')
    .option('--json', 'print the result as JSON: { job, status, attempts, fault, entries }')
    .addHelpText('after', '\nExample:\n  npm run gateway -- hot-list sync county')
    .action(async (name: string, options: SyncOptions) => {
      const { allowShrink = false, as, json, wait, within } = options;
      const client = await connect(as);
      const id = await findSourceId(client, name);
      const order = async () =>
        (await client.call<{ job: string }>('POST', `/v1/hot-lists/${id}/sync`, { allowShrink })).job;
      if (!wait) {
        const job = await order();
        return printResult(
          { job, status: 'waiting' },
          json === true,
          () => `ordered: job ${job}; see \`hot-list status\``,
        );
      }
      const {
        attempts,
        fault,
        id: job,
        status,
      } = await fetchNow(client, { name, order, within }, json === true);
      if (status !== 'done') {
        const asks = (await readLists(client)).find((list) => list.name === name)?.asks;
        const why = asks ?? fault ?? status;
        const cause = asks === null || asks === undefined ? `${explainFaultCode(fault ?? '')}\n` : '';
        const next = nextCommand('hot-list source list', as);
        throw new Error(
          `the list was not fetched: ${why}; the list in force is unchanged\n${cause}` +
            `next: see where it comes from: ${next}`,
        );
      }
      const { entries } = await findListView(client, name);
      printResult(
        { job, status, attempts, fault, entries },
        json === true,
        () => `${name}: ${entries} entries in force`,
      );
    });
}

/** @throws Error where the list has no source, or the gateway no jobs */
async function findSourceId(client: Client, name: string): Promise<string> {
  const source = await findSource(client, name);
  if (source === undefined)
    throw new Error(`\`${name}\` has no source: set one with \`hot-list source set\``);
  const { redis } = await client.call<{ redis: string }>('GET', '/v1/hot-lists/jobs');
  if (redis === 'off')
    throw new Error('jobs are off: give the gateway a REDIS_URL, or use `hot-list import`');
  return source.id;
}

async function findSource(client: Client, name: string): Promise<SourceView | undefined> {
  return (await readSources(client)).find(({ list }) => list === name);
}

/**
 * Resolves to the first job that began after its order: one that ran already may have read the list before it changed,
 * and leaves the source due. So does one that left the next pages of another gateway to its successor.
 * @throws Error where it takes longer than `within` seconds; the job goes on
 */
async function fetchNow(
  client: Client,
  { name, order, within }: { name: string; order: () => Promise<string>; within: number },
  quiet: boolean,
): Promise<Job> {
  const progress = showProgress('s', quiet);
  const began = performance.now();
  let id = await order();
  try {
    for (;;) {
      const job = await client.call<Job>('GET', `/v1/hot-lists/jobs/${id}`);
      if (job.endedAt !== null) {
        const due = (await findSource(client, name))?.nextAt;
        if (due === undefined || due > job.endedAt) return job;
        id = await order();
      }
      const seconds = Math.round((performance.now() - began) / 1_000);
      const note =
        job.fault === null
          ? 'fetching'
          : `attempt ${job.attempts} failed: ${job.fault} (${explainFaultCode(job.fault)})`;
      if (seconds >= within) {
        const next = `next: see how it stands: ${nextCommand('hot-list status')}`;
        throw new Error(`it takes longer than ${within} s: job ${id} is still running (${note})\n${next}`);
      }
      progress.update(seconds, within, note);
      await pause(LOOK_EVERY);
    }
  } finally {
    progress.stop();
  }
}
