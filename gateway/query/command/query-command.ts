/** `query PLATE`: asks as a partner would, and checks the receipt before showing anything. */
import { randomUUID } from 'node:crypto';
import { Command, Option } from 'commander';
import { PLATE_MATCHES } from '../../../sharing-rules/terms/query.ts';
import type { Client, Connect } from '../../cli/client/connect.ts';
import { nextStep } from '../../cli/client/next-step.ts';
import { printAnswer } from '../../cli/client/print-answer.ts';
import { makeProofKey } from '../../cli/client/proof-key.ts';
import { askAs, type ClientOptions } from '../../cli/client-options.ts';
import { time } from '../../cli/day-or-time.ts';
import { explainFault } from '../../cli/explain-fault.ts';
import { numberBetween, wholeBetween } from '../../cli/number-between.ts';
import { stateCode } from '../../cli/state-code.ts';
import { typedAgain } from '../../cli/typed-again.ts';
import { tell, writeOut } from '../../cli/write-out.ts';
import type { DryRunAnswer } from '../query.schema.ts';
import { askOnce } from './ask-once.ts';
import { checkReceipt, checkRefusal } from './check-receipt.ts';
import { describeDryRun } from './describe-answer.ts';
import { findNextPage, forgetEndedPages, type KeptNextPage } from './kept-next-page.ts';
import { withPurposeOptions } from './purpose-options.ts';
import { type AskOptions, fillIn, queryBody, windowOf } from './query-body.ts';
import { QUERY_HELP } from './query-help.ts';
import { ASK_AGAIN, type Showing, showNextPages, showPages } from './show-pages.ts';
import { stateWords } from './state-words.ts';

interface QueryOptions extends AskOptions, ClientOptions {
  readonly pages: number;
  readonly pickUp?: string;
  readonly next?: string;
  readonly dryRun?: true;
  readonly key?: string;
}

const OLDEST = 'nothing older than thirty days is released';

export function queryCommand(connect: Connect): Command {
  const command = new Command('query').argument('[plate]', 'plate, e.g. DEMO001').addOption(askAs('adams'));
  return withPurposeOptions(command)
    .option('--officer <id>', "the officer's id at the agency")
    .option('--officer-name <name>', "the officer's name")
    .option(
      '--hours <hours>',
      'how far back; default: what is about the incident, else 24',
      numberBetween(0.1, 719, OLDEST),
    )
    .addOption(
      new Option('--from <time>', 'in place of --hours: the beginning, e.g. 2026-06-01T08:00:00Z')
        .argParser(time)
        .conflicts('hours'),
    )
    .addOption(
      new Option('--to <time>', 'the end, with --from; default: now').argParser(time).conflicts('hours'),
    )
    .option('--limit <records>', 'at most so many records on a page', wholeBetween(1, 200), 25)
    .option(
      '--pages <count>',
      'at most so many pages; each is decided, counted and logged by itself',
      wholeBetween(1, 100),
      1,
    )
    .addOption(
      new Option('--match <how>', '`partial`: plates in which this occurs; held for review')
        .choices(PLATE_MATCHES)
        .default('exact'),
    )
    .option('--state <code>', 'state of the plate, e.g. CO', stateCode)
    .option('--pick-up <id>', 'instead of a plate: what became of a held query')
    .option('--next <release>', 'instead of a plate: the page after this release, within fifteen minutes')
    .option('--dry-run', 'only say what would be decided')
    .addOption(
      new Option(
        '--key <key>',
        'Idempotency-Key: within a day the same query with it shows its first answer, counted once',
      ).conflicts('dryRun'),
    )
    .option('--json', 'print the answer as JSON, each page on a line')
    .addHelpText('after', QUERY_HELP)
    .action((plate: string | undefined, options: QueryOptions, command: Command) =>
      ask(plate, options, command, connect),
    );
}

/** Asks for a plate, for the result of a held query, or for a further page. */
async function ask(
  plate: string | undefined,
  options: QueryOptions,
  command: Command,
  connect: Connect,
): Promise<void> {
  const window = windowOf(options, Date.now());
  forgetEndedPages(Date.now());
  const kept = requireOneThing(plate, options, command);
  const proofKey = kept?.proofKey ?? (await makeProofKey());
  const as = kept?.as ?? options.as;
  const client = partner(await connect(as, { otherwise: 'adams', proofKey }));
  const { json = false, pages, pickUp } = options;
  const showing: Showing = { client, as, proofKey, json, pages, heldBefore: pickUp !== undefined };
  if (kept !== null) {
    await showNextPages(showing, options.next as string, kept.cursor);
    return;
  }
  if (plate === undefined) {
    await collectAndShow(showing, options.pickUp as string, typedAgain(command));
    return;
  }
  const asked = client.isDemo ? fillIn(options) : { options, said: null };
  const body = queryBody(plate, client.ori, asked.options, window);
  if (asked.said !== null) await sayBefore(asked.said, json);
  if (options.dryRun) {
    const answer = await client.call<DryRunAnswer>('POST', '/v1/decisions', body);
    await checkReceipt(answer, client.logKey);
    await printAnswer(answer, options.json === true, () => describeDryRun(answer));
    return;
  }
  const { key = randomUUID() } = options;
  const again = typedAgain(command, { ...window, hours: null, key });
  const stating = (stated: readonly string[]) =>
    typedAgain(command, { key: null, context: [...(options.context ?? []), ...stated] });
  const asking = askOnce(client, { method: 'POST', path: '/v1/queries', body, key, again });
  await showPages(showing, await asking.catch(stateWords(stating)), again);
}

/** Typed again within a day it shows the same: the key follows from the query. */
async function collectAndShow(showing: Showing, id: string, again: string): Promise<void> {
  const { name, call } = showing.client;
  const giveAsker = `check the id, or give its asker with --as (now \`${name}\`)`;
  // A held query is its asker's alone: to any other client there is none.
  const step = nextStep({ 404: giveAsker, 409: ASK_AGAIN });
  const named = { call: <T>(...asked: Parameters<typeof call>) => call<T>(...asked).catch(step) };
  const written = encodeURIComponent(id);
  const asked = { path: `/v1/queries/${written}`, key: `pick-up-${written}`, again };
  await showPages(showing, await askOnce(named, { method: 'GET', ...asked }), again);
}

/**
 * Before it is asked: who cannot be told must not be charged for it. Beside the JSON that a program reads, not in it.
 * @throws Error that says that nothing was asked
 */
async function sayBefore(line: string, json: boolean): Promise<void> {
  if (json) return tell(line);
  await writeOut(`${line}\n`).catch((cause: Error) => {
    throw new Error(`nothing was asked, logged or counted: ${explainFault(cause)}, then ask again`, {
      cause,
    });
  });
}

/**
 * A plate, or what goes on with an earlier query; of the last, what was kept of it.
 * @throws Error that says what to give
 */
function requireOneThing(
  plate: string | undefined,
  { as, next, pickUp }: QueryOptions,
  command: Command,
): KeptNextPage | null {
  if ([plate, pickUp, next].filter((given) => given !== undefined).length !== 1) {
    throw new Error('give a plate, or `--pick-up` with the id of a query that was held, or `--next`');
  }
  if (plate !== undefined) return null;
  const isGiven = (name: string) => command.getOptionValueSource(name) === 'cli';
  const fitting = ['pickUp', 'next', 'as', 'pages', 'json'];
  const other = command.options.find(
    (each) => !fitting.includes(each.attributeName()) && isGiven(each.attributeName()),
  );
  if (other !== undefined) throw new Error(`leave \`${other.long}\` out: the query stays as it was asked`);
  if (next === undefined) return null;
  const kept = findNextPage(next, Date.now());
  if (kept === null) {
    throw new Error(
      `no next page is kept under \`${next}\`: its fifteen minutes are over, or it ended; ${ASK_AGAIN}`,
    );
  }
  if (as !== undefined && kept.as !== as)
    throw new Error(`leave \`--as\` out: \`${kept.as}\` asked this query`);
  return kept;
}

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
