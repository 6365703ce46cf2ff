/** The command line in a process that stays, for tests that run a hundred lines: each new one takes a second to start. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { programArguments } from '../program-arguments.ts';
import type { CliEnd } from './run-cli.ts';

export interface ResidentOrder {
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Written to both outputs after the command's last word. */
  readonly end: string;
}

export interface ResidentCli {
  /** @param onStderr given what it has written there so far, for a command that waits for a person */
  run(
    words: readonly string[],
    environment?: Readonly<Record<string, string>>,
    onStderr?: (text: string) => void,
  ): Promise<CliEnd>;
  /** Ends a command that serves, as a signal to a process of its own does: once, and not before it says that it is ready. */
  endServing(): void;
  /** All that was written so far, also by what a command that failed has left behind. */
  output(): string;
  stop(): Promise<void>;
}

/** Of anyone who runs the tests: no command of theirs finds another gateway by it. */
const FOREIGN = ['DATA_DIR', 'CLIENTS_FILE', 'GATEWAY_URL', 'OWNER_DATABASE_URL', 'OWNER_READS_DATABASE_URL'];

/** @param directory from which the commands are called */
export async function startResidentCli(directory: string): Promise<ResidentCli> {
  const environment: NodeJS.ProcessEnv = { ...process.env, NODE_OPTIONS: '' };
  for (const name of FOREIGN) delete environment[name];
  const child = spawn(process.execPath, programArguments('test/setup/commands/resident-cli-process.ts'), {
    cwd: directory,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  await started(child);
  return {
    run: (words, given = {}, onStderr = () => undefined) => runIn(child, words, given, onStderr),
    endServing: () => void child.kill('SIGTERM'),
    output: () => output,
    stop: async () => {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

/** @throws Error with its words where it ends instead */
function started(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let words = '';
    const hear = (chunk: string) => (words += chunk);
    child.stderr?.on('data', hear);
    child.once('message', () => {
      child.stderr?.off('data', hear);
      resolve();
    });
    child.once('close', () => reject(new Error(`the command line did not start:\n${words}`)));
  });
}

function runIn(
  child: ChildProcess,
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
  onStderr: (text: string) => void,
): Promise<CliEnd> {
  const end = `\n${randomUUID()}\n`;
  const said = { stdout: '', stderr: '' };
  return new Promise((resolve, reject) => {
    if (child.exitCode !== null) return reject(new Error('an earlier command has ended the process'));
    const hear = (name: 'stdout' | 'stderr') => (chunk: string) => {
      said[name] += chunk;
      if (name === 'stderr') onStderr(said.stderr);
      const [stdout, outEnded] = said.stdout.split(end);
      const [stderr, code] = said.stderr.split(end);
      if (outEnded === undefined || !code?.endsWith('\n')) return;
      stopHearing();
      resolve({ code: Number(code), stdout: stdout as string, stderr: stderr as string });
    };
    const [hearOut, hearErr] = [hear('stdout'), hear('stderr')];
    const onExit = () => {
      stopHearing();
      reject(new Error(`\`${words.join(' ')}\` has ended the process:\n${said.stdout}${said.stderr}`));
    };
    const stopHearing = () => {
      child.stdout?.off('data', hearOut);
      child.stderr?.off('data', hearErr);
      child.off('exit', onExit);
    };
    child.stdout?.on('data', hearOut);
    child.stderr?.on('data', hearErr);
    child.once('exit', onExit);
    child.send({ words, environment, end } satisfies ResidentOrder);
  });
}
