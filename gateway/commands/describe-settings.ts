/** Describes the settings for `serve --help`. */
import { PLAIN_WIDTH } from '../cli/table-of.ts';
import { wrapped } from '../cli/wrapped.ts';
import { SETTINGS, type Setting } from '../settings/settings.ts';

const NAMES = 28;

/** Returns each setting with its default. */
export function describeSettings(): string {
  return (Object.values(SETTINGS) as Setting<unknown>[])
    .map(({ name, what, fallback }) => {
      const known =
        fallback === undefined ? 'must be given' : fallback === '' ? 'default: none' : `default: ${fallback}`;
      const indent = ' '.repeat(NAMES + 2);
      return `  ${name.padEnd(NAMES)}${wrapped(`${what} (${known})`, PLAIN_WIDTH - NAMES - 2, indent)}`;
    })
    .join('\n');
}
