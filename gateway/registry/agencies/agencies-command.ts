/** `agencies`: the registry from the command line. */
import { Command } from 'commander';
import { withdrawalOf } from '../../../sharing-rules/administer.ts';
import type { Agency } from '../../../sharing-rules/terms/agency.ts';
import { counted } from '../../../sharing-rules/text/counted.ts';
import { part } from '../../cli/administration/part.ts';
import { readList } from '../../cli/administration/read-list.ts';
import { addTermOptions, bodyOfOptions } from '../../cli/administration/term-options.ts';
import { type Client, type Connect, GRANTS } from '../../cli/client/connect.ts';
import { findAgencyOri } from '../../cli/client/find-agency.ts';
import { findAgencyStep, nextStep } from '../../cli/client/next-step.ts';
import { nextByAnother } from '../../cli/client/who-else.ts';
import { hashOfFile } from '../../cli/hash-of-file.ts';
import { membersOf } from '../../cli/members-of.ts';
import { nextCommand, quoted } from '../../cli/next-command.ts';
import { agency, ori, oris } from '../../cli/ori-argument.ts';
import { giveWords, words } from '../../cli/reason-option.ts';
import { stateCode } from '../../cli/state-code.ts';
import { tableOf } from '../../cli/table-of.ts';
import { haltAhead } from '../describe-sharing.ts';
import type { RosterProposed } from './agency.schema.ts';
import { FACT_TERMS } from './agency.terms.ts';
import { AGREEMENT_FILE_TERMS } from './agreement.terms.ts';
import { type AgencyView, describeChange, standingOf } from './describe-change.ts';
import { findGrantsInForce } from './grants-in-force.ts';

const EXAMPLES = {
  add: `agencies add CO0990100 --name "Sample Police" \\
    --class municipal --state CO --status active --bound yes --has-287g no \\
    --federal-members no --roster 25`,
  change: `agencies change CO0010000 --has-287g yes \\
    --reason "agreement signed in June"`,
} as const;

const EXAMPLE_REASON = 'confirmed by telephone';

/** The number of agencies beyond which the list also says how to narrow it. */
const SCREENFUL = 20;

export function agenciesCommand(connect: Connect): Command {
  return new Command('agencies')
    .addCommand(listCommand(connect), { isDefault: true })
    .addCommand(showCommand(connect))
    .addCommand(addCommand(connect))
    .addCommand(changeCommand(connect));
}

const { class: agencyClass, status } = FACT_TERMS;

const listCommand = part({
  name: 'list',
  description: 'agencies, and what the registry says of each',
  options: (command) =>
    addTermOptions(command, { class: agencyClass, status }, {}, false)
      .option('--county <county>', 'county, e.g. Adams')
      .option('--name <part>', 'part of the name'),
  example: 'agencies list --class tribal',
  as: 'asks',
  work: async (asked) => {
    const { as, client } = asked;
    const found = await readList<AgencyView>(asked, { path: '/v1/agencies', member: 'agencies' });
    return { result: { agencies: found }, say: () => tableOfAgencies(client, found, as) };
  },
});

async function tableOfAgencies(client: Client, found: readonly AgencyView[], as?: string): Promise<string> {
  const granted = new Set((await findGrantsInForce(client)).map(({ partner }) => partner));
  const rows = found.map((one) => [one.ori, one.name, one.class, standingOf(one, granted.has(one.ori))]);
  const table = (await haltAhead(client)) + tableOf(['ORI', 'name', 'class', 'standing'], rows);
  if (found.length <= SCREENFUL) return table;
  const narrower = nextCommand('agencies --county Adams --class municipal', as);
  return `${table}\n${counted(found.length, 'agency', 'agencies')}; fewer, for instance: ${narrower}`;
}

const showCommand = part({
  name: 'show',
  description: 'one agency, by any of its ORIs',
  argument: ['<agency>', 'ORI, e.g. CO0010000, or name', agency],
  example: 'agencies show COCSP0000',
  as: 'asks',
  work: async ({ as, client, named }) => {
    const found = await client
      .call<AgencyView>('GET', `/v1/agencies/${await findAgencyOri(client, named, as)}`)
      .catch(nextStep({ 404: findAgencyStep(as) }));
    const say = async () => {
      const [inForce] = await findGrantsInForce(client, found.ori);
      const grant = inForce ? `${inForce.id}, in force until ${inForce.validUntil}` : 'none in force';
      return (await haltAhead(client)) + membersOf({ ...found, grant });
    };
    return { result: found, say };
  },
});

interface FactOptions {
  readonly roster?: number;
  readonly status?: string;
  readonly reason?: string;
}

/** Makes no fact mandatory: the gateway knows what a new agency needs. */
const withFacts = (command: Command) =>
  addTermOptions(command, FACT_TERMS, { oris, state: stateCode }, false);

const stepsFor = (named: string, { roster, status }: FactOptions, as?: string) =>
  nextStep({
    404: findAgencyStep(as),
    409: `see how it stands: ${nextCommand(`agencies show ${quoted(named)}`, as)}`,
    ...(status === 'active' && roster === undefined ? { 422: ROSTER_STEP } : {}),
  });

const ROSTER_STEP =
  'correct what is named above, and send it again; a roster is given with, e.g., --roster 25';

const addCommand = part<FactOptions>({
  name: 'add',
  description: 'register an agency',
  // A new agency has no name yet that could be looked up.
  argument: ['<ori>', 'ORI, e.g. CO0010000', ori],
  options: withFacts,
  example: EXAMPLES.add,
  as: 'acts',
  acting: GRANTS,
  work: async ({ as, client, given, named }) => {
    const body = { ori: named, ...bodyOfOptions(FACT_TERMS, given) };
    const added = await client
      .call<AgencyView>('POST', '/v1/agencies', body)
      .catch(stepsFor(named, given, as));
    return { result: added, say: () => described(client, added, 'registered') };
  },
});

// A change may take a right away; only the gateway knows.
const changeCommand = part<FactOptions>({
  name: 'change',
  description:
    'change facts of an agency; what makes it ineligible (e.g. --status suspended) ends its grants',
  argument: ['<agency>', 'ORI, e.g. CO0010000, or name', agency],
  options: (command) =>
    addTermOptions(withFacts(command), AGREEMENT_FILE_TERMS, { agreementFile: hashOfFile }, false).option(
      '--reason <text>',
      'why; kept in the log entry; required if it takes access away',
      words('--reason', EXAMPLE_REASON),
    ),
  example: EXAMPLES.change,
  as: 'withdraws',
  acting: GRANTS,
  work: async ({ as, client, given, named, reason, roster }) => {
    const changes = bodyOfOptions({ ...FACT_TERMS, ...AGREEMENT_FILE_TERMS }, given);
    if (Object.keys(changes).length === 0)
      throw new Error('name what to change: a fact of the agency, e.g. `--status suspended`');
    const facts = { ...changes, reason };
    const path = `/v1/agencies/${await findAgencyOri(client, named, as)}`;
    await requireReason(client, path, facts);
    const changed = await client
      .call<AgencyView | RosterProposed>('PATCH', path, facts)
      .catch(stepsFor(named, given, as));
    if (!('index' in changed)) return { result: changed, say: () => described(client, changed, 'changed') };
    const again = `agencies change ${quoted(named)} --roster ${roster} --reason "…"`;
    const proposed = `a larger roster under the grant in force is proposed, log entry ${changed.index}; nothing has changed yet`;
    return { result: changed, say: () => [proposed, ...nextByAnother(client, again)].join('\n') };
  },
});

async function described(client: Client, agency: AgencyView, done: string): Promise<string> {
  const inForce = agency.eligible ? await findGrantsInForce(client, agency.ori) : [];
  return describeChange(client, agency, { done, isGranted: inForce.length > 0 });
}

/**
 * Checks a change that has no reason: first looks at how the agency stands.
 * @param path of the agency
 * @param facts as `factsOf` makes them
 * @throws Error with what to type if the change takes a right away; GatewayProblem if the look-up fails
 */
async function requireReason(
  client: Client,
  path: string,
  facts: Readonly<Record<string, unknown>>,
): Promise<void> {
  if (facts.reason !== undefined) return;
  // Neither of these two is changed at the command line.
  const same = { agreement: null, certification: null };
  const before = { ...(await client.call<Agency>('GET', path)), ...same };
  const given = Object.entries(facts).filter(([, fact]) => fact !== undefined);
  const lowered = withdrawalOf(before, { ...before, ...Object.fromEntries(given) });
  if (lowered.length === 0) return;
  throw new Error(
    `this takes access away (${lowered.join(', ')}), which the log keeps with its reason\n` +
      giveWords('--reason', EXAMPLE_REASON),
  );
}
