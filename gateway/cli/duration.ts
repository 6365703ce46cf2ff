/** Parses spans of time as people write them. */
import { InvalidArgumentError } from 'commander';

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** Returns `90s`, `15m`, `6h`, `1d` in seconds. @throws InvalidArgumentError */
export function duration(text: string): number {
  const [, number, unit] = /^([1-9][0-9]{0,5})([smhd])$/.exec(text) ?? [];
  if (number === undefined || unit === undefined) {
    throw new InvalidArgumentError('write a number and its unit, e.g. 90s, 15m, 6h, 1d');
  }
  return Number(number) * (SECONDS[unit] as number);
}
