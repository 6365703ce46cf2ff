/** Takes the gateway's database away from a demo that runs, as a broken network does, and gives it back. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { RunningDemo } from './running-demo.ts';

/** Its server goes on: where that ends, the demo ends with it. */
export async function withoutDatabase(
  { dataDir, file }: RunningDemo,
  work: () => Promise<void>,
): Promise<void> {
  const url = new URL(file.databases.gatewayOwnerUrl);
  const name = url.pathname.slice(1);
  const password = readFileSync(join(dataDir, 'postgres/password'), 'utf8');
  const superuser = new pg.Client({
    ...{ host: url.hostname, port: Number(url.port), user: 'postgres', password, database: 'postgres' },
  });
  await superuser.connect();
  const allow = (is: boolean) => superuser.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS ${is}`);
  try {
    await allow(false);
    await superuser.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [
      name,
    ]);
    await work();
  } finally {
    await allow(true);
    await superuser.end();
  }
}
