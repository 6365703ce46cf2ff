/** The command line in a process that stays: it runs one line after another, and says where each ends. */
import { runProgram } from '../../../gateway/commands/run-program.ts';
import type { ResidentOrder } from './resident-cli.ts';

process.on('message', async ({ words, environment, end }: ResidentOrder) => {
  Object.assign(process.env, environment);
  process.exitCode = undefined;
  const failed = await runProgram(words);
  const code = failed ?? process.exitCode ?? 0;
  for (const name of Object.keys(environment)) delete process.env[name];
  // A command that served, and was told to stop, would end the process at the next such signal.
  for (const signal of ['SIGINT', 'SIGTERM']) process.removeAllListeners(signal);
  process.stdout.write(end);
  process.stderr.write(`${end}${code}\n`);
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
