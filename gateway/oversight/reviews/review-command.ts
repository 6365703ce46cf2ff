/** `review`: what waits for a person of the owner, one query in full, approve and refuse, from the command line. */
import { Command, Option } from 'commander';
import type { SeenDocument } from '../../../sharing-rules/review.ts';
import { REVIEW_KINDS, REVIEW_SEARCHES, REVIEW_VERDICTS } from '../../../sharing-rules/terms/statuses.ts';
import { part } from '../../cli/administration/part.ts';
import { readList } from '../../cli/administration/read-list.ts';
import type { Acting, Client, Connect } from '../../cli/client/connect.ts';
import { nextStep } from '../../cli/client/next-step.ts';
import { byItsRole } from '../../cli/client/who-else.ts';
import { onlyAgencyOption } from '../../cli/client-options.ts';
import { day } from '../../cli/day-or-time.ts';
import { hashOfFile } from '../../cli/hash-of-file.ts';
import { nextCommand } from '../../cli/next-command.ts';
import { reasonOption } from '../../cli/reason-option.ts';
import { tableOf } from '../../cli/table-of.ts';
import { withNames } from '../../registry/identities/with-names.ts';
import { describeReview, describeWord, type ReviewView } from './describe-review.ts';
import { statusName } from './status-names.ts';

export function reviewCommand(connect: Connect): Command {
  return new Command('review')
    .addCommand(listCommand(connect))
    .addCommand(showCommand(connect))
    .addCommand(approveCommand(connect))
    .addCommand(refuseCommand(connect));
}

const REVIEWS: Acting = { otherwise: 'reviewer' };

const COMMON = { argument: ['<id>', 'id of the review'], as: 'acts', acting: REVIEWS } as const;

const pathOf = (id: string) => `/v1/reviews/${encodeURIComponent(id)}`;

const stepsFor = (id: string, as?: string) =>
  nextStep({
    404: `give the whole id (36 characters), see: ${nextCommand('review list', as)}`,
    409: `see how it stands: ${nextCommand(`review show ${id}`, as)}`,
  });

const listCommand = part({
  name: 'list',
  description: 'reviews, those due soonest first; without plates and names',
  options: (command) =>
    command
      .addOption(new Option('--status <status>', 'which ones').choices(REVIEW_SEARCHES).default('waiting'))
      .addOption(new Option('--kind <kind>').choices(REVIEW_KINDS))
      .addOption(onlyAgencyOption()),
  optionsLast: true,
  example: 'review list',
  as: 'acts',
  acting: REVIEWS,
  work: async (asked) => {
    const reviews = await readList<ReviewView>(asked, { path: '/v1/reviews', member: 'reviews' });
    const say = () => {
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
      return `${table}\nlook at one before you decide: ${nextCommand(`review show ${first.id}`, asked.as)}`;
    };
    return { result: { reviews }, say };
  },
});

/** Names the end of a review; one that ended without a reviewer's decision is named by its cause. */
const ended = (status: string) =>
  status === 'dropped' || status === 'lapsed' ? statusName(status).toLowerCase() : status;

const showCommand = part({
  ...COMMON,
  name: 'show',
  description:
    'one review with the whole query, and how much an approval would release; looking at it is logged',
  example: 'review show 3f0c…',
  work: async ({ as, client, named: id }) => {
    const review = await client.call<ReviewView>('GET', pathOf(id)).catch(stepsFor(id, as));
    const say = async () =>
      [describeReview(await withNames(client, review)), ...whatToDecide(review, client)].join('\n');
    return { result: review, say };
  },
});

/** While nobody has decided. */
function whatToDecide({ id, kind, status }: ReviewView, client: Client): string[] {
  if (status !== 'held' && status !== 'open') return [];
  const approve = byItsRole(client, `review approve ${id} --reason "…"`);
  return kind === 'exigent'
    ? [`next, if there was danger to life: ${approve}`, 'or, if there was none, the same with `refuse`']
    : [`next, to let it be picked up: ${approve}`, 'or, to refuse it, the same with `refuse`'];
}

interface Deciding {
  readonly reason: string;
  readonly verdict?: string;
}

/** The facts that the reviewer read in the court's document. */
interface DocumentOptions {
  readonly document?: string;
  readonly court?: string;
  readonly docket?: string;
  readonly judge?: string;
  readonly issuedOn?: string;
  readonly affirmation?: true;
}

const verdictOption = (choices: readonly string[]) =>
  new Option('--verdict <verdict>', 'what you make of who asked; default: nothing is said of it').choices(
    choices,
  );

const APPROVE_EXAMPLES = [
  'review approve 3f0c… --reason "matches the call for service"',
  `review approve 3f0c… --reason "read the order" \\
    --document order.pdf --court "Adams County District Court" \\
    --docket 2026CR1234 --judge "Example" --issued-on 2026-06-01 --affirmation`,
];

const approveCommand = part<Deciding & DocumentOptions, SeenDocument | undefined>({
  ...COMMON,
  name: 'approve',
  description: 'lift what the query was held for; it is decided again when it is picked up',
  options: (command) =>
    command
      .addOption(reasonOption('matches the call for service', 'why'))
      .addOption(verdictOption(REVIEW_VERDICTS.filter((verdict) => verdict !== 'misuse')))
      .option('--document <file>', "the court's paper; its hash is sent, not the paper")
      .option('--court <name>', 'court, as in the paper')
      .option('--docket <number>', 'docket, as in the paper')
      .option('--judge <name>', 'who signed the paper')
      .option('--issued-on <day>', 'day of the paper, e.g. 2026-06-01', day)
      .option('--affirmation', 'the affirmation of SB25-129 is in the paper, or beside it'),
  optionsLast: true,
  notes: "\nA query that rests on a court's paper needs everything that the paper says.\n",
  example: APPROVE_EXAMPLES,
  as: { approves: 'client to act as' },
  acting: { ...REVIEWS, grants: true },
  read: documentOf,
  work: async ({ as, client, named: id, read: document, reason, verdict }) => {
    const review = await client
      .call<ReviewView>('POST', `${pathOf(id)}/approve`, { reason, verdict, document })
      .catch(stepsFor(id, as));
    return { result: review, say: () => describeWord(review) };
  },
});

/** @throws Error where some of what the paper says is missing. */
function documentOf(read: DocumentOptions): SeenDocument | undefined {
  const { document, court, docket, judge, issuedOn } = read;
  if ([document, court, docket, judge, issuedOn].every((given) => given === undefined)) return undefined;
  if (!document || !court || !docket || !judge || !issuedOn) {
    throw new Error('give `--document`, `--court`, `--docket`, `--judge` and `--issued-on` together');
  }
  const documentSha256 = hashOfFile(document);
  return { documentSha256, court, docket, judge, issuedOn, affirmation: read.affirmation === true };
}

const refuseCommand = part<Deciding>({
  ...COMMON,
  name: 'refuse',
  description: 'refuse a held query, or find a release for danger to life unsound',
  options: (command) =>
    command.addOption(reasonOption('no such case', 'why')).addOption(verdictOption(REVIEW_VERDICTS)),
  optionsLast: true,
  example: 'review refuse 3f0c… --reason "no such case"',
  work: async ({ as, client, named: id, reason, verdict }) => {
    const review = await client
      .call<ReviewView>('POST', `${pathOf(id)}/refuse`, { reason, verdict })
      .catch(stepsFor(id, as));
    return { result: review, say: () => describeWord(review) };
  },
});
