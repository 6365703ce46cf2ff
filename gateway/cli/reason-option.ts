/** Defines `--reason`: why somebody does it, in their own words, since the log keeps it. */
import { Option } from 'commander';

/** Matches the placeholder of a printed next step, and any text without letters and digits. */
const NO_WORDS = /^[^\p{L}\p{N}]*$/u;

/**
 * Makes a parser for commander.
 * @param option as it is typed, e.g. `--reason`
 * @param example what somebody might write
 * @throws Error for a text without words: it says what to write instead
 */
export function words(option: string, example: string): (text: string) => string {
  return (text) => {
    if (!NO_WORDS.test(text)) return text;
    throw new Error(`\`${option}\` needs words in place of \`${text}\`\n${giveWords(option, example)}`);
  };
}

/** Returns what to type if a reason is missing. */
export function giveWords(option: string, example: string): string {
  return `next: type the same again with why, in your own words, for instance: ${option} "${example}"`;
}

/** Returns the option if it must be given. */
export function reasonOption(example: string, description = 'why; kept in the log entry'): Option {
  return reasonIfGiven(example, description).makeOptionMandatory();
}

/** Returns the option if the act must not wait for words. */
export function reasonIfGiven(example: string, description: string): Option {
  return new Option('--reason <text>', description).argParser(words('--reason', example));
}
