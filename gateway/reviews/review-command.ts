/** `review`: what waits for a person of the owner, one in full, and the word on it. */
import { readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import type { SeenDocument } from '../../sharing-rules/review.ts';
import type { Connect } from '../cli/connect.ts';
import { printResult } from '../cli/print-result.ts';
import { readPages, searchOf } from '../cli/read-pages.ts';
import { tableOf } from '../cli/table-of.ts';

interface ReviewView {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  readonly agency: string;
  readonly purpose: string;
  readonly due: string;
  readonly reasons: readonly { readonly code: string; readonly detail?: string }[];
}

interface CommonOptions {
  readonly as: string;
  readonly json?: true;
}

export function reviewCommand(connect: Connect): Command {
  return new Command('review')
    .description('held queries, and releases for danger to life that are looked at afterwards')
    .addCommand(listCommand(connect))
    .addCommand(showCommand(connect))
    .addCommand(approveCommand(connect))
    .addCommand(refuseCommand(connect));
}

function common(command: Command): Command {
  return command
    .option('--as <client>', 'client to act as', 'reviewer')
    .option('--json', 'print the result as JSON');
}

function listCommand(connect: Connect): Command {
  return common(new Command('list'))
    .description('what waits, the most urgent first; without plates and narratives')
    .option('--status <status>', 'waiting, all, or one state, e.g. approved', 'waiting')
    .addOption(new Option('--kind <kind>', 'only these').choices(['held', 'exigent']))
    .option('--agency <ori>', 'only of this agency')
    .action(async (options: CommonOptions & { status: string; kind?: string; agency?: string }) => {
      const { agency, kind, status } = options;
      const path = `/v1/reviews${searchOf({ status, kind, agency })}`;
      const reviews = await readPages<ReviewView>(await connect(options.as), path, 'reviews');
      printResult({ reviews }, options.json === true, () =>
        tableOf(
          ['due', 'kind', 'status', 'agency', 'purpose', 'reasons', 'id'],
          reviews.map((one) => [
            one.due.slice(0, 16),
            one.kind,
            one.status,
            one.agency,
            one.purpose,
            reasonsOf(one),
            one.id,
          ]),
        ),
      );
    });
}

function showCommand(connect: Connect): Command {
  return common(new Command('show'))
    .description('one in full: plate, officer and narrative; that you looked is in the log')
    .argument('<id>')
    .action(async (id: string, { as, json }: CommonOptions) => {
      const review = await (await connect(as)).call('GET', `/v1/reviews/${encodeURIComponent(id)}`);
      printResult(review, json === true, () => JSON.stringify(review, null, 2));
    });
}

function approveCommand(connect: Connect): Command {
  return common(new Command('approve'))
    .description('lifts what it was held for; it is decided again when the officer picks it up')
    .argument('<id>')
    .requiredOption('--reason <text>', 'why, for the log')
    .option(
      '--document <file>',
      'JSON of what you read in the court document: documentSha256, court, docket, judge, issuedOn, affirmation',
    )
    .addHelpText(
      'after',
      '\nExample:\n  npm run gateway -- review approve 3f0c… --reason "spoke with the sergeant"',
    )
    .action(async (id: string, options: CommonOptions & { reason: string; document?: string }) => {
      const { document, reason } = options;
      const read = document === undefined ? {} : { document: readDocument(document) };
      await decide(connect, id, 'approve', { reason, ...read }, options);
    });
}

function refuseCommand(connect: Connect): Command {
  return common(new Command('refuse'))
    .description('refuses a held query; of a release for danger to life, says that it was unsound')
    .argument('<id>')
    .requiredOption('--reason <text>', 'why, for the log')
    .action((id: string, options: CommonOptions & { reason: string }) =>
      decide(connect, id, 'refuse', { reason: options.reason }, options),
    );
}

async function decide(
  connect: Connect,
  id: string,
  word: 'approve' | 'refuse',
  body: { readonly reason: string; readonly document?: SeenDocument },
  { as, json }: CommonOptions,
): Promise<void> {
  const path = `/v1/reviews/${encodeURIComponent(id)}/${word}`;
  const review = await (await connect(as)).call<ReviewView>('POST', path, body);
  printResult(review, json === true, () => `${review.status}: ${review.id} (${review.agency})`);
}

/** @throws Error where the file is not there or no JSON; what it must hold, the gateway says. */
function readDocument(path: string): SeenDocument {
  const text = readFileSync(path, 'utf8');
  try {
    return JSON.parse(text) as SeenDocument;
  } catch {
    throw new Error(`\`${path}\` is not JSON: see \`review approve --help\` for what it holds`);
  }
}

function reasonsOf({ reasons }: ReviewView): string {
  return reasons.map(({ code, detail }) => (detail === undefined ? code : `${code} (${detail})`)).join(', ');
}
