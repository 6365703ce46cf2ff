/** The commands of clients, persons and issuers: each kind is listed, and one of it is removed, or suspended, at once. */
import { Command, Option } from 'commander';
import { IDENTITY_STATUSES } from '../../../sharing-rules/terms/statuses.ts';
import { type Connect, RAISES } from '../../cli/client/connect.ts';
import { describeLowering } from '../../cli/client/describe-lowering.ts';
import { findGivenAgencyOri } from '../../cli/client/find-agency.ts';
import { findListed, type NamedList } from '../../cli/client/find-listed.ts';
import { nextStep } from '../../cli/client/next-step.ts';
import { orUnknown } from '../../cli/client/or-unknown.ts';
import { readPages, searchOf } from '../../cli/client/read-pages.ts';
import { nextByAnother } from '../../cli/client/who-else.ts';
import { actAs, type ClientOptions, jsonOption, onlyAgencyOption } from '../../cli/client-options.ts';
import { nextCommand, quoted } from '../../cli/next-command.ts';
import { printResult } from '../../cli/print-result.ts';
import { reasonOption } from '../../cli/reason-option.ts';
import { tableOf } from '../../cli/table-of.ts';
import type { LoweringResult } from '../../release/revoke/lower-right.ts';

interface Listed {
  readonly id: string;
  readonly status: string;
}

/** What a command that stops one says. */
interface StopWords<Result> {
  readonly description: string;
  readonly argument: string;
  readonly reason: string;
  /** What the one who does it must know before. */
  readonly warning?: string;
  readonly example: string;
  /** The next step where the gateway does not know the asker. */
  readonly whereUnknown?: string;
  /** What else the answer says. */
  readonly describe?: (result: Result) => string;
}

/** What the commands of one kind say and show. */
export interface IdentityWords<View extends Listed, Result extends LoweringResult>
  extends Pick<NamedList<View>, 'id' | 'names' | 'describe'> {
  readonly what: 'client' | 'person' | 'issuer';
  readonly description: string;
  /** What its id is called. */
  readonly idIsA: 'number' | 'id';
  readonly list: {
    readonly description: string;
    /** Options of an example. */
    readonly example: string;
    /** Whether each is of an agency. */
    readonly ofAgency: boolean;
    /** By the heads of the table. */
    readonly columns: Readonly<Record<string, (one: View) => string | readonly string[]>>;
  };
  readonly remove: StopWords<Result>;
  readonly suspend?: StopWords<Result>;
}

export function identityCommand<View extends Listed, Result extends LoweringResult = LoweringResult>(
  connect: Connect,
  words: IdentityWords<View, Result>,
): Command {
  const command = new Command(words.what)
    .description(words.description)
    .addCommand(listCommand(connect, words))
    .addCommand(stopCommand(connect, words, 'remove', words.remove));
  return words.suspend === undefined
    ? command
    : command.addCommand(stopCommand(connect, words, 'suspend', words.suspend));
}

const common = (command: Command) => command.addOption(actAs()).addOption(jsonOption());

function listCommand<View extends Listed, Result extends LoweringResult>(
  connect: Connect,
  { list, what }: IdentityWords<View, Result>,
): Command {
  const command = common(new Command('list').description(list.description));
  if (list.ofAgency) command.addOption(onlyAgencyOption());
  return command
    .addOption(new Option('--status <status>').choices(IDENTITY_STATUSES))
    .addHelpText('after', `\nExample:\n  npm run gateway -- ${what} list ${list.example}`)
    .action(async ({ agency, as, json, status }: ClientOptions & { agency?: string; status?: string }) => {
      const client = await connect(as);
      const filters = { agency: await findGivenAgencyOri(client, agency, as), status };
      const path = `/v1/${what}s${searchOf({ ...filters, limit: '200' })}`;
      const found = await readPages<View>(client, path, `${what}s`);
      printResult({ [`${what}s`]: found }, json === true, () =>
        tableOf(
          Object.keys(list.columns),
          found.map((one) => Object.values(list.columns).map((textOf) => textOf(one))),
        ),
      );
    });
}

/** Of what takes two, nothing is done by the first. */
interface StopProposed {
  readonly status: 'proposed';
  readonly index: number;
}

type StopResult<Result> = StopProposed | (Result & { readonly status: string; readonly halted: boolean });

function stopCommand<View extends Listed, Result extends LoweringResult>(
  connect: Connect,
  { idIsA, what, ...named }: IdentityWords<View, Result>,
  verb: 'remove' | 'suspend',
  words: StopWords<Result>,
): Command {
  const { argument, describe = () => '', description, example, warning = '', whereUnknown } = words;
  const done = verb === 'remove' ? 'removed' : 'suspended';
  const list = {
    ...named,
    what,
    path: `/v1/${what}s?limit=200`,
    member: `${what}s`,
    command: `${what} list`,
  };
  return common(new Command(verb).description(description))
    .argument(`<${what}>`, argument)
    .addOption(reasonOption(words.reason))
    .addHelpText('after', `${warning}\nExample:\n  npm run gateway -- ${what} ${verb} ${example}`)
    .action(async (name: string, options: ClientOptions & { reason: string }, command: Command) => {
      const { as, json, reason } = options;
      const step = nextStep({
        ...(whereUnknown === undefined ? {} : { 401: whereUnknown }),
        404: `give the ${idIsA} that it has in: ${nextCommand(list.command, as)}`,
      });
      const { before, client, result } = await orUnknown(command, async () => {
        // Of a Chief or auditor it takes a second factor, which a key has not.
        const client = await (verb === 'remove' && what === 'person' ? connect(as, RAISES) : connect(as));
        const { id, status: before } = await findListed<View>(client, list, name, as);
        const path = `/v1/${what}s/${id}/${verb}`;
        return { before, client, result: await client.call<StopResult<Result>>('POST', path, { reason }) };
      }).catch(step);
      printResult(result, json === true, () => {
        if (!('halted' in result)) {
          return [
            `proposed, log entry ${result.index}: ${what} ${name} is ${done} when another administrator does the same`,
            ...nextByAnother(client, `${what} ${verb} ${quoted(name)} --reason "…"`),
          ].join('\n');
        }
        const now = before === done ? `was ${done} already, and this marks it again` : `is ${done}`;
        return `${what} ${name} ${now}; ${describeLowering(result)}${describe(result)}${result.halted ? HALTED : ''}`;
      });
    });
}

const HALTED =
  '\nall sharing is halted: neither a Chief nor an auditor can sign in; before two administrators resume it,' +
  '\nreinstate one, or have the owner of the database register one with `register`';
