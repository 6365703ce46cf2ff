/** A demo as somebody has it who types commands: in a directory of its own, with the data where they are looked for. */
import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { type Client, connectWith } from '../../gateway/cli/client/connect.ts';
import { copyProject, type TypedDemo, typeDemo } from '../setup/checkout.ts';
import { type ResidentCli, startResidentCli } from '../setup/commands/resident-cli.ts';
import type { CliEnd } from '../setup/commands/run-cli.ts';
import { shellWords } from '../setup/commands/shell-words.ts';
import type { DemoJson } from '../setup/demo/running-demo.ts';
import { programArguments } from '../setup/program-arguments.ts';

export interface Scene {
  /** From which the commands are typed; the demo's data are in `.data` there. */
  readonly directory: string;
  readonly file: DemoJson;
  /** What the demo has printed. */
  readonly output: string;
  as(name: string): Promise<Client>;
  /**
   * Types a command of the gateway, in a process that stays.
   * @param onStderr as `ResidentCli` has it
   */
  type(line: string, onStderr?: (text: string) => void): Promise<CliEnd>;
  /** Types whatever a shell takes. */
  typeInShell(line: string): Promise<CliEnd>;
  /** Puts a file there. */
  put(name: string, content: string): Promise<void>;
  /** Another one each time. */
  number(): number;
}

const PATIENCE = 300_000;

/**
 * Registers jest's hooks: to be called once, at the top of a file.
 * @param start the line that starts the demo, typed in a copy of the project; a command of the gateway's is the built one
 */
export function useScene(start: string): () => Scene {
  let [directory, numbers] = ['', 0];
  let demo: TypedDemo;
  let cli: ResidentCli | undefined;
  const clients = new Map<string, Promise<Client>>();
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'commands-'));
    // As root, PostgreSQL's own user has to pass through it.
    await chmod(directory, 0o711);
    copyProject(directory);
    [demo, cli] = await Promise.all([
      typeDemo(directory, byBuilt(start), { HOT_LIST_DIR: directory }),
      startResidentCli(directory),
    ]);
  }, PATIENCE);
  afterAll(async () => {
    await Promise.all([cli?.stop(), demo?.stop()]);
    await rm(directory, { recursive: true, force: true });
  }, PATIENCE);
  const connect = (name: string) => {
    const client = connectWith(demo.file, name, demo.file.gateway);
    clients.set(name, client);
    return client;
  };
  return () => ({
    directory,
    file: demo.file,
    output: demo.output(),
    as: (name) => clients.get(name) ?? connect(name),
    type: (line, onStderr) => typeLine(cli as ResidentCli, line, onStderr),
    typeInShell: (line) => typeInShell(directory, line),
    put: (name, content) => writeFile(join(directory, name), content),
    number: () => (numbers += 1),
  });
}

/** Has a command of the gateway's run as it was built, like all that are typed later: tsx would compile it again. */
const byBuilt = (line: string) =>
  line.replace('npm run gateway --', () =>
    [process.execPath, ...programArguments('gateway/cli.ts')].join(' '),
  );

async function typeLine(cli: ResidentCli, line: string, onStderr?: (text: string) => void): Promise<CliEnd> {
  const { environment, words } = await shellWords(line);
  const own = words.indexOf('--');
  if (words[0] !== 'run' || own < 0) throw new Error(`this is no command of the gateway: ${line}`);
  return cli.run(words.slice(own + 1), environment, onStderr);
}

function typeInShell(directory: string, line: string): Promise<CliEnd> {
  return new Promise((resolve) => {
    const options = { cwd: directory, env: { ...process.env, NODE_OPTIONS: '' } };
    execFile('bash', ['--norc', '-c', line], options, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}
