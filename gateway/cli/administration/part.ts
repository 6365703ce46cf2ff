/** One part of a command: what its help says, as whom it acts, and how its result is printed. */
import { Argument, Command, type Option } from 'commander';
import { type Acting, APPROVES, type Client, type Connect, FIRST_ADMINISTRATOR } from '../client/connect.ts';
import { orUnknown } from '../client/or-unknown.ts';
import { actAs, askAs, asOption, type ClientOptions, jsonOption } from '../client-options.ts';
import { printResult } from '../print-result.ts';
import { print } from '../write-out.ts';

interface Words {
  readonly name: string;
  /** Those of the program itself have theirs in its list, `commands/commands.ts`. */
  readonly description?: string;
  readonly argument?: readonly [flags: string, description: string, parse?: (text: string) => unknown];
  readonly options?: (command: Command) => Command;
  /** Says that the options stand in the help below `--as` and `--json`. */
  readonly optionsLast?: true;
  /** Stands in the help above the example. */
  readonly notes?: string;
  /** The words that follow `npm run gateway --`; a list, if each is an example of its own. */
  readonly example: string | readonly string[];
  /** The shape of the result, for programs. */
  readonly json?: string;
}

/** Holds the argument and the options of a command, as commander reads them. */
type Typed<Given> = Given & {
  /** The argument; empty where the part takes none. */
  readonly named: string;
  /** The options alone. */
  readonly given: Given;
};

/** The value that the work of a part is given. */
export type Asked<Given = object, Read = unknown> = ClientOptions &
  Typed<Given> & {
    readonly client: Client;
    /** The value that `read` has returned. */
    readonly read: Read;
  };

export interface Told {
  /** The result, which programs are given. */
  readonly result: unknown;
  /** Returns the text that people are told in place of the result. */
  readonly say: () => string | Promise<string>;
  /** Returns the lines that follow on the screen; it may ask the gateway further questions. */
  readonly more?: () => Promise<readonly (string | null)[]>;
}

export interface Part<Given, Read = unknown> extends Words {
  /**
   * The kind of act: `asks` changes nothing; `acts` does; `withdraws` takes a right away, and says so if no
   * answer came; `approves` is the word of the second of two persons, and says who that must not be.
   */
  readonly as: 'asks' | 'acts' | 'withdraws' | { readonly approves: string } | { readonly asks: string };
  /** Default: by the first administrator. */
  readonly acting?: Acting;
  /** Reads what was typed before anybody is asked. @throws Error for what cannot be meant */
  readonly read?: (given: Given) => Read;
  readonly work: (asked: Asked<Given, Read>) => Promise<Told>;
}

/** A part that asks no gateway as anybody: it reads files or public pages, or is the owner of the databases. */
export interface LocalPart<Given> extends Words {
  readonly work: (typed: Typed<Given> & Pick<ClientOptions, 'json'>) => Promise<Told>;
}

/** Returns what makes the command, once it is known how the gateway is reached. */
export function part<Given extends object = object, Read = unknown>(
  words: Part<Given, Read>,
): (connect: Connect) => Command {
  const { as, read, work } = words;
  const acting = words.acting ?? (typeof as === 'object' && 'approves' in as ? APPROVES : undefined);
  return (connect) =>
    commandOf(words, [whoActs(as, acting?.otherwise)], async (typed, { as: by, json }, command) => {
      const known = read?.(typed.given as Given);
      const ask = async () => {
        const asked = { ...typed, as: by, json, client: await connect(by, acting), read: known };
        return work(asked as unknown as Asked<Given, Read>);
      };
      return as === 'withdraws' ? orUnknown(command, ask) : ask();
    });
}

export function localPart<Given extends object = object>(words: LocalPart<Given>): Command {
  return commandOf(words, [], (typed, { json }) => words.work({ ...typed, json } as never));
}

function whoActs(as: Part<never>['as'], otherwise: string | undefined): Option {
  const inDemo = otherwise === FIRST_ADMINISTRATOR ? undefined : otherwise;
  if (as === 'asks') return askAs(inDemo);
  if (typeof as === 'string') return actAs(inDemo);
  if ('asks' in as) return asOption(as.asks);
  return asOption(`${as.approves} (default: who has signed in; in the demo, else ${otherwise})`);
}

function commandOf(
  words: Words,
  who: readonly Option[],
  run: (typed: Typed<object>, own: ClientOptions, command: Command) => Promise<Told>,
): Command {
  const {
    argument,
    description = '',
    example,
    json,
    notes = '',
    options = (command) => command,
    optionsLast,
  } = words;
  const command = new Command(words.name).description(description);
  if (argument !== undefined) {
    const [flags, what, parse] = argument;
    const taken = new Argument(flags, what);
    command.addArgument(parse === undefined ? taken : taken.argParser(parse));
  }
  if (!optionsLast) options(command);
  for (const option of [...who, jsonOption(json)]) command.addOption(option);
  if (optionsLast) options(command);
  const examples = [example].flat().map((one) => `\n  npm run gateway -- ${one}`);
  const title = typeof example === 'string' ? 'Example' : 'Examples';
  return command
    .addHelpText('after', `${notes}\n${title}:${examples.join('')}`)
    .action(async (...typed: unknown[]) => {
      const named = argument === undefined ? '' : ((typed[0] ?? '') as string);
      const { as, json: isJson, ...given } = command.opts<ClientOptions>();
      const own = { as, json: isJson } as ClientOptions;
      const { more, result, say } = await run({ ...given, named, given }, own, command);
      const said = isJson ? '' : await say();
      printResult(result, isJson === true, () => said);
      if (isJson || more === undefined) return;
      for (const line of await more()) if (line !== null) print(`${line}\n`);
    });
}
