/**
 * How a process of its own runs a program of the gateway: as `npm start` does, from what `npm run build` makes. The
 * first test of a run that starts one makes it; compiling the source in each process again cost most of its start.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RUN_TYPESCRIPT } from './commands/run-typescript.ts';
import { ROOT } from './source-files.ts';

/** Ms between two looks at whether another worker has built it. */
const LOOK_AGAIN = 50;

/** What `npm run build` copies beside what it compiles. */
const COPIED = [
  ...['gateway/pages/assets/files', 'gateway/docs', 'README.md', 'SECURITY.md'],
  ...['README', 'onboarding', 'verify-it-yourself'].map((name) => `partner-kit/${name}.md`),
];

/** @param program below the project, e.g. `gateway/cli.ts`; outside jest its source is run */
export function programArguments(program: string): readonly string[] {
  const run = process.env.TEST_RUN_DIR;
  if (run === undefined) return [...RUN_TYPESCRIPT, join(ROOT, program)];
  const project = join(run, 'project');
  buildOnce(project);
  return [join(project, 'dist', program.replace(/\.ts$/, '.js'))];
}

/** @throws Error with the compiler's words, for each who asks */
function buildOnce(project: string): void {
  const ended = `${project}-built`;
  if (isFirst(project)) {
    writeFileSync(`${ended}.new`, build(project));
    renameSync(`${ended}.new`, ended);
  }
  const clock = new Int32Array(new SharedArrayBuffer(4));
  while (!existsSync(ended)) Atomics.wait(clock, 0, 0, LOOK_AGAIN);
  const fault = readFileSync(ended, 'utf8');
  if (fault !== '') throw new Error(`the gateway could not be built: ${fault}`);
}

/** Not in the project's own `dist`, which another run may be replacing. @returns what went wrong, if anything */
function build(project: string): string {
  for (const name of ['node_modules', 'package.json', 'sharing-rules'])
    symlinkSync(join(ROOT, name), join(project, name));
  const words = ['-p', 'tsconfig.json', '--outDir', join(project, 'dist')];
  const { error, status, stdout } = spawnSync(join(ROOT, 'node_modules/.bin/tsc'), words, {
    cwd: ROOT,
    encoding: 'utf8',
  });
  for (const name of COPIED) cpSync(join(ROOT, name), join(project, 'dist', name), { recursive: true });
  return status === 0 ? '' : (error?.message ?? `${stdout}`);
}

function isFirst(directory: string): boolean {
  try {
    mkdirSync(directory);
    return true;
  } catch {
    return false;
  }
}
