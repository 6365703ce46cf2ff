/** One part of an administrators' command: what its help says, as whom it acts, and how its result is printed. */
import { Argument, Command, type Option } from 'commander';
import { type Acting, APPROVES, type Client, type Connect } from '../client/connect.ts';
import { orUnknown } from '../client/or-unknown.ts';
import { actAs, askAs, asOption, type ClientOptions, jsonOption } from '../client-options.ts';
import { printResult } from '../print-result.ts';
import { print } from '../write-out.ts';

/** The value that the work of a part is given. */
export type Asked<Given> = ClientOptions &
  Given & {
    readonly client: Client;
    /** The argument; empty where the part takes none. */
    readonly named: string;
    /** The options alone, as commander has read them. */
    readonly given: Given;
  };

export interface Told {
  /** The result, which programs are given. */
  readonly result: unknown;
  /** Returns the text that people are told in place of the result. */
  readonly say: () => string | Promise<string>;
  /** Returns the lines that follow on the screen; it may ask the gateway further questions. */
  readonly more?: () => Promise<readonly (string | null)[]>;
}

export interface Part<Given> {
  readonly name: string;
  readonly description: string;
  readonly argument?: readonly [flags: string, description: string, parse?: (text: string) => unknown];
  readonly options?: (command: Command) => Command;
  /** Stands in the help above the example. */
  readonly notes?: string;
  /** The words that follow `npm run gateway --`. */
  readonly example: string;
  /** The shape of the result, for programs. */
  readonly json?: string;
  /**
   * The kind of act: `asks` changes nothing; `acts` does; `withdraws` takes a right away, and says so if no
   * answer came; `approves` is the word of the second of two persons, and says who that must not be.
   */
  readonly as: 'asks' | 'acts' | 'withdraws' | { readonly approves: string };
  /** Default: by the first administrator. */
  readonly acting?: Acting;
  readonly work: (asked: Asked<Given>) => Promise<Told>;
}

const whoActs = (as: Part<never>['as']): Option => {
  if (typeof as === 'string') return as === 'asks' ? askAs() : actAs();
  return asOption(`${as.approves} (default: who has signed in; in the demo, else admin-2)`);
};

export function part<Given extends object = object>(connect: Connect, words: Part<Given>): Command {
  const { argument, as, example, json, notes = '', options = (command) => command } = words;
  const command = new Command(words.name).description(words.description);
  if (argument !== undefined) {
    const [flags, description, parse] = argument;
    const taken = new Argument(flags, description);
    command.addArgument(parse === undefined ? taken : taken.argParser(parse));
  }
  return options(command)
    .addOption(whoActs(as))
    .addOption(jsonOption(json))
    .addHelpText('after', `${notes}\nExample:\n  npm run gateway -- ${example}`)
    .action(async (...typed: unknown[]) => {
      const named = argument === undefined ? '' : (typed[0] as string);
      const { as: by, json: isJson, ...given } = command.opts<ClientOptions>();
      const acting = words.acting ?? (typeof as === 'string' ? undefined : APPROVES);
      const work = async () => {
        const client = await connect(by, acting);
        const asked = { ...given, as: by, json: isJson, named, given, client };
        return words.work(asked as unknown as Asked<Given>);
      };
      const { more, result, say } = await (as === 'withdraws' ? orUnknown(command, work) : work());
      const said = isJson ? '' : await say();
      printResult(result, isJson === true, () => said);
      if (isJson || more === undefined) return;
      for (const line of await more()) if (line !== null) print(`${line}\n`);
    });
}
