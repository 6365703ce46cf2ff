/** Parses numbers of the command line; refuses a bad one before anything is sent. */
import { InvalidArgumentError } from 'commander';

/** Makes a parser for commander. @param why follows the limits, e.g. `nothing older is released` */
export function numberBetween(least: number, most: number, why?: string) {
  return (text: string): number => {
    const number = text.trim() === '' ? Number.NaN : Number(text);
    if (number >= least && number <= most) return number;
    throw new InvalidArgumentError(
      `give a number from ${least} to ${most}${why === undefined ? '' : `: ${why}`}`,
    );
  };
}

export function wholeBetween(least: number, most: number) {
  return (text: string): number => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`give a whole number from ${least} to ${most}`);
  };
}
