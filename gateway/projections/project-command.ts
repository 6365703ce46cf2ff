/** `audit project`: how far what is derived from the log is, whether it is what the log says, and building it again. */
import { Argument, Command, Option } from 'commander';
import { jsonOption } from '../cli/client-options.ts';
import { gatewayAddress } from '../cli/database-addresses.ts';
import type { ProjectOptions } from './look-at-projections.ts';
import { PROJECTION_NAMES } from './projections-store.ts';

export function projectCommand(): Command {
  return new Command('project')
    .description(
      'what is derived from the log: how far it is, whether it is what the log says, and building it again',
    )
    .addArgument(new Argument('[name]', 'one of them; default: all').choices(PROJECTION_NAMES))
    .addOption(new Option('--verify', 'make it again from the log, and compare').conflicts('rebuild'))
    .option('--rebuild', 'build it again from the log; the gateway goes on serving')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `\nSet DATABASE_URL to the gateway's own log-in, or leave the demo running. While the search is being built,
what needs it is answered 503 with how far it is; releases and revocations need none of it. Entries whose details
were erased by policy are left out, and named.
Exit code: 0 all as the log says, 1 something differs.

Example:
  npm run gateway -- audit project
  npm run gateway -- audit project --verify
  npm run gateway -- audit project --rebuild search`,
    )
    .action(async (name: string | undefined, options: ProjectOptions) => {
      // What it needs takes longer to load than the help of all commands.
      const { lookAtProjections } = await import('./look-at-projections.ts');
      await lookAtProjections(gatewayAddress(), name, options);
    });
}
