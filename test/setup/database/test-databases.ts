/** Real databases for tests: one PostgreSQL per jest run, one fresh pair of databases per caller. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../../gateway/demo/embedded-postgres.ts';
import { type DatabaseUrls, provisionDatabases } from '../../../gateway/demo/provision-databases.ts';

export interface TestDatabases extends DatabaseUrls {
  /** For what only an operator may do: creating databases, ending foreign sessions. */
  readonly superuserUrl: string;
  /** Drops both, ending every session on them. */
  drop(): Promise<void>;
}

interface Server {
  readonly superuserUrl: string;
  readonly templates: DatabaseUrls;
}

/** Migrated, empty databases with the log-ins of production: owners, and the gateway's two roles. */
export async function createTestDatabases(): Promise<TestDatabases> {
  const { superuserUrl, templates } = await findServer();
  const suffix = randomBytes(5).toString('hex');
  const names = { gateway: `gateway_${suffix}`, reads: `reads_${suffix}` };
  await asSuperuser(superuserUrl, [
    `CREATE DATABASE ${names.gateway} TEMPLATE template_gateway OWNER gateway_owner`,
    `CREATE DATABASE ${names.reads} TEMPLATE template_reads OWNER reads_owner`,
  ]);
  return {
    superuserUrl,
    gatewayUrl: named(templates.gatewayUrl, names.gateway),
    gatewayOwnerUrl: named(templates.gatewayOwnerUrl, names.gateway),
    readsUrl: named(templates.readsUrl, names.reads),
    readsOwnerUrl: named(templates.readsOwnerUrl, names.reads),
    drop: () =>
      asSuperuser(
        superuserUrl,
        Object.values(names).map((name) => `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
      ),
  };
}

/** The server of this jest run; the first caller of all workers starts it, the others wait. */
async function findServer(): Promise<Server> {
  const directory = process.env.TEST_RUN_DIR;
  if (directory === undefined) throw new Error('TEST_RUN_DIR is not set: run this test with jest');
  const ready = join(directory, 'server.json');
  const first = await mkdir(join(directory, 'starting')).then(
    () => true,
    () => false,
  );
  if (first) {
    const outcome = await start(join(directory, 'postgres')).catch((error) => ({ error: String(error) }));
    await writeFile(`${ready}.new`, JSON.stringify(outcome));
    await rename(`${ready}.new`, ready);
  }
  for (;;) {
    const text = await readFile(ready, 'utf8').catch(() => undefined);
    if (text !== undefined) {
      const outcome = JSON.parse(text) as Server | { error: string };
      if ('error' in outcome) throw new Error(`postgresql for the tests did not start: ${outcome.error}`);
      return outcome;
    }
    await pause(50);
  }
}

async function start(dataDir: string): Promise<Server> {
  const server = await startEmbeddedPostgres({ dataDir, port: 0, settings: { max_connections: '300' } });
  if (server.moved) throw new Error(`\`${dataDir}\` cannot be reached by postgresql's user: set TMPDIR`);
  const templates = await provisionDatabases(server, {
    gateway: 'template_gateway',
    reads: 'template_reads',
  });
  return { superuserUrl: server.url('postgres'), templates };
}

async function asSuperuser(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

function named(url: string, database: string): string {
  return Object.assign(new URL(url), { pathname: `/${database}` }).href;
}
