/** Imports on a real database, as the gateway's own role: a job has no more than that. */
import pg from 'pg';
import { connectionSettings } from '../../../../gateway/database/db.ts';
import {
  type ImportOrder,
  type ImportResult,
  importList,
} from '../../../../gateway/hot-lists/import/import-list.ts';
import type { Layout } from '../../../../gateway/hot-lists/lists/layout.ts';
import { createTestRegistry, type TestRegistry } from '../../../setup/database/test-registry.ts';
import { chunked } from '../lists/sample-lists.ts';

export interface Imports {
  readonly registry: TestRegistry;
  readonly client: pg.Client;
  take(
    listName: string,
    text: string | Buffer,
    layout?: Layout,
    more?: Partial<ImportOrder>,
  ): Promise<ImportResult>;
  /** Plates on the list, in their order. */
  plates(listName: string): Promise<string[]>;
  close(): Promise<void>;
}

export async function startImports(): Promise<Imports> {
  const registry = await createTestRegistry();
  const client = new pg.Client(connectionSettings(registry.gatewayUrl, { applicationName: 'test' }));
  await client.connect();
  return {
    registry,
    client,
    take: (listName, text, layout = 'ncic', more = {}) =>
      importList(client, { listName, layout, source: chunked(text), rulesRevision: 'r1', ...more }),
    plates: async (listName) => {
      const { rows } = await client.query(
        'SELECT plate FROM hot_list_entry e JOIN hot_list l ON l.id = e.list_id WHERE l.name = $1 ORDER BY plate',
        [listName],
      );
      return rows.map(({ plate }) => plate);
    },
    close: async () => {
      await client.end();
      await registry.close();
    },
  };
}
