/** Reads a month from the command line. */
import { InvalidArgumentError } from 'commander';

export function month(text: string): string {
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) return text;
  throw new InvalidArgumentError('write a month as year and month, e.g. 2026-10');
}
