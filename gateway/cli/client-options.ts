/** Defines the options of every command that asks the gateway: who acts, and how the answer is printed. */
import { Option } from 'commander';
import { agency } from './ori-argument.ts';

export interface ClientOptions {
  readonly as?: string;
  readonly json?: true;
}

export function asOption(description: string): Option {
  return new Option('--as <client>', description);
}

/** @param inDemo who acts there if nobody is named; default: its first administrator */
export function actAs(inDemo?: string): Option {
  return asOption(`client to act as${defaultOf(inDemo)}`);
}

/** Returns the same option as `actAs`, for commands that change nothing. */
export function askAs(inDemo?: string): Option {
  return asOption(`client to ask as${defaultOf(inDemo)}`);
}

export function onlyAgencyOption(): Option {
  return new Option('--agency <agency>', 'only those of one agency, by ORI or name').argParser(agency);
}

/** @param shape of the result, for programs that read it */
export function jsonOption(shape?: string): Option {
  return new Option('--json', `print the result as JSON${shape === undefined ? '' : `: ${shape}`}`);
}

function defaultOf(inDemo: string | undefined): string {
  return inDemo === undefined ? '' : ` (default in the demo: ${inDemo})`;
}
