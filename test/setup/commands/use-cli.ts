/** The command line for tests of what it says and does: a line takes a tenth of the processor that a program of its own would. */
import { afterAll } from '@jest/globals';
import { type ResidentCli, startResidentCli } from './resident-cli.ts';
import type { runCli } from './run-cli.ts';

let shared: Promise<ResidentCli> | undefined;
/** Files that use it and have not ended. All of a folder are read before the first of their tests is run. */
let sharing = 0;

/**
 * Runs commands as `runCli` does, but in one process that stays, and that the files of one group share.
 * Registers a hook of jest's: to be called once, at the top of a file.
 */
export function useCli(): typeof runCli {
  sharing += 1;
  afterAll(async () => {
    sharing -= 1;
    if (sharing === 0) await (await shared)?.stop();
  });
  return async (words, environment) => {
    shared ??= startResidentCli(process.cwd());
    return (await shared).run(words, environment);
  };
}
