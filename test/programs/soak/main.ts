/**
 * `npm run test:soak -- [--minutes N]`: a demo of two nodes at half of what it can do, with all of it at once, for hours.
 * Exits 1 where something failed, or where memory, handles or a table grow that must not.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { Command, InvalidArgumentError } from 'commander';
import { connectWith } from '../../../gateway/cli/client/connect.ts';
import { type DemoProcess, startDemo } from '../../setup/demo/running-demo.ts';
import { runHarness } from '../../setup/run-harness.ts';
import { startChores } from './chores.ts';
import { describeSoak } from './describe-soak.ts';
import { Gauge } from './gauge.ts';
import { judgeSamples } from './judge-samples.ts';
import { askEvenly, asker, calibrate, type Load } from './load.ts';
import { clockIsMoved, NO_MIDNIGHT, runUnderMovedClock } from './midnight.ts';
import { NO_PEOPLE, startPeople } from './people.ts';
import type { Sample } from './sample.ts';
import { Tally } from './tally.ts';

interface Options {
  readonly minutes: number;
  readonly json?: true;
}

const MANY = '1000000000';
const SETTINGS = {
  WEB_CONCURRENCY: '2',
  RATE_LIMIT_PER_MINUTE: '1000000',
  AGENCY_RECORDS_PER_DAY: MANY,
  OFFICER_RECORDS_PER_DAY: MANY,
  OFFICER_QUERIES_PER_DAY: MANY,
  PATTERN_QUERIES_PER_DAY: MANY,
};
const CALIBRATION = 15;
const LEAST_BETWEEN = 5;
/** Minutes below which growth is the warming up, and no fault. */
const JUDGED_FROM = 30;

const tell = (line: string) => void process.stderr.write(`${line}\n`);

async function run(options: Options): Promise<void> {
  const code = clockIsMoved() ? null : await runUnderMovedClock(options.minutes);
  if (code !== null) {
    process.exitCode = code;
    return;
  }
  if (!clockIsMoved()) tell(NO_MIDNIGHT);
  tell('starting a demo of two nodes');
  const demo = await startDemo(SETTINGS, 'build');
  const end = () => process.kill(demo.pid, 'SIGTERM');
  process.once('exit', end);
  try {
    await soak(demo, options);
  } finally {
    process.off('exit', end);
    await demo.stop();
  }
}

async function soak(demo: DemoProcess, { json, minutes }: Options): Promise<void> {
  const as = (name: string) => connectWith(demo.file, name, demo.file.gateway);
  const partner = await as('adams');
  const administrators = [await as('admin-1'), await as('admin-2')] as const;
  const ask = asker(partner, demo.file.plates);
  const most = await calibrate(ask, CALIBRATION);
  tell(
    `${Math.round(most)} queries a second at most: ${Math.round(most / 2)} a second for ${minutes} minutes`,
  );
  const tally = new Tally();
  const gauge = new Gauge(demo, tally);
  await gauge.checkClock();
  const people = await startPeople(demo, tally);
  if (people === null) tell(NO_PEOPLE);
  const loads: Load[] = [
    askEvenly(tally, ask, most / 2),
    ...startChores(demo, { administrators, partner }, tally),
    ...(people === null ? [] : [people]),
  ];
  const samples = await takeSamples(gauge, minutes, tally).finally(async () => {
    await Promise.all(loads.map(({ stop }) => stop()));
    await gauge.close();
  });
  report(samples, tally, { minutes, ...(json && { json }) });
}

async function takeSamples(gauge: Gauge, minutes: number, tally: Tally): Promise<Sample[]> {
  const between = Math.max(LEAST_BETWEEN, minutes) * 1_000;
  const began = performance.now();
  const samples: Sample[] = [];
  for (let due = began + between; due <= began + minutes * 60_000; due += between) {
    await pause(Math.max(due - performance.now(), 0));
    const sample = await gauge.take();
    samples.push(sample);
    const { latency, memory } = sample.figures;
    const rss = Object.entries(memory).map(([name, value]) => `${name} ${Math.round(value)} MB`);
    const failed = Object.values(tally.failures).reduce((sum, count) => sum + count, 0);
    tell(
      `${Math.round(sample.seconds)} s: query p50 ${latency['query p50']?.toFixed(1) ?? '-'} ms, ` +
        `${rss.join(', ')}, ${sample.entries} entries, ${failed} failed`,
    );
  }
  return samples;
}

function report(samples: readonly Sample[], { answered, failures }: Tally, { json, minutes }: Options): void {
  const judged = judgeSamples(samples);
  const grown = judged.filter(({ mustNotGrow, verdict }) => mustNotGrow && verdict === 'grows');
  const midnight = samples[0]?.at.slice(0, 10) !== samples.at(-1)?.at.slice(0, 10);
  const isJudged = minutes >= JUDGED_FROM;
  const failed = Object.entries(failures);
  if (failed.length > 0 || (isJudged && grown.length > 0)) process.exitCode = 1;
  if (json) {
    const result = { minutes, midnight, answered, failures, judged, samples };
    process.stdout.write(`${JSON.stringify(result)}\n`);
    return;
  }
  const counts = (of: readonly [string, number][]) =>
    of.map(([name, count]) => `${name} ${count}`).join(', ');
  process.stdout.write(
    `${describeSoak(judged)}\nanswered: ${counts(Object.entries(answered))}\n` +
      `failed: ${counts(failed) || 'none'}\nmidnight UTC: ${midnight ? 'passed' : 'not in this run'}\n` +
      `grows and must not: ${grown.map(({ name }) => name).join(', ') || 'nothing'}` +
      `${isJudged ? '' : ` (below ${JUDGED_FROM} minutes that is the warming up, and no fault)`}\n`,
  );
}

function parseMinutes(text: string): number {
  const minutes = Number(text);
  if (minutes >= 1 && minutes <= 1_440) return minutes;
  throw new InvalidArgumentError('from 1 to 1440 minutes');
}

const program = new Command('test:soak')
  .description(
    'Holds a demo of two nodes at half of what it can do, and shows what grows: slopes of all figures.',
  )
  .option('--minutes <minutes>', 'how long', parseMinutes, 120)
  .option('--json', 'print one JSON object with all samples')
  .addHelpText(
    'after',
    '\nMidnight UTC comes in the middle where libfaketime is installed (apt-get install faketime), or where\n' +
      'SOAK_FAKETIME is the path of its libfaketimeMT.so.1.\n\nExample:\n  npm run test:soak -- --minutes 30',
  )
  .action(run);

await runHarness(program);
