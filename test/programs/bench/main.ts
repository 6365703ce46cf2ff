/** `npm run bench -- <name> [--json]`: measures one thing, and prints a line for each figure. */

import { statSync } from 'node:fs';
import Table from 'cli-table3';
import { Command, InvalidArgumentError } from 'commander';
import type { Bench, Row } from './support/bench.ts';

/** Each benchmark is `<name>.ts` in this folder and exports `run`. */
const BENCHMARKS: ReadonlyMap<string, { readonly summary: string; readonly load: () => Promise<Bench> }> =
  new Map([
    [
      'ask',
      {
        summary:
          'asks of one, three and ten other gateways beside plain queries, and with one that is silent',
        load: () => import('./ask.ts'),
      },
    ],
    [
      'audit',
      {
        summary: 'entries appended, a million verified and mirrored, proofs (--entries for another size)',
        load: () => import('./audit.ts'),
      },
    ],
    [
      'decide',
      { summary: 'time of one decision, beside Cedar and Casbin', load: () => import('./decide.ts') },
    ],
    [
      'flood',
      {
        summary: 'strangers, partners and auditors at full force: revokes and queries meanwhile',
        load: () => import('./flood.ts'),
      },
    ],
    [
      'hot-list',
      {
        summary: 'a million entries taken in, changed and matched, beside a raw COPY',
        load: () => import('./hot-list.ts'),
      },
    ],
    [
      'judge',
      {
        summary:
          'labelled reasons of --file: shares by group, misses, changes since the last run or --against',
        load: () => import('./judge.ts'),
      },
    ],
    [
      'misuse',
      {
        summary: 'misuse of 299 agencies beside one with a million refusals: what is found, time, memory',
        load: () => import('./misuse.ts'),
      },
    ],
    [
      'month',
      {
        summary: 'a month with planted misuse: what is caught, and false alarms',
        load: () => import('./month.ts'),
      },
    ],
    [
      'officers',
      {
        summary: 'commits and revocations with 200,000 officers of one agency, and auditors at work',
        load: () => import('./officers.ts'),
      },
    ],
    [
      'oracle',
      {
        summary: 'a million decisions beside a second reading of the policy',
        load: () => import('./oracle.ts'),
      },
    ],
    [
      'pages',
      {
        summary: 'pages with a month of history: size, first byte, long lists, twenty people beside queries',
        load: () => import('./pages.ts'),
      },
    ],
    ['query', { summary: 'releases per second, beside a bare handler', load: () => import('./query.ts') }],
    [
      'revoke',
      {
        summary: 'how long a revocation takes: three nodes under load, one stopped',
        load: () => import('./revoke.ts'),
      },
    ],
    [
      'scale',
      {
        summary: 'look-ups to 50 million reads, a million grants, 1 to 4 nodes',
        load: () => import('./scale.ts'),
      },
    ],
    [
      'search',
      {
        summary: "an auditor's search of five million entries, by each filter",
        load: () => import('./search.ts'),
      },
    ],
  ]);

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < 3_600)) throw new InvalidArgumentError('give seconds, above 0 and below 3600');
  return value;
}

function whole(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1_000 && value <= 100_000_000) return value;
  throw new InvalidArgumentError('give a whole number from 1000 to 100000000');
}

function file(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found !== undefined && !found.isDirectory()) return path;
  throw new InvalidArgumentError('there is no such file');
}

/** Rows of one benchmark may differ: the table has a column for every key that occurs. */
function table(rows: readonly Row[]): string {
  const head = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const shown = new Table({ head, style: { head: [], border: [] } });
  for (const row of rows) shown.push(head.map((key) => row[key]?.toLocaleString('en-US') ?? ''));
  return shown.toString();
}

interface Options {
  readonly json?: boolean;
  readonly seconds?: number;
  readonly file?: string;
  readonly against?: string;
  readonly entries?: number;
}

async function bench(name: string, { json, seconds, file, against, entries }: Options): Promise<void> {
  const found = BENCHMARKS.get(name);
  if (!found)
    throw new InvalidArgumentError(
      `no benchmark \`${name}\`; there are: ${[...BENCHMARKS.keys()].join(', ')}`,
    );
  const rows: Row[] = [];
  const report = (row: Row) => {
    if (json) process.stdout.write(`${JSON.stringify(row)}\n`);
    else process.stderr.write(`${rows.push(row)} measured\r`);
  };
  const { run, describe = table } = await found.load();
  await run({ report, seconds, file, against, entries });
  if (!json) process.stdout.write(`${describe(rows)}\n`);
}

const program = new Command('bench')
  .description('Measures one thing on this machine. Without --seconds each takes the time it needs.')
  .argument('<name>', 'the benchmark')
  .option('--json', 'print one JSON object per line, each as soon as it is measured')
  .option('--seconds <number>', 'measure each series for so long', positive)
  .option('--entries <number>', 'size of the log, for `audit` and `search`', whole)
  .option('--file <path>', 'what to measure, for a benchmark that reads a file', file)
  .option('--against <path>', 'compare with what `judge --json` printed before; default: its last run', file)
  .addHelpText(
    'after',
    `\nBenchmarks:\n${[...BENCHMARKS].map(([name, { summary }]) => `  ${name.padEnd(10)} ${summary}`).join('\n')}`,
  )
  .showHelpAfterError()
  .action(bench);

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof InvalidArgumentError ? error.message : (error as Error).stack}\n`);
  process.exitCode = 1;
}
