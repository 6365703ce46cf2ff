/** `serve`: one node of a gateway. */
import { Command } from 'commander';
import { PLAIN_WIDTH } from '../cli/table-of.ts';
import { wrapped } from '../cli/wrapped.ts';
import { SETTINGS, type Setting } from '../settings/settings.ts';

const NAMES = 28;

export function serveCommand(): Command {
  return new Command('serve')
    .addHelpText('after', `\nSettings:\n${describeSettings()}\n\nExample:\n  npm run gateway -- serve`)
    .action(async () => (await import('../node/serve.ts')).serve(process.env));
}

function describeSettings(): string {
  return (Object.values(SETTINGS) as Setting<unknown>[])
    .map(({ name, what, fallback }) => {
      const known =
        fallback === undefined ? 'must be given' : fallback === '' ? 'default: none' : `default: ${fallback}`;
      const indent = ' '.repeat(NAMES + 2);
      return `  ${name.padEnd(NAMES)}${wrapped(`${what} (${known})`, PLAIN_WIDTH - NAMES - 2, indent)}`;
    })
    .join('\n');
}
