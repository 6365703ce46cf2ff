/** One part of an administrators' command: what its help says, as whom it acts, and how its result is printed. */
import { Argument, Command, type Option } from 'commander';
import { type Acting, APPROVES, type Client, type Connect } from '../client/connect.ts';
import { orUnknown } from '../client/or-unknown.ts';
import { actAs, askAs, asOption, type ClientOptions, jsonOption } from '../client-options.ts';
import { printResult } from '../print-result.ts';
import { print } from '../write-out.ts';

/** What is given to the work of a part. */
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
  /** What people are told in its place. */
  readonly say: () => string | Promise<string>;
  /** What people are told when that is on the screen: it may take further questions. */
  readonly more?: () => Promise<readonly (string | null)[]>;
}

export interface Part<Given> {
  readonly name: string;
  readonly description: string;
  readonly argument?: readonly [flags: string, description: string, parse?: (text: string) => unknown];
  readonly options?: (command: Command) => Command;
  /** Stands in the help above the example. */
  readonly notes?: string;
  /** What follows `npm run gateway --`. */
  readonly example: string;
  /** The shape of the result, for programs. */
  readonly json?: string;
  /**
   * As whom: `asks` changes nothing, `acts` does, `lowers` takes a right away, where no answer is told as what it is;
   * the second of two persons approves, and the text says whom that must not be.
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
