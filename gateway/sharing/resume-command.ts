/** `resume`: ends a halt; grants in force share again. */
import { Command } from 'commander';
import type { Connect } from '../cli/connect.ts';
import { printResult } from '../cli/print-result.ts';
import type { SharingState } from './sharing-store.ts';

interface ResumeOptions {
  readonly reason?: string;
  readonly as?: string;
  readonly json?: true;
}

export function resumeCommand(connect: Connect): Command {
  return new Command('resume')
    .description('end a halt: grants in force share again; revoked ones stay revoked')
    .option('--reason <text>', 'why; kept in the log entry')
    .option('--as <client>', 'client to act as')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', '\nExample:\n  npm run gateway -- resume --reason "order lifted"')
    .action(async ({ as, json, reason }: ResumeOptions) => {
      const client = await connect(as);
      const { halted } = await client.call<SharingState>('GET', '/v1/sharing');
      const result = await client.call<{ index: number }>('POST', '/v1/sharing/resume', { reason });
      printResult(result, json === true, () =>
        halted
          ? `sharing goes on since log entry ${result.index}`
          : `sharing was not halted (log entry ${result.index})`,
      );
    });
}
