/** `serve`: one node of a gateway. */
import { Command } from 'commander';
import { describeSettings } from './describe-settings.ts';

export function serveCommand(): Command {
  return new Command('serve')
    .addHelpText('after', `\nSettings:\n${describeSettings()}\n\nExample:\n  npm run gateway -- serve`)
    .action(async () => (await import('../node/serve.ts')).serve(process.env));
}
