/** The demo as anybody starts it, with our own cast registered beside the demo's. */
import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { appears } from '../../../setup/demo/demo-process.ts';
import type { DemoJson } from '../../../setup/demo/running-demo.ts';
import { eventually } from '../../../setup/eventually.ts';
import { control } from '../attack.ts';
import { ask } from './ask.ts';
import type { Cast } from './cast.ts';
import { runProgram } from './programs.ts';
import type { Target } from './scene.ts';

export interface SharedDemo extends Target {
  readonly file: DemoJson;
  readonly dataDir: string;
  /** Of the gateway's process. */
  readonly pid: number;
  close(): Promise<void>;
}

export async function startSharedDemo(source: string, cast: Cast): Promise<SharedDemo> {
  const dataDir = await mkdtemp(join(tmpdir(), 'attacked-demo-'));
  await chmod(dataDir, 0o711);
  const environment = { DATA_DIR: dataDir, PORT: '0', RATE_LIMIT_PER_MINUTE: '1000000' };
  const program = runProgram(source, 'gateway/main.ts', [], environment);
  const path = join(dataDir, 'demo.json');
  const close = async () => {
    await program.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await appears(path, program.child, program.output);
    const registration = join(dataDir, 'registration.json');
    await writeFile(registration, JSON.stringify(cast.registration(false)));
    const registered = await runProgram(source, 'gateway/cli.ts', ['register', registration], {
      DATA_DIR: dataDir,
    }).ended;
    control(registered.code === 0, `the cast could not be registered: ${registered.output}`);
    const file = JSON.parse(readFileSync(path, 'utf8')) as DemoJson;
    const owner = new pg.Pool({ connectionString: file.databases.gatewayOwnerUrl, max: 4 });
    owner.on('error', () => undefined);
    const as: Target['as'] = (name, changes) => cast.as(name, file.resource, changes);
    // Its node hears of them a moment later.
    await eventually(async () => {
      const { status } = await ask(file.gateway, as('first-admin'), 'GET', '/v1/grants');
      return status === 200;
    });
    return {
      as,
      ...{ file, dataDir, owner, url: file.gateway, plates: file.plates },
      pid: program.child.pid as number,
      readsOwnerUrl: file.databases.readsOwnerUrl,
      close: async () => {
        await owner.end();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
