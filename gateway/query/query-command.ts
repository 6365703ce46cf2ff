/** `query PLATE`: asks as a partner would, and checks the receipt before showing anything. */
import { Command } from 'commander';
import type { Client, Connect } from '../cli/connect.ts';
import { numberBetween, wholeBetween } from '../cli/number-between.ts';
import { printResult } from '../cli/print-result.ts';
import { typedAgain } from '../cli/typed-again.ts';
import { checkReceipt, checkRefusal } from './check-receipt.ts';
import {
  type DryRunAnswer,
  describeDryRun,
  describeHeld,
  describeRelease,
  type HeldAnswer,
  type ReleaseAnswer,
} from './describe-answer.ts';

interface QueryOptions {
  readonly as: string;
  readonly purpose: string;
  readonly case: string;
  readonly justification: string;
  readonly offense?: string;
  readonly officer: string;
  readonly officerName: string;
  readonly hours: number;
  readonly limit: number;
  readonly pages: number;
  readonly match: string;
  readonly state?: string;
  readonly pickUp?: string;
  readonly dryRun?: true;
  readonly json?: true;
}

const OLDEST = 'nothing older than thirty days is released';

export function queryCommand(connect: Connect): Command {
  return new Command('query')
    .description('ask for reads of a plate, as a partner agency')
    .argument('[plate]', 'plate, e.g. DEMO001')
    .option('--as <client>', 'client of the demo to ask as', 'adams')
    .option('--purpose <code>', 'purpose code, see GET /v1/purposes', 'stolen_vehicle')
    .option('--case <number>', 'case or CAD number', 'CR-2026-0142')
    .option(
      '--justification <text>',
      'why, in a sentence',
      'vehicle reported stolen overnight from a driveway',
    )
    .option('--offense <system:code>', 'offense, e.g. nibrs:240')
    .option('--officer <id>', "the officer's id at the agency", 'officer-1')
    .option('--officer-name <name>', "the officer's name", 'Officer One')
    .option('--hours <hours>', 'how far back', numberBetween(0.1, 719, OLDEST), 24)
    .option('--limit <records>', 'most records of a page', wholeBetween(1, 200), 25)
    .option(
      '--pages <count>',
      'most pages; each is decided, counted and logged by itself',
      wholeBetween(1, 100),
      1,
    )
    .option('--match <how>', 'exact, lookalike or partial (held for review)', 'exact')
    .option('--state <code>', 'state of the plate, e.g. CO')
    .option('--pick-up <id>', 'instead of a plate: what has come of a query that was held')
    .option('--dry-run', 'only say what would be decided')
    .option('--json', 'print the answer as JSON, each page on a line')
    .addHelpText(
      'after',
      '\nExamples:\n  npm run gateway -- query DEMO001 --as adams\n  npm run gateway -- query --pick-up 3f0c… --as adams',
    )
    .action(async (plate: string | undefined, options: QueryOptions, command: Command) => {
      if ((plate === undefined) === (options.pickUp === undefined)) {
        throw new Error('give a plate, or `--pick-up` with the id of a query that was held');
      }
      const client = partner(await connect(options.as), options.as);
      if (options.dryRun && plate !== undefined) {
        const answer = await client.call<DryRunAnswer>(
          'POST',
          '/v1/decisions',
          queryBody(plate, client.ori, options),
        );
        checkReceipt(answer, client.logKey);
        printResult(answer, options.json === true, () => describeDryRun(answer));
        return;
      }
      const answer =
        plate === undefined
          ? await client.call<Answer>('GET', `/v1/queries/${encodeURIComponent(options.pickUp ?? '')}`)
          : await client.call<Answer>('POST', '/v1/queries', queryBody(plate, client.ori, options));
      await showPages(client, answer, options, command);
    });
}

type Answer = ReleaseAnswer | HeldAnswer;

/** Its refusals bring receipts, which are checked. @throws Error for a client that the gateway would refuse whatever it asks. */
function partner(client: Client, name: string): Client {
  if (client.scope.split(' ').includes('alpr.query')) {
    const call: Client['call'] = (...asked) =>
      client.call<never>(...asked).catch(checkRefusal(client.logKey));
    return { ...client, call };
  }
  throw new Error(
    `\`${name}\` is not a partner's client and cannot query (its scope is \`${client.scope}\`): take one that may with --as, e.g. --as adams`,
  );
}

/** The cursor of a next page is bound to the key that this process made, so all pages are asked for here. */
async function showPages(client: Client, first: Answer, options: QueryOptions, command: Command) {
  const json = options.json === true;
  let answer = first;
  for (let page = 1; ; page += 1) {
    checkReceipt(answer, client.logKey);
    if (!('reads' in answer)) {
      const held = answer;
      printResult(held, json, () => describeHeld(held, options.as, options.pickUp !== undefined));
      return;
    }
    const release = answer;
    const isLast = release.next === null || page === options.pages;
    printResult(release, json, () =>
      describeRelease(release, isLast ? typedAgain(command, { pages: String(page + 1) }) : null),
    );
    if (isLast) return;
    const path = `/v1/queries/${release.releaseId}/next`;
    answer = await client.call<Answer>('POST', path, { cursor: release.next });
  }
}

function queryBody(plate: string, ori: string, options: QueryOptions): Record<string, unknown> {
  const now = Date.now();
  const [system, code] = options.offense?.split(':') ?? [];
  return {
    purpose: {
      code: options.purpose,
      caseNumber: options.case,
      justification: options.justification,
      ...(system === undefined ? {} : { offense: { system, code } }),
    },
    onBehalfOf: { id: options.officer, name: options.officerName, ori },
    plate: {
      number: plate,
      match: options.match,
      ...(options.state === undefined ? {} : { state: options.state }),
    },
    from: new Date(now - options.hours * 3_600_000).toISOString(),
    to: new Date(now).toISOString(),
    limit: options.limit,
  };
}
