/** Two letters for a state, in any case. */
import { InvalidArgumentError } from 'commander';

/** A parser for commander. */
export function stateCode(text: string): string {
  const code = text.trim().toUpperCase();
  if (/^[A-Z]{2}$/.test(code)) return code;
  throw new InvalidArgumentError('write a state with two letters, e.g. CO');
}
