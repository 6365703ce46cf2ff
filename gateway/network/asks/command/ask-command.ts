/** `ask PLATE --at ORI…`: asks other agencies, and the own store, as an officer or system of the owner. */
import { randomUUID } from 'node:crypto';
import { Command, Option } from 'commander';
import { utcSecond } from '../../../../sharing-rules/terms/utc-day.ts';
import type { Connect } from '../../../cli/client/connect.ts';
import { printAnswer } from '../../../cli/client/print-answer.ts';
import { askAs, type ClientOptions } from '../../../cli/client-options.ts';
import { nextCommand } from '../../../cli/next-command.ts';
import { numberBetween, wholeBetween } from '../../../cli/number-between.ts';
import { ori } from '../../../cli/ori-argument.ts';
import { stateCode } from '../../../cli/state-code.ts';
import { tableOf } from '../../../cli/table-of.ts';
import { tell } from '../../../cli/write-out.ts';
import { withPurposeOptions } from '../../../query/command/purpose-options.ts';
import { type AskOptions, fillIn, queryBody, windowOf } from '../../../query/command/query-body.ts';
import type { ShownRead } from '../../../reads/sources/shown-read.schema.ts';

interface Options extends AskOptions, ClientOptions {
  readonly at?: readonly string[];
  readonly collect?: string;
  readonly next?: string;
}

interface Shown {
  readonly askId: string;
  readonly status?: 'held';
  readonly answers?: readonly {
    readonly ori: string;
    readonly outcome: string;
    readonly order: string;
    readonly reads?: readonly ShownRead[];
    readonly reasons?: readonly { readonly code: string; readonly clause: string }[];
    readonly more?: boolean;
  }[];
}

export function askCommand(connect: Connect): Command {
  const command = new Command('ask')
    .argument('[plate]', 'a whole plate, e.g. DEMO001')
    .addOption(askAs('own-system'));
  return withPurposeOptions(command)
    .addOption(new Option('--at <oris...>', 'the agencies to ask, by ORI, ten at most').argParser(collectOri))
    .option('--officer <id>', "the officer's id")
    .option('--officer-name <name>', "the officer's name")
    .option(
      '--hours <hours>',
      'how far back; default: 24',
      numberBetween(0.1, 719, 'ask for 30 days at most'),
    )
    .option('--limit <records>', 'at most so many records of each agency', wholeBetween(1, 200), 25)
    .addOption(
      new Option('--match <how>', 'how the plate is compared')
        .choices(['exact', 'lookalike'])
        .default('exact'),
    )
    .option('--state <code>', 'state of the plate, e.g. CO', stateCode)
    .option('--collect <id>', 'instead of a plate: what has come of this ask since')
    .option('--next <ori>', 'with --collect: the next page of this agency', ori)
    .option('--json', 'print the answer as JSON')
    .action(async (plate: string | undefined, options: Options) => {
      const client = await connect(options.as, { otherwise: 'own-system' });
      const answer = await send(client, plate, options);
      await printAnswer(answer, options.json === true, () => describe(answer, client.ori, options.as));
    });
}

const collectOri = (given: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  ori(given),
];

/** @throws Error that says what to give */
async function send(
  client: Awaited<ReturnType<Connect>>,
  plate: string | undefined,
  options: Options,
): Promise<Shown> {
  const { at = [], collect, json = false, next } = options;
  if (collect !== undefined) {
    const path = `/v1/asks/${encodeURIComponent(collect)}`;
    return next === undefined ? client.call('GET', path) : client.call('POST', `${path}/next`, { ori: next });
  }
  if (plate === undefined || at.length === 0) {
    throw new Error('give a plate, and with --at the agencies to ask; or --collect with the id of an ask');
  }
  const asked = client.isDemo ? fillIn(options) : { options, said: null };
  if (asked.said !== null && json) tell(asked.said);
  const body = queryBody(plate, client.ori, asked.options, windowOf(options, Date.now()));
  return client.call('POST', '/v1/asks', { ...body, at }, { 'Idempotency-Key': randomUUID() });
}

/** @param own the ORI of our own agency */
function describe({ answers, askId, status }: Shown, own: string, as: string | undefined): string {
  const later = nextCommand(`ask --collect ${askId}`, as);
  if (status === 'held')
    return `held by our own policy, nothing has left\nnext, when a reviewer has decided: ${later}`;
  const parts = (answers ?? []).map(({ more, order, ori: agency, outcome, reads = [], reasons = [] }) =>
    [
      `${agency}: ${outcome}${outcome === 'released' ? `, ${reads.length} ${agency === own ? 'of our own' : `stated by ${agency}`}` : ''}${order === 'proved' && agency !== own ? '; both logs prove that it was asked before and answered after' : ''}`,
      ...reasons.map(({ clause, code }) => `  ${code} (${clause})`),
      ...(reads.length === 0 ? [] : [tableOf(['captured (UTC)', 'plate', 'camera'], reads.map(rowOf))]),
      ...(more ? [`more follow; next: ${later} --next ${agency}`] : []),
    ].join('\n'),
  );
  const isRefused = answers?.some(({ outcome }) => outcome === 'refused') === true;
  const isOpen = answers?.some(({ outcome }) => outcome === 'pending' || outcome === 'held') === true;
  return [
    ...parts,
    ...(isRefused ? ['what each reason means, and what to do: gateway/docs/reasons.md'] : []),
    ...(isOpen ? [`next: ${later}`] : []),
  ].join('\n');
}

const rowOf = ({ camera, capturedAt, plate, plateState }: ShownRead) => [
  utcSecond(capturedAt),
  `${plate} ${plateState ?? ''}`.trim(),
  camera.name,
];
