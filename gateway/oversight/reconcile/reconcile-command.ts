/** `audit reconcile`: the vendor's own audit held against the log. */
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import type { Connect } from '../../cli/client/connect.ts';
import { askAs, type ClientOptions, jsonOption } from '../../cli/client-options.ts';
import { dayOrTime } from '../../cli/day-or-time.ts';
import { nextCommand } from '../../cli/next-command.ts';
import { printResult } from '../../cli/print-result.ts';
import { endsWhenMistyped } from '../../cli/tell-what-to-type.ts';
import type { WhyWithout } from './compare-audits.ts';
import { type Reconciled, reconcile, type Told } from './reconcile.ts';
import { readVendorAudit, type VendorSearch } from './vendor-audit.ts';

interface ReconcileOptions extends ClientOptions {
  readonly flock: string;
  readonly from?: string;
  readonly to?: string;
}

/** Exit codes: a program must be able to tell "not the same" from "not done". */
const ALL_SAME = 0;
const NOT_SAME = 1;
const NOT_DONE = 2;

/** The number of differences of one kind that are printed at most; `--json` has all. */
const MOST_SHOWN = 20;

export function reconcileCommand(connect: Connect): Command {
  const command = new Command('reconcile')
    .description(
      "hold a vendor's own audit against the log: each search has its entry, and each question its search",
    )
    .requiredOption('--flock <file>', "the vendor's audit as it exports it, CSV or JSON, with its reasons")
    .option(
      '--from <time>',
      'begin of the period that was exported, inclusive; default: the first search',
      dayOrTime,
    )
    .option('--to <time>', 'its end, exclusive; default: the last search', dayOrTime)
    .addOption(askAs('auditor'))
    .addOption(jsonOption('{ matched, searchesWithout, intentsWithout, unanswered, … }'))
    .addHelpText(
      'after',
      `\nGive the period that you exported, or what the vendor left out at its begin and its end is not missed. A search
whose reason names no release of this gateway was made past it. Nothing of a plate or a reason is printed.
Exit code: 0 both tell the same, 1 they differ, 2 not done.

Example:
  npm run gateway -- audit reconcile --flock audit.csv --from 2026-11-01 --to 2026-12-01`,
    )
    .action(async ({ as, flock: path, from, json, to }: ReconcileOptions) => {
      process.exitCode = NOT_DONE;
      const searches = readSearches(path);
      const client = await connect(as, { otherwise: 'auditor' });
      const period = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
      const result = await reconcile(client, searches, period);
      process.exitCode = isSame(result) ? ALL_SAME : NOT_SAME;
      printResult(result, json === true, () => describe(result, as));
    });
  return endsWhenMistyped(command, NOT_DONE);
}

function readSearches(path: string): VendorSearch[] {
  let content: string;
  try {
    content = readFileSync(path, 'utf8');
  } catch (error) {
    throw new Error(`\`${path}\` cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
  try {
    return readVendorAudit(content);
  } catch (error) {
    throw new Error(`\`${path}\` ${(error as Error).message}`);
  }
}

const isSame = ({ intentsWithout, searchesWithout }: Reconciled) =>
  intentsWithout.length + searchesWithout.length === 0;

const WHY: Readonly<Record<WhyWithout, string>> = {
  no_release_id: 'its reason names no release of this gateway, so it was made past it',
  unknown_release: 'the log has no question for the release that its reason names',
  other_reason: 'its reason is not the one that the log says was given',
  other_plate: 'its plate is not the one that was asked for under its reason',
  repeated: 'the gateway asks at most twice for one release, within seconds, and this is once more or later',
};

function describe(result: Reconciled, as: string | undefined): string {
  const { erased, from, intents, intentsWithout, matched, searches, searchesWithout, to, unanswered } =
    result;
  const period = from === null || to === null ? 'of all times' : `from ${from} to before ${to}`;
  return [
    `${searches} searches in the file, ${intents} questions in the log ${period}: ${matched} searches have their entry`,
    ...few(searchesWithout, ({ row, why }) => `search ${row} of the file has no entry: ${WHY[why]}`),
    ...few(intentsWithout, (one) => `${question(one)} has no search in the file`),
    ...few(
      unanswered,
      (one) => `${question(one)} ended in a fault and has no search in the file: not a difference`,
    ),
    ...(erased === 0 ? [] : [`${erased} questions not compared: their details were erased with their day`]),
    isSame(result) ? 'both tell the same' : 'they differ: ask the vendor, and the Chief, about each',
    ...intentsWithout.slice(0, 1).map(({ index }) => `next: ${nextCommand(`audit show ${index}`, as)}`),
  ].join('\n');
}

const question = ({ at, index }: Told) => `question ${index} of the log, ${at},`;

function few<T>(all: readonly T[], say: (one: T) => string): string[] {
  const rest = all.length - MOST_SHOWN;
  return [...all.slice(0, MOST_SHOWN).map(say), ...(rest > 0 ? [`and ${rest} more (--json has all)`] : [])];
}
