/** Makes the two databases on an embedded server: owners who migrate them, and the gateway's log-ins. */
import { randomBytes } from 'node:crypto';
import { connectKnex } from '../database/connect-knex.ts';
import { migrateGateway, migrateReads } from '../database/migration/migrate.ts';
import type { EmbeddedPostgres } from './embedded-postgres.ts';
import { ensureLogin } from './ensure-login.ts';

/** The gateway runs with the first of each pair; `…OwnerUrl` is for migrations, ingest and purge. */
export interface DatabaseUrls {
  readonly gatewayUrl: string;
  readonly gatewayOwnerUrl: string;
  readonly readsUrl: string;
  readonly readsOwnerUrl: string;
}

/** Creates what is missing, migrates, and gives every log-in a new random password at each start. */
export async function provisionDatabases(
  server: Pick<EmbeddedPostgres, 'url'>,
  names: { readonly gateway: string; readonly reads: string } = { gateway: 'gateway', reads: 'reads' },
): Promise<DatabaseUrls> {
  const gatewayOwnerUrl = await ensureOwned(server, names.gateway, 'gateway_owner');
  const readsOwnerUrl = await ensureOwned(server, names.reads, 'reads_owner');
  await migrateGateway(gatewayOwnerUrl);
  await migrateReads(readsOwnerUrl);

  const node = { user: 'gateway_node', password: newPassword() };
  const reader = { user: 'reads_node', password: newPassword() };
  await ensureLogin(gatewayOwnerUrl, {
    login: node.user,
    password: node.password,
    memberOf: ['gateway_app'],
  });
  await ensureLogin(readsOwnerUrl, {
    login: reader.user,
    password: reader.password,
    memberOf: ['reads_reader'],
  });
  return {
    gatewayUrl: server.url(names.gateway, node),
    gatewayOwnerUrl,
    readsUrl: server.url(names.reads, reader),
    readsOwnerUrl,
  };
}

async function ensureOwned(
  server: Pick<EmbeddedPostgres, 'url'>,
  database: string,
  owner: string,
): Promise<string> {
  const superuserUrl = server.url('postgres');
  const password = newPassword();
  await ensureLogin(superuserUrl, { login: owner, password, createRole: true });
  const db = connectKnex(superuserUrl, { applicationName: 'gateway-provision', max: 1 });
  try {
    const found = await db.raw('SELECT 1 FROM pg_database WHERE datname = ?', [database]);
    if (found.rows.length === 0) await db.raw('CREATE DATABASE ?? OWNER ??', [database, owner]);
  } finally {
    await db.destroy();
  }
  return server.url(database, { user: owner, password });
}

function newPassword(): string {
  return randomBytes(24).toString('base64url');
}
