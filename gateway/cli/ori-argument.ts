/** ORIs of the command line: in any case and with blanks around them, as they are copied out of letters. */
import { InvalidArgumentError } from 'commander';
import { parseOri } from '../../sharing-rules/terms/ori.ts';

/** A parser for commander. The gateway itself tolerates nothing. */
export function ori(text: string): string {
  const found = parseOri(text.trim().toUpperCase());
  if (found === null) throw new InvalidArgumentError('an ORI has nine characters, e.g. CO0010000');
  return found;
}

/** With commas between. */
export function oris(text: string): string[] {
  return text.split(',').map(ori);
}

/**
 * A parser for commander, where the name of an agency does too. One word with a digit is meant as an ORI, and checked as
 * one: no name of an agency is.
 */
export function agency(text: string): string {
  return /^\s*\w*\d\w*\s*$/.test(text) ? ori(text) : text.trim();
}
