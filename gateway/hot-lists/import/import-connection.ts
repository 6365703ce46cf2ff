/** The connection of an import: of its own, since its one transaction lasts as long as the list is long. */
import type pg from 'pg';
import { connectionSettings } from '../../database/db.ts';
import { PrimaryClient } from '../../database/primary-client.ts';

const SETTINGS = {
  applicationName: 'gateway-hot-list',
  statementTimeout: 0,
  idleInTransactionTimeout: 60_000,
};

/** The caller ends it. */
export async function connectImport(url: string): Promise<pg.Client> {
  const client = new PrimaryClient(connectionSettings(url, SETTINGS));
  // A lost connection fails the statement under way, or the next; without a listener the event would end the process.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
