/** Databases of a test file's own, and a pool that looks up reads as the gateway's role does. */
import { afterAll, beforeAll } from '@jest/globals';
import type pg from 'pg';
import { connectReads } from '../../../gateway/reads/reads-store.ts';
import { createTestDatabases, type TestDatabases } from './test-databases.ts';

export interface ReadsFixture {
  readonly databases: TestDatabases;
  readonly pool: pg.Pool;
}

/** Registers jest's hooks: to be called once, at the top of a file, before hooks of the file's own. */
export function useReads({ max }: { readonly max: number }): ReadsFixture {
  let databases: TestDatabases;
  let pool: pg.Pool;
  beforeAll(async () => {
    databases = await createTestDatabases();
    pool = connectReads(databases.readsUrl, { max });
  });
  afterAll(async () => {
    await pool.end();
    await databases.drop();
  });
  return {
    get databases() {
      return databases;
    },
    get pool() {
      return pool;
    },
  };
}
