/** `agencies`: the registry from the command line. */
import { Argument, Command, Option } from 'commander';
import { AGENCY_STATUSES } from '../../../sharing-rules/terms/agency.ts';
import { AGENCY_CLASSES } from '../../../sharing-rules/terms/agency-classes.ts';
import { counted } from '../../../sharing-rules/text/counted.ts';
import { type Connect, RAISES } from '../../cli/client/connect.ts';
import { findAgencyOri } from '../../cli/client/find-agency.ts';
import { findAgencyStep, nextStep } from '../../cli/client/next-step.ts';
import { orUnknown } from '../../cli/client/or-unknown.ts';
import { readPages, searchOf } from '../../cli/client/read-pages.ts';
import { nextByAnother } from '../../cli/client/who-else.ts';
import { actAs, askAs, type ClientOptions, jsonOption } from '../../cli/client-options.ts';
import { membersOf } from '../../cli/members-of.ts';
import { nextCommand, quoted } from '../../cli/next-command.ts';
import { wholeBetween } from '../../cli/number-between.ts';
import { agency, ori, oris } from '../../cli/ori-argument.ts';
import { printResult } from '../../cli/print-result.ts';
import { words } from '../../cli/reason-option.ts';
import { stateCode } from '../../cli/state-code.ts';
import { tableOf } from '../../cli/table-of.ts';
import { haltAhead } from '../describe-sharing.ts';
import type { RosterProposed } from './agency.schema.ts';
import { type AgencyView, describeChange, standingOf } from './describe-change.ts';
import { type FactOptions, factsOf } from './facts-of-options.ts';
import { findGrantsInForce } from './grants-in-force.ts';
import { EXAMPLE_REASON, requireReason } from './require-reason.ts';

type ListFilters = Readonly<Partial<Record<'class' | 'status' | 'county' | 'name', string>>>;

/** Beyond so many agencies, how to narrow the list is said. */
const SCREENFUL = 20;

const statusOption = () => new Option('--status <status>').choices(AGENCY_STATUSES);
const classOption = () => new Option('--class <class>').choices(AGENCY_CLASSES.map((rule) => rule.class));

export function agenciesCommand(connect: Connect): Command {
  const agencies = new Command('agencies').description(
    'look up, register and change agencies of the registry',
  );

  agencies
    .command('list', { isDefault: true })
    .description('agencies, and what the registry says of each')
    .addOption(classOption())
    .addOption(statusOption())
    .option('--county <county>', 'county, e.g. Adams')
    .option('--name <part>', 'part of the name')
    .addOption(askAs())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  npm run gateway -- agencies list --class tribal')
    .action(async ({ as, json, ...filters }: ClientOptions & ListFilters) => {
      const client = await connect(as);
      const search = searchOf({ ...filters, limit: '200' });
      const found = await readPages<AgencyView>(client, `/v1/agencies${search}`, 'agencies');
      const granted = new Set(json ? [] : (await findGrantsInForce(client)).map(({ partner }) => partner));
      const halt = json ? '' : await haltAhead(client);
      printResult({ agencies: found }, json === true, () => {
        const table =
          halt +
          tableOf(
            ['ORI', 'name', 'class', 'standing'],
            found.map((agency) => [
              ...[agency.ori, agency.name, agency.class],
              standingOf(agency, granted.has(agency.ori)),
            ]),
          );
        if (found.length <= SCREENFUL) return table;
        const narrower = nextCommand('agencies --county Adams --class municipal', as);
        return `${table}\n${counted(found.length, 'agency', 'agencies')}; fewer, for instance: ${narrower}`;
      });
    });

  agencies
    .command('show')
    .description('one agency, by any of its ORIs')
    .argument('<agency>', 'ORI, e.g. CO0010000, or name', agency)
    .addOption(askAs())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  npm run gateway -- agencies show COCSP0000')
    .action(async (named: string, { as, json }: ClientOptions) => {
      const client = await connect(as);
      const found = await client
        .call<AgencyView>('GET', `/v1/agencies/${await findAgencyOri(client, named, as)}`)
        .catch(nextStep({ 404: findAgencyStep(as) }));
      const [inForce] = json ? [] : await findGrantsInForce(client, found.ori);
      const grant = inForce ? `${inForce.id}, in force until ${inForce.validUntil}` : 'none in force';
      const halt = json ? '' : await haltAhead(client);
      printResult(found, json === true, () => halt + membersOf({ ...found, grant }));
    });

  agencies.addCommand(writing(connect, 'add'));
  agencies.addCommand(writing(connect, 'change'));
  return agencies;
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
    .addArgument(verb === 'add' ? ADDED : CHANGED)
    .option('--oris <list>', 'all ORIs of the agency, with commas between', oris)
    .option('--name <name>')
    .addOption(classOption())
    .addOption(statusOption())
    .option('--state <code>', 'e.g. CO', stateCode)
    .option('--county <county>')
    .option(
      '--roster <officers>',
      'how many officers the agency declared; required for an active agency',
      wholeBetween(0, 1_000_000),
    )
    .addOption(yesOrNo('--bound <answer>', 'is it bound by C.R.S. article 24-74'))
    .addOption(yesOrNo('--has-287g <answer>', 'does it hold a 287(g) agreement'))
    .addOption(yesOrNo('--federal-members <answer>', 'does it have federal members'))
    .addOption(actAs())
    .addOption(jsonOption())
    .addHelpText('after', `\nExample:\n  npm run gateway -- ${EXAMPLES[verb]}`);
  if (verb === 'change') {
    const why = 'why; kept in the log entry; required if it takes access away';
    command.option('--reason <text>', why, words('--reason', EXAMPLE_REASON));
  }
  return command.action(async (named: string, options: ClientOptions & FactOptions, typed: Command) => {
    const { as } = options;
    const facts = factsOf(options, verb);
    const send = async () => {
      const client = await connect(as, RAISES);
      if (verb === 'add') {
        return {
          agency: await client.call<AgencyView>('POST', '/v1/agencies', { ori: named, ...facts }),
          client,
        };
      }
      const path = `/v1/agencies/${await findAgencyOri(client, named, as)}`;
      await requireReason(client, path, facts);
      return { agency: await client.call<AgencyView | RosterProposed>('PATCH', path, facts), client };
    };
    // What is changed may take a right away: only the gateway knows.
    const { agency, client } = await (verb === 'add' ? send() : orUnknown(typed, send)).catch(
      nextStep({
        404: findAgencyStep(as),
        409: `see how it stands: ${nextCommand(`agencies show ${quoted(named)}`, as)}`,
        ...(options.status === 'active' && options.roster === undefined ? { 422: ROSTER_STEP } : {}),
      }),
    );
    const done = verb === 'add' ? 'registered' : 'changed';
    const json = options.json === true;
    if ('index' in agency) {
      const again = `agencies change ${quoted(named)} --roster ${options.roster} --reason "…"`;
      printResult(agency, json, () =>
        [
          `a larger roster under the grant in force is proposed, log entry ${agency.index}; nothing has changed yet`,
          ...nextByAnother(client, again),
        ].join('\n'),
      );
      return;
    }
    const inForce = agency.eligible && !json ? await findGrantsInForce(client, agency.ori) : [];
    const said = json ? '' : await describeChange(client, agency, { done, isGranted: inForce.length > 0 });
    printResult(agency, json, () => said);
  });
}

const ROSTER_STEP =
  'correct what is named above, and send it again; a roster is given with, e.g., --roster 25';

/** A new one has no name yet that could be looked up. */
const ADDED = new Argument('<ori>', 'ORI, e.g. CO0010000').argParser(ori);
const CHANGED = new Argument('<agency>', 'ORI, e.g. CO0010000, or name').argParser(agency);

const EXAMPLES = {
  add: `agencies add CO0990100 --name "Sample Police" \\
    --class municipal --state CO --status active --bound yes --has-287g no \\
    --federal-members no --roster 25`,
  change: `agencies change CO0010000 --has-287g yes \\
    --reason "agreement signed in June"`,
} as const;
