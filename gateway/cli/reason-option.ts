/** `--reason`: why somebody does it, in words of their own, since it is kept in the log. */
import { Option } from 'commander';

/** The placeholder of a printed next step, and whatever else holds no letter and no digit. */
const NO_WORDS = /^[^\p{L}\p{N}]*$/u;

/**
 * A parser for commander.
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

/** What to type, where a reason is missing. */
export function giveWords(option: string, example: string): string {
  return `next: type the same again with why, in your own words, for instance: ${option} "${example}"`;
}

/** It must be given. */
export function reasonOption(example: string, description = 'why; kept in the log entry'): Option {
  return reasonIfGiven(example, description).makeOptionMandatory();
}

/** As `reasonOption`, where what is done must not wait for words. */
export function reasonIfGiven(example: string, description: string): Option {
  return new Option('--reason <text>', description).argParser(words('--reason', example));
}
