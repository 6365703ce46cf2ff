/** `demo`: a whole gateway on this machine, and the codes of the people who sign in there. */
import { Command } from 'commander';
import { demoCodeCommand } from '../demo/demo-code-command.ts';
import { loadDemo } from '../demo/load-demo.ts';

export function demoCommand(): Command {
  return new Command('demo')
    .addHelpText('after', '\nExample:\n  npm run gateway -- demo')
    .option('--history', 'make a month of invented history first, on new data only (about half a minute)')
    .option('--peer', 'run another agency’s gateway beside it, in an agreement with it')
    .action(async ({ history, peer }: { history?: true; peer?: true }) =>
      (await loadDemo()).runDemo(process.env, { history: history === true, peer: peer === true }),
    )
    .addCommand(demoCodeCommand());
}
