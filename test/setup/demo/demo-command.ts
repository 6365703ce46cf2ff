/** A command as somebody types it beside the running demo. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { programArguments } from '../program-arguments.ts';
import type { RunningDemo } from './running-demo.ts';

/** Resolves to what it wrote to standard output. @throws where it ends with a fault */
export async function demoCommand(
  { dataDir }: Pick<RunningDemo, 'dataDir'>,
  ...words: readonly string[]
): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...programArguments('gateway/cli.ts'), ...words],
    { env: { ...process.env, NODE_OPTIONS: '', DATA_DIR: dataDir } },
  );
  return stdout;
}
