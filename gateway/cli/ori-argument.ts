/** Parses ORIs of the command line, in any case and with blanks around them, as people copy them. */
import { InvalidArgumentError } from 'commander';
import { parseOri } from '../../sharing-rules/terms/ori.ts';

/** Parses an ORI for commander; the gateway itself takes only the exact form. */
export function ori(text: string): string {
  const found = parseOri(text.trim().toUpperCase());
  if (found === null) throw new InvalidArgumentError('an ORI has nine characters, e.g. CO0010000');
  return found;
}

/** Parses ORIs separated by commas. */
export function oris(text: string): string[] {
  return text.split(',').map(ori);
}

/**
 * Parses for commander an agency's ORI or name. One word with a digit must be an ORI, and is checked as one:
 * no agency's name is such a word.
 */
export function agency(text: string): string {
  return /^\s*\w*\d\w*\s*$/.test(text) ? ori(text) : text.trim();
}
