/**
 * Tells how to run a program of the gateway or of the tests in a process of its own: from JavaScript, as `npm start`
 * does. The first test of a run that starts one builds all of them; compiling in each process cost most of its start.
 */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { ROOT } from './source-files.ts';

/** Ms between two looks at whether another worker has built it. */
const LOOK_AGAIN = 50;

let ownDirectory: string | undefined;

/**
 * @param program below the project, e.g. `gateway/cli.ts`
 * @param source another checkout, or a changed copy, instead
 */
export function programArguments(program: string, source = ROOT): readonly [string] {
  const run = process.env.TEST_RUN_DIR ?? directoryOfSuite();
  const project = join(run, source === ROOT ? 'project' : `project-${basename(source)}`);
  buildOnce(project, source);
  return [join(project, 'dist', program.replace(/\.ts$/, '.js'))];
}

/** A suite that is a program of its own has no run's directory. Made once, and removed when the suite ends. */
function directoryOfSuite(): string {
  if (ownDirectory !== undefined) return ownDirectory;
  const made = mkdtempSync(join(tmpdir(), 'alpr-gateway-programs-'));
  process.once('exit', () => rmSync(made, { recursive: true, force: true }));
  ownDirectory = made;
  return made;
}

/** @throws Error with the compiler's words, for each who asks */
function buildOnce(project: string, source: string): void {
  const ended = `${project}-built`;
  if (isFirst(project)) {
    writeFileSync(`${ended}.new`, build(project, source));
    renameSync(`${ended}.new`, ended);
  }
  const clock = new Int32Array(new SharedArrayBuffer(4));
  while (!existsSync(ended)) Atomics.wait(clock, 0, 0, LOOK_AGAIN);
  const fault = readFileSync(ended, 'utf8');
  if (fault !== '') throw new Error(`the gateway could not be built: ${fault}`);
}

/** Not in the project's own `dist`, which another run may be replacing. @returns what went wrong, if anything */
function build(project: string, source: string): string {
  for (const name of ['node_modules', 'package.json', 'sharing-rules'])
    symlinkSync(join(source, name), join(project, name));
  const words = [join(ROOT, 'test/setup/build-programs.cjs'), join(project, 'dist'), source];
  const { error, status, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  return status === 0 ? '' : (error?.message ?? stderr);
}

function isFirst(directory: string): boolean {
  try {
    mkdirSync(directory);
    return true;
  } catch {
    return false;
  }
}
