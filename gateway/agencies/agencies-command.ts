/** `agencies`: the registry from the command line. */
import { Command, Option } from 'commander';
import { AGENCY_CLASSES } from '../../sharing-rules/agency-classes.ts';
import type { Client, Connect } from '../cli/connect.ts';
import { describeLowering } from '../cli/describe-lowering.ts';
import { membersOf } from '../cli/members-of.ts';
import { wholeBetween } from '../cli/number-between.ts';
import { ori, oris } from '../cli/ori-argument.ts';
import { printResult } from '../cli/print-result.ts';
import { readPages, searchOf } from '../cli/read-pages.ts';
import { stateCode } from '../cli/state-code.ts';
import { tableOf } from '../cli/table-of.ts';
import type { LoweringResult } from '../release/lower-right.ts';

interface AgencyView {
  readonly ori: string;
  readonly oris: readonly string[];
  readonly name: string;
  readonly class: string;
  readonly status: string;
  readonly eligible: boolean;
  /** Of a change, where it lowered a right. */
  readonly lowered?: LoweringResult | null;
  readonly reasons: readonly { readonly code: string; readonly detail?: string }[];
}

interface ListOptions {
  readonly as?: string;
  readonly class?: string;
  readonly status?: string;
  readonly county?: string;
  readonly name?: string;
  readonly json?: true;
}

const statusOption = () =>
  new Option('--status <status>').choices(['draft', 'active', 'suspended', 'retired']);
const classOption = () => new Option('--class <class>').choices(AGENCY_CLASSES.map((rule) => rule.class));

export function agenciesCommand(connect: Connect): Command {
  const agencies = new Command('agencies').description(
    'look up, register and change agencies of the registry',
  );

  agencies
    .command('list', { isDefault: true })
    .description('agencies, and what the registry answers for each')
    .addOption(classOption())
    .addOption(statusOption())
    .option('--county <county>')
    .option('--name <part>', 'part of the name')
    .option('--as <client>', 'client to ask as')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', '\nExample:\n  npm run gateway -- agencies list --class tribal')
    .action(async ({ as, json, ...filters }: ListOptions) => {
      const client = await connect(as);
      const search = searchOf({ ...filters, limit: '200' });
      const found = await readPages<AgencyView>(client, `/v1/agencies${search}`, 'agencies');
      printResult({ agencies: found }, json === true, () =>
        tableOf(
          ['ORI', 'name', 'class', 'status', 'answer'],
          found.map((agency) => [agency.ori, agency.name, agency.class, agency.status, answerOf(agency)]),
        ),
      );
    });

  agencies
    .command('show')
    .description('one agency, by any of its ORIs')
    .argument('<ori>', 'ORI, e.g. CO0010000', ori)
    .option('--as <client>', 'client to ask as')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', '\nExample:\n  npm run gateway -- agencies show COCSP0000')
    .action(async (named: string, { as, json }: ListOptions) => {
      const client = await connect(as);
      const agency = await client.call<AgencyView>('GET', `/v1/agencies/${encodeURIComponent(named)}`);
      printResult(agency, json === true, () => membersOf(agency));
    });

  agencies.addCommand(writing(connect, 'add'));
  agencies.addCommand(writing(connect, 'change'));
  return agencies;
}

interface WriteOptions extends ListOptions {
  readonly oris?: readonly string[];
  readonly state?: string;
  readonly roster?: number;
  readonly bound?: string;
  readonly has287g?: string;
  readonly federalMembers?: string;
  readonly reason?: string;
}

/** `add` and `change` take the same facts; the gateway says which of them `add` needs. */
function writing(connect: Connect, verb: 'add' | 'change'): Command {
  const yesOrNo = (flags: string, text: string) => new Option(flags, text).choices(['yes', 'no']);
  const command = new Command(verb)
    .description(
      verb === 'add'
        ? 'register an agency'
        : 'change facts of an agency; what makes it ineligible (e.g. --status suspended) ends its grants',
    )
    .argument('<ori>', 'ORI, e.g. CO0010000', ori)
    .option('--oris <list>', 'all ORIs of the agency, with commas', oris)
    .option('--name <name>')
    .addOption(classOption())
    .addOption(statusOption())
    .option('--state <code>', 'e.g. CO', stateCode)
    .option('--county <county>')
    .option('--roster <officers>', 'how many officers the agency declared', wholeBetween(0, 1_000_000))
    .addOption(yesOrNo('--bound <answer>', 'is it bound by C.R.S. article 24-74'))
    .addOption(yesOrNo('--has-287g <answer>', 'does it hold a 287(g) agreement'))
    .addOption(yesOrNo('--federal-members <answer>', 'does it have federal members'))
    .option('--as <client>', 'client to act as')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', `\nExample:\n  npm run gateway -- ${EXAMPLES[verb]}`);
  if (verb === 'change') command.option('--reason <text>', 'why; kept in the log entry');
  return command.action(async (named: string, options: WriteOptions) => {
    const client = await connect(options.as);
    const facts = factsOf(options);
    const path = `/v1/agencies/${encodeURIComponent(named)}`;
    const agency = await (verb === 'add'
      ? client.call<AgencyView>('POST', '/v1/agencies', { ori: named, ...facts })
      : client.call<AgencyView>('PATCH', path, facts));
    const done = verb === 'add' ? 'registered' : 'changed';
    const inForce = agency.eligible ? await grantsInForce(client, agency.ori) : 0;
    printResult(agency, options.json === true, () =>
      [`${agency.ori} ${done}: ${standingOf(agency, inForce)}`, ...consequencesOf(agency)].join('\n'),
    );
  });
}

const EXAMPLES = {
  add: `agencies add CO0990100 --name "Sample Police" --class municipal --state CO --status active \\
    --bound yes --has-287g no --federal-members no --roster 25`,
  change: 'agencies change CO0010000 --has-287g yes --reason "agreement signed in June"',
} as const;

function factsOf(options: WriteOptions): Record<string, unknown> {
  const { name, class: agencyClass, status, state, county, reason } = options;
  const isYes = (answer?: string) => (answer === undefined ? undefined : answer === 'yes');
  // JSON leaves out what is undefined.
  return {
    name,
    class: agencyClass,
    status,
    state,
    county,
    reason,
    oris: options.oris,
    roster: options.roster,
    boundByArticle74: isYes(options.bound),
    has287g: isYes(options.has287g),
    federalMembers: isYes(options.federalMembers),
  };
}

async function grantsInForce(client: Client, partner: string): Promise<number> {
  const path = `/v1/grants${searchOf({ partner, status: 'active' })}`;
  const grants = await readPages<{ status: string }>(client, path, 'grants');
  // Time ends a grant without anybody's doing: then it reads `expired`.
  return grants.filter(({ status }) => status === 'active').length;
}

function standingOf(agency: AgencyView, inForce: number): string {
  if (!agency.eligible) return answerOf(agency);
  return inForce > 0 ? 'eligible, a grant is in force' : 'eligible, no grant in force';
}

/** What lowered a right has ended the grants of an agency that cannot be granted anything any more. */
function consequencesOf({ eligible, lowered }: AgencyView): string[] {
  if (!lowered) return [];
  return [`${eligible ? '' : 'its grants have ended, '}${describeLowering(lowered)}`];
}

function answerOf({ eligible, reasons }: AgencyView): string {
  if (eligible) return 'eligible';
  return reasons.map(({ code, detail }) => (detail === undefined ? code : `${code} (${detail})`)).join(', ');
}
