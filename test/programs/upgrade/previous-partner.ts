/**
 * A partner whose gateway is of a version that does not know the member `asker`: it is asked without it, its answer is
 * shown, and no order is claimed.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { insertAgreement } from '../../setup/database/insert-agreement.ts';
import { appears, endDemo } from '../../setup/demo/demo-process.ts';
import { demoQuery } from '../../setup/demo/demo-query.ts';
import { type DemoJson, startDemo } from '../../setup/demo/running-demo.ts';
import type { Version } from './versions.ts';

/** The owner of a demo, and the agency of its client `aurora`, which has a demo of its own here. */
const [THEM, US] = ['CO0010300', 'CO0010100'];

/** Returns the newest version that does not know the member. */
export function versionWithoutAsker(source: string): string {
  const words = ['log', '-Salpr_request', '--format=%h', '--reverse', '--', 'gateway'];
  const [commit] = execFileSync('git', ['-C', source, ...words], { encoding: 'utf8' }).split('\n');
  return `${commit}^`;
}

export function knowsAsker({ directory }: Pick<Version, 'directory'>): boolean {
  const metadata = join(directory, 'gateway/identity/protected-resource-routes.ts');
  return readFileSync(metadata, 'utf8').includes('alpr_request');
}

export interface AskedPrevious {
  readonly outcome: string;
  readonly order: string;
  readonly reads: number;
}

/** @param directory where both keep their data */
export async function askPrevious(from: Version, directory: string): Promise<AskedPrevious> {
  const dataDir = join(directory, 'previous');
  mkdirSync(dataDir, { recursive: true });
  const previous = spawn(process.execPath, ['dist/gateway/main.js'], {
    cwd: from.directory,
    env: { ...process.env, NODE_OPTIONS: '', PORT: '0', DATA_DIR: dataDir },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let words = '';
  previous.stderr.on('data', (chunk) => (words += chunk));
  try {
    await appears(join(dataDir, 'demo.json'), previous, () => words);
    const theirs = JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8')) as DemoJson & {
      readonly logKey: string;
    };
    const ours = await startDemo({ OWNER_ORI: US as string });
    try {
      const { gateway, issuer, logKey, resource } = theirs;
      const pool = new pg.Pool({ connectionString: ours.file.databases.gatewayOwnerUrl });
      await insertAgreement(pool, { ori: THEM as string, owner: US as string, resource, logKey });
      await pool.end();
      const { clientId, privateJwk } = theirs.clients.find(({ name }) => name === 'aurora') ?? {};
      const secrets = join(ours.dataDir, 'secrets', 'gateways');
      mkdirSync(secrets, { recursive: true, mode: 0o700 });
      writeFileSync(
        join(secrets, `${(THEM as string).toLowerCase()}.json`),
        JSON.stringify({ gateway, issuer, clientId, privateJwk, resource }),
        { mode: 0o600 },
      );
      const client = await ours.as('own-system');
      const question = { ...demoQuery(client, theirs.plates[0] as string), at: [THEM] };
      const { body } = await client.request('POST', '/v1/asks', question);
      const [row] =
        (body as { answers?: { outcome: string; order: string; reads?: object[] }[] }).answers ?? [];
      if (row === undefined)
        throw new Error(`the ask of the version before: ${JSON.stringify(body).slice(0, 300)}`);
      return { outcome: row.outcome, order: row.order, reads: row.reads?.length ?? 0 };
    } finally {
      await ours.stop();
    }
  } finally {
    await endDemo(previous);
  }
}
