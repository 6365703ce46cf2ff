/** `review`: what waits for a person of the owner, one query in full, approve and refuse, from the command line. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import type { SeenDocument } from '../../../sharing-rules/review.ts';
import { REVIEW_KINDS, REVIEW_SEARCHES, REVIEW_VERDICTS } from '../../../sharing-rules/terms/statuses.ts';
import type { Acting, Client, Connect } from '../../cli/client/connect.ts';
import { findGivenAgencyOri } from '../../cli/client/find-agency.ts';
import { nextStep } from '../../cli/client/next-step.ts';
import { readPages, searchOf } from '../../cli/client/read-pages.ts';
import { byItsRole } from '../../cli/client/who-else.ts';
import {
  actAs,
  asOption,
  type ClientOptions,
  jsonOption,
  onlyAgencyOption,
} from '../../cli/client-options.ts';
import { day } from '../../cli/day-or-time.ts';
import { nextCommand } from '../../cli/next-command.ts';
import { printResult } from '../../cli/print-result.ts';
import { reasonOption } from '../../cli/reason-option.ts';
import { tableOf } from '../../cli/table-of.ts';
import { withNames } from '../../registry/identities/with-names.ts';
import { describeReview, describeWord, type ReviewView } from './describe-review.ts';
import { statusName } from './status-names.ts';

type ListOptions = ClientOptions & { status: string; kind?: string; agency?: string };

/** The facts that the reviewer read in the court's document. */
interface DocumentOptions {
  readonly document?: string;
  readonly court?: string;
  readonly docket?: string;
  readonly judge?: string;
  readonly issuedOn?: string;
  readonly affirmation?: true;
}

export function reviewCommand(connect: Connect): Command {
  return new Command('review')
    .description('queries held for a person, and releases for danger to life that are reviewed afterwards')
    .addCommand(listCommand(connect))
    .addCommand(showCommand(connect))
    .addCommand(approveCommand(connect))
    .addCommand(refuseCommand(connect));
}

const REVIEWS: Acting = { otherwise: 'reviewer' };

function reviewing(name: string, description: string, as = actAs('reviewer')): Command {
  return new Command(name).description(description).addOption(as).addOption(jsonOption());
}

const pathOf = (id: string) => `/v1/reviews/${encodeURIComponent(id)}`;

const stepsFor = (id: string, as?: string) =>
  nextStep({
    404: `give the whole id (36 characters), see: ${nextCommand('review list', as)}`,
    409: `see how it stands: ${nextCommand(`review show ${id}`, as)}`,
  });

function listCommand(connect: Connect): Command {
  return reviewing('list', 'reviews, those due soonest first; without plates and names')
    .addOption(new Option('--status <status>', 'which ones').choices(REVIEW_SEARCHES).default('waiting'))
    .addOption(new Option('--kind <kind>').choices(REVIEW_KINDS))
    .addOption(onlyAgencyOption())
    .addHelpText('after', '\nExample:\n  npm run gateway -- review list')
    .action(async ({ agency, as, json, ...filters }: ListOptions) => {
      const client = await connect(as, REVIEWS);
      const ori = await findGivenAgencyOri(client, agency, as);
      const path = `/v1/reviews${searchOf({ ...filters, agency: ori, limit: '200' })}`;
      const reviews = await readPages<ReviewView>(client, path, 'reviews');
      printResult({ reviews }, json === true, () => {
        const table = tableOf(
          ['id', 'kind', 'status', 'agency', 'purpose', 'held for', 'due (UTC)'],
          reviews.map(({ id, kind, status, agency, purpose, reasons, due }) => [
            ...[id, kind, ended(status), agency, purpose],
            reasons.map(({ code, detail }) => (detail ? `${code}: ${detail}` : code)),
            due.slice(0, 16).replace('T', ' '),
          ]),
        );
        const first = reviews.find(({ status }) => status === 'held' || status === 'open');
        if (first === undefined) return table;
        return `${table}\nlook at one before you decide: ${nextCommand(`review show ${first.id}`, as)}`;
      });
    });
}

/** Names the end of a review; one that ended without a reviewer's decision is named by its cause. */
const ended = (status: string) =>
  status === 'dropped' || status === 'lapsed' ? statusName(status).toLowerCase() : status;

function showCommand(connect: Connect): Command {
  return reviewing(
    'show',
    'one review with the whole query, and how much an approval would release; looking at it is logged',
  )
    .argument('<id>', 'id of the review')
    .addHelpText('after', '\nExample:\n  npm run gateway -- review show 3f0c…')
    .action(async (id: string, { as, json }: ClientOptions) => {
      const client = await connect(as, REVIEWS);
      const review = await client.call<ReviewView>('GET', pathOf(id)).catch(stepsFor(id, as));
      const named = json ? review : await withNames(client, review);
      printResult(review, json === true, () =>
        [describeReview(named), ...whatToDecide(review, client)].join('\n'),
      );
    });
}

const verdictOption = (choices: readonly string[]) =>
  new Option('--verdict <verdict>', 'what you make of who asked; default: nothing is said of it').choices(
    choices,
  );

type Deciding = ClientOptions & { reason: string; verdict?: string };

/** While nobody has decided. */
function whatToDecide({ id, kind, status }: ReviewView, client: Client): string[] {
  if (status !== 'held' && status !== 'open') return [];
  const approve = byItsRole(client, `review approve ${id} --reason "…"`);
  return kind === 'exigent'
    ? [`next, if there was danger to life: ${approve}`, 'or, if there was none, the same with `refuse`']
    : [`next, to let it be picked up: ${approve}`, 'or, to refuse it, the same with `refuse`'];
}

function approveCommand(connect: Connect): Command {
  return reviewing(
    'approve',
    'lift what the query was held for; it is decided again when it is picked up',
    asOption('client to act as (default: who has signed in; in the demo, else reviewer)'),
  )
    .argument('<id>', 'id of the review')
    .addOption(reasonOption('matches the call for service', 'why'))
    .addOption(verdictOption(REVIEW_VERDICTS.filter((verdict) => verdict !== 'misuse')))
    .option('--document <file>', "the court's paper; its hash is sent, not the paper")
    .option('--court <name>', 'court, as in the paper')
    .option('--docket <number>', 'docket, as in the paper')
    .option('--judge <name>', 'who signed the paper')
    .option('--issued-on <day>', 'day of the paper, e.g. 2026-06-01', day)
    .option('--affirmation', 'the affirmation of SB25-129 is in the paper, or beside it')
    .addHelpText('after', APPROVE_EXAMPLES)
    .action(async (id: string, { as, json, reason, verdict, ...read }: Deciding) => {
      const document = documentOf(read);
      const client = await connect(as, { ...REVIEWS, grants: true });
      const body = { reason, verdict, ...(document === null ? {} : { document }) };
      const review = await client
        .call<ReviewView>('POST', `${pathOf(id)}/approve`, body)
        .catch(stepsFor(id, as));
      printResult(review, json === true, () => describeWord(review));
    });
}

const APPROVE_EXAMPLES = `
A query that rests on a court's paper needs everything that the paper says.

Examples:
  npm run gateway -- review approve 3f0c… --reason "matches the call for service"
  npm run gateway -- review approve 3f0c… --reason "read the order" \\
    --document order.pdf --court "Adams County District Court" \\
    --docket 2026CR1234 --judge "Example" --issued-on 2026-06-01 --affirmation`;

/** @throws Error where some of what the paper says is missing. */
function documentOf({
  document,
  court,
  docket,
  judge,
  issuedOn,
  ...read
}: DocumentOptions): SeenDocument | null {
  if ([document, court, docket, judge, issuedOn].every((given) => given === undefined)) return null;
  if (!document || !court || !docket || !judge || !issuedOn) {
    throw new Error('give `--document`, `--court`, `--docket`, `--judge` and `--issued-on` together');
  }
  const documentSha256 = createHash('sha256').update(readFileSync(document)).digest('hex');
  return { documentSha256, court, docket, judge, issuedOn, affirmation: read.affirmation === true };
}

function refuseCommand(connect: Connect): Command {
  return reviewing('refuse', 'refuse a held query, or find a release for danger to life unsound')
    .argument('<id>', 'id of the review')
    .addOption(reasonOption('no such case', 'why'))
    .addOption(verdictOption(REVIEW_VERDICTS))
    .addHelpText('after', '\nExample:\n  npm run gateway -- review refuse 3f0c… --reason "no such case"')
    .action(async (id: string, { as, json, reason, verdict }: Deciding) => {
      const client = await connect(as, REVIEWS);
      const review = await client
        .call<ReviewView>('POST', `${pathOf(id)}/refuse`, { reason, verdict })
        .catch(stepsFor(id, as));
      printResult(review, json === true, () => describeWord(review));
    });
}
