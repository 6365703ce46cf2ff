/** `audit replay`: logged decisions taken again, and what differs. */
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { Argument, Command } from 'commander';
import type { Client, Connect } from '../../cli/client/connect.ts';
import { bodyOf, readAnswer } from '../../cli/client/http-client-answer.ts';
import { withNext } from '../../cli/client/next-step.ts';
import { askAs, type ClientOptions, jsonOption } from '../../cli/client-options.ts';
import { nextCommand } from '../../cli/next-command.ts';
import { wholeBetween } from '../../cli/number-between.ts';
import { printResult } from '../../cli/print-result.ts';
import { showProgress } from '../../cli/show-progress.ts';
import { endsWhenMistyped } from '../../cli/tell-what-to-type.ts';
import { entryNumber } from '../audit-search/show-entry-command.ts';
import { describeReplay, describeSample } from './describe-replay.ts';
import { takeOver } from './handed-decision.ts';
import { findRules, loadRules } from './load-rules.ts';
import {
  NOTHING_REPLAYED,
  type Replayed,
  type RulesOf,
  replayDecisions,
  together,
} from './replay-decisions.ts';
import type { ReplayedLog, ReplayedPart } from './replay-log.ts';

interface ReplayOptions extends ClientOptions {
  readonly all?: true;
  readonly sample?: number;
  readonly rules: readonly string[];
}

/** Exit codes: a program must be able to tell "not the same" from "not done". */
const ALL_SAME = 0;
const NOT_SAME = 1;
const NOT_DONE = 2;

export function replayCommand(connect: Connect): Command {
  const command = new Command('replay')
    .description(
      'take logged decisions again, under the rules of their time; it is an entry of the log itself',
    )
    .addArgument(new Argument('[entry]', 'its number, as `audit search` has it').argParser(entryNumber))
    .option('--all', 'every decision of the log')
    .option(
      '--sample <decisions>',
      'so many, at most 1000, drawn by the root of the log',
      wholeBetween(1, 1000),
    )
    .option(
      '--rules <directory>',
      'checkout of another release, whose rules take its decisions again on this machine; can be given several times',
      (directory: string, before: readonly string[]) => [...before, directory],
      [],
    )
    .addOption(askAs('auditor'))
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `\nWhat is kept of an entry is held against the log first: \`altered\` means that it is not what was committed,
and \`missing\` that somebody removed the details before their time. So it is with entries that are not decisions too.
The gateway takes again what its own rules decided. For decisions of another revision, check out the release that made
them and name the directory with --rules: the details are sent to this machine, and decided here.
Exit code: 0 all the same, 1 something differs, was altered or is missing, 2 not done: nothing was replayed, or
the rules of a decision are not here.

Example:
  npm run gateway -- audit replay --all
  npm run gateway -- audit replay --sample 50
  npm run gateway -- audit replay --all --rules .`,
    )
    .action(async (entry: string | undefined, { all, as, json, rules, sample }: ReplayOptions) => {
      process.exitCode = NOT_DONE;
      if ([entry, all, sample].filter((given) => given !== undefined).length !== 1) {
        throw new Error('give the number of an entry, `--all`, or `--sample`, and one of them only');
      }
      const found = findRules(rules);
      const client = await connect(as, { otherwise: 'auditor' });
      const search = new URLSearchParams(entry === undefined ? {} : { index: entry });
      if (found.size > 0) search.set('rules', [...found.keys()].join());
      if (sample !== undefined) search.set('sample', String(sample));
      const result = await replay(client, `/v1/audit/replay?${search}`, { as, rulesOf: rulesIn(found) });
      process.exitCode = exitCodeOf(result);
      printResult(result, json === true, () =>
        sample === undefined ? describeReplay(result, as) : describeSample(result, as),
      );
    });
  return endsWhenMistyped(command, NOT_DONE);
}

export type ReplayResult = ReplayedLog & Replayed;

/** Loaded when a decision needs them: of sources and their build one is enough. */
function rulesIn(found: ReadonlyMap<string, string>): RulesOf {
  return (revision) => {
    const file = found.get(revision);
    return file === undefined ? null : loadRules(file);
  };
}

interface Replaying {
  readonly as: string | undefined;
  readonly rulesOf: RulesOf;
}

async function replay(client: Client, path: string, { as, rulesOf }: Replaying): Promise<ReplayResult> {
  const response = await client.open('GET', path);
  if (!response.ok || response.body === null) {
    const newest = nextCommand('audit search --limit 10', as);
    const answer = await readAnswer(response);
    return problemOf(answer, `see the newest: ${newest}`);
  }
  const progress = showProgress('entries', false);
  let log: ReplayedLog['log'] | undefined;
  let sum = NOTHING_REPLAYED;
  try {
    // An answer that was cut has no end: reading it fails.
    for await (const line of createInterface({ input: Readable.fromWeb(response.body as never) })) {
      const said = JSON.parse(line) as ReplayedLog | ReplayedPart;
      if ('log' in said) log = said.log;
      else {
        const { handed, through, ...part } = said;
        sum = together(sum, part);
        if (handed.length > 0)
          sum = together(sum, await replayDecisions(handed.map(takeOver), Date.now(), rulesOf));
        progress.update(through + 1, log?.size ?? through + 1, `${sum.same} decisions the same`);
      }
    }
  } finally {
    progress.stop();
  }
  if (log === undefined) throw new Error('the gateway sent nothing: try again');
  return { log, ...sum };
}

/** @throws GatewayProblem with the step for an entry that is not there */
function problemOf(answer: Awaited<ReturnType<typeof readAnswer>>, step: string): never {
  try {
    bodyOf(answer);
  } catch (error) {
    throw answer.status === 404 ? withNext(error as Parameters<typeof withNext>[0], step) : error;
  }
  throw new Error('the gateway sent nothing: try again');
}

/** Details that were erased with their day are as the policy has it; one entry of which they are gone was not replayed. */
function exitCodeOf({ altered, different, missing, notReplayed, same }: ReplayResult): number {
  if (different.length + altered.length + missing.length > 0) return NOT_SAME;
  return same > 0 && notReplayed.every(({ why }) => why === 'details_erased') ? ALL_SAME : NOT_DONE;
}
