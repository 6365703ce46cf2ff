/** The end of every suite that is a program of its own: it can be stopped, and says what is wrong with its options. */
import { type Command, InvalidArgumentError } from 'commander';

/**
 * Exits 2 where the suite could not be carried out. What it started is ended when it is: see the `exit` handlers of the
 * programs.
 */
export async function runHarness(program: Command): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
  try {
    await program.parseAsync();
  } catch (error) {
    process.stderr.write(
      `${error instanceof InvalidArgumentError ? error.message : (error as Error).stack}\n`,
    );
    process.exitCode = 2;
  }
}
