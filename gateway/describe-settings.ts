/** What `serve --help` says of the settings. */
import { SETTINGS, type Setting } from './settings.ts';

/** A line for each setting, with its default. */
export function describeSettings(): string {
  return (Object.values(SETTINGS) as Setting<unknown>[])
    .map(({ name, what, fallback }) => {
      const known =
        fallback === undefined ? 'must be given' : fallback === '' ? 'default: none' : `default: ${fallback}`;
      return `  ${name.padEnd(27)} ${what} (${known})`;
    })
    .join('\n');
}
