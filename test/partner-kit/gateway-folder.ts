/** A gateway's folder as a reader of our pages has it, beside a running demo: the commands of a page are run there. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll } from '@jest/globals';
import { borrowDemo, type RunningDemo } from '../setup/demo/running-demo.ts';
import { programArguments } from '../setup/program-arguments.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface GatewayFolder {
  /** Runs commands as they stand on a page, until one fails. @param program found before others of its name */
  run(commands: string, program?: string): { readonly status: number | null; readonly words: string };
  /** The text of a file that they made there. */
  read(name: string): string;
  remove(): Promise<void>;
}

/** One beside a demo of its own, for the tests around it. */
export function useGatewayFolder(): { readonly demo: RunningDemo; readonly folder: GatewayFolder } {
  const place: { demo?: RunningDemo; folder?: GatewayFolder } = {};
  beforeAll(async () => {
    place.demo = await borrowDemo();
    place.folder = makeGatewayFolder(place.demo);
  }, 300_000);
  afterAll(async () => {
    await place.folder?.remove();
    await place.demo?.stop();
  }, 60_000);
  return place as { readonly demo: RunningDemo; readonly folder: GatewayFolder };
}

function makeGatewayFolder(demo: RunningDemo): GatewayFolder {
  const above = mkdtempSync(join(tmpdir(), 'gateway-folder-'));
  const folder = join(above, 'gateway');
  mkdirSync(folder);
  symlinkSync(demo.dataDir, join(folder, '.data'));
  // Written to by what is tried there.
  cpSync(join(ROOT, 'partner-kit'), join(folder, 'partner-kit'), { recursive: true });
  for (const name of ['node_modules', 'gateway', 'sharing-rules', 'migrations']) {
    symlinkSync(join(ROOT, name), join(folder, name));
  }
  // Compiled once, and not by each command that is typed.
  const { scripts, ...rest } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const gateway = ['node', ...programArguments('gateway/cli.ts')].join(' ');
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...rest, scripts: { ...scripts, gateway } }));
  return {
    run: (commands, program = process.execPath) => {
      const { output, status } = spawnSync('bash', ['-euc', commands], {
        cwd: folder,
        env: { ...process.env, NODE_OPTIONS: '', PATH: dirname(program) + delimiter + process.env.PATH },
        encoding: 'utf8',
      });
      return { status, words: output.join('') };
    },
    read: (name) => readFileSync(join(folder, name), 'utf8'),
    remove: () => rm(above, { recursive: true }),
  };
}

/** The blocks of commands on one of the kit's pages, in order, as a reader copies them: without the indent of a list. */
export function commandsOn(page: string): string[] {
  const text = readFileSync(join(ROOT, 'partner-kit', page), 'utf8');
  return [...text.matchAll(/^( *)```sh\n(.*?)^ *```/gms)].map(([, indent = '', commands = '']) =>
    commands.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  );
}
