/** `query PLATE`: asks as a partner would, and checks the receipt before showing anything. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { APPROVED_CODES } from '../../sharing-rules/purposes.ts';
import type { Client, Connect } from '../cli/connect.ts';
import { day, time } from '../cli/day-or-time.ts';
import { nextStep } from '../cli/next-step.ts';
import { numberBetween, wholeBetween } from '../cli/number-between.ts';
import { printAnswer } from '../cli/print-answer.ts';
import { purposeCode } from '../cli/purpose-code.ts';
import { stateCode } from '../cli/state-code.ts';
import { typedAgain } from '../cli/typed-again.ts';
import { writeOut } from '../cli/write-out.ts';
import { checkReceipt, checkRefusal } from './check-receipt.ts';
import {
  type DryRunAnswer,
  describeDryRun,
  describeHeld,
  describeRelease,
  type HeldAnswer,
  type ReleaseAnswer,
} from './describe-answer.ts';
import { type AskOptions, fillIn, PROCESSES, queryBody, windowOf } from './query-body.ts';

interface QueryOptions extends AskOptions {
  readonly as?: string;
  readonly pages: number;
  readonly pickUp?: string;
  readonly dryRun?: true;
  readonly json?: true;
}

const OLDEST = 'nothing older than thirty days is released';

export function queryCommand(connect: Connect): Command {
  return new Command('query')
    .description('ask for reads of a plate, as a partner agency')
    .argument('[plate]', 'plate, e.g. DEMO001')
    .option('--as <client>', 'client to ask as (default in the demo: adams)')
    .option('--purpose <code>', `one of: ${APPROVED_CODES.join(', ')}`, purposeCode)
    .option('--case <number>', 'case or CAD number, e.g. CR-2026-0142', caseNumber)
    .option('--justification <text>', 'why, in a sentence')
    .option('--offense <system:code>', 'offense, e.g. nibrs:240', offense)
    .option('--supervisor <name>', 'who knows of the query, for exigent_life_safety')
    .addOption(
      new Option('--process <kind>', "a court's paper, for arrest_warrant and judicial_process").choices(
        PROCESSES,
      ),
    )
    .option('--court <name>', 'court, as in the paper')
    .option('--docket <number>', 'docket, as in the paper')
    .option('--judge <name>', 'who signed the paper')
    .option('--issued-on <day>', 'day of the paper, e.g. 2026-06-01', day)
    .option('--affirmation', 'the affirmation of SB25-129 is in the paper, or beside it')
    .option('--officer <id>', "the officer's id at the agency")
    .option('--officer-name <name>', "the officer's name")
    .option('--hours <hours>', 'how far back', numberBetween(0.1, 719, OLDEST), 24)
    .addOption(
      new Option('--from <time>', 'in place of --hours: the beginning, e.g. 2026-06-01T08:00:00Z')
        .argParser(time)
        .conflicts('hours'),
    )
    .addOption(
      new Option('--to <time>', 'the end, with --from; default: now').argParser(time).conflicts('hours'),
    )
    .option('--limit <records>', 'most records of a page', wholeBetween(1, 200), 25)
    .option(
      '--pages <count>',
      'most pages; each is decided, counted and logged by itself',
      wholeBetween(1, 100),
      1,
    )
    .addOption(
      new Option('--match <how>', '`partial`: plates in which this occurs; held for review')
        .choices(['exact', 'lookalike', 'partial'])
        .default('exact'),
    )
    .option('--state <code>', 'state of the plate, e.g. CO', stateCode)
    .option('--pick-up <id>', 'instead of a plate: what has come of a query that was held')
    .option('--dry-run', 'only say what would be decided')
    .option('--json', 'print the answer as JSON, each page on a line')
    .addHelpText(
      'after',
      `\nAgainst the demo, what is not stated of purpose, case, justification and
officer is filled in, and said.

Examples:
  npm run gateway -- query DEMO001 --as adams
  npm run gateway -- query --pick-up 3f0c… --as adams`,
    )
    .action(async (plate: string | undefined, options: QueryOptions, command: Command) => {
      if ((plate === undefined) === (options.pickUp === undefined)) {
        throw new Error('give a plate, or `--pick-up` with the id of a query that was held');
      }
      const window = windowOf(options, Date.now());
      const client = partner(await connect(options.as, { otherwise: 'adams' }));
      if (plate === undefined) {
        const path = `/v1/queries/${encodeURIComponent(options.pickUp ?? '')}`;
        const giveAsker = `check the id, or give its asker with --as (now \`${client.name}\`)`;
        // A held query is its asker's alone: to any other client there is none.
        const held = await client.call<Answer>('GET', path).catch(nextStep({ 404: giveAsker }));
        await showPages(client, held, options, command);
        return;
      }
      const asked = client.isDemo ? fillIn(options) : { options, said: null };
      const body = queryBody(plate, client.ori, asked.options, window);
      // Before it is asked: who cannot be told must not be charged for it.
      if (asked.said !== null && !options.json) await writeOut(`${asked.said}\n`);
      if (options.dryRun) {
        const answer = await client.call<DryRunAnswer>('POST', '/v1/decisions', body);
        checkReceipt(answer, client.logKey);
        await printAnswer(answer, options.json === true, () => describeDryRun(answer));
        return;
      }
      const answer = await client.call<Answer>('POST', '/v1/queries', body);
      await showPages(client, answer, options, command);
    });
}

type Answer = ReleaseAnswer | HeldAnswer;

/**
 * Its refusals bring receipts, which are checked.
 * @throws Error for a client that the gateway would refuse whatever it asks.
 */
function partner(client: Client): Client {
  if (client.scope.split(' ').includes('alpr.query')) {
    const call: Client['call'] = (...asked) =>
      client.call<never>(...asked).catch(checkRefusal(client.logKey));
    return { ...client, call };
  }
  throw new Error(
    `\`${client.name}\` is not a partner's client and cannot query (its scope is \`${client.scope}\`): take one that may with --as, e.g. --as adams`,
  );
}

/** The cursor of a next page is bound to the key that this process made, so all pages are asked for here. */
async function showPages(client: Client, first: Answer, options: QueryOptions, command: Command) {
  const json = options.json === true;
  let answer = first;
  let shown = 0;
  for (let page = 1; ; page += 1) {
    checkReceipt(answer, client.logKey);
    if (!('reads' in answer)) {
      const held = answer;
      await printAnswer(held, json, () => describeHeld(held, options.as, options.pickUp !== undefined));
      return;
    }
    const release = answer;
    shown += release.reads.length;
    const isLast = release.next === null || page === options.pages;
    const again = isLast ? typedAgain(command, { pages: String(page + 1) }) : null;
    await printAnswer(release, json, () => describeRelease(release, again, shown > 0));
    if (isLast) return;
    const path = `/v1/queries/${release.releaseId}/next`;
    answer = await client.call<Answer>('POST', path, { cursor: release.next });
  }
}

function caseNumber(text: string): string {
  if (text.trim() !== '') return text.trim();
  throw new InvalidArgumentError('give a case or CAD number, e.g. CR-2026-0142');
}

function offense(text: string): string {
  if (/^(nibrs|ncic|crs):\S/.test(text)) return text;
  throw new InvalidArgumentError('write system and code, e.g. nibrs:240; systems are nibrs, ncic and crs');
}
