/** The demo's database as its owner reaches it, for all tests of a file. */
import { afterAll, beforeAll } from '@jest/globals';
import pg from 'pg';
import type { Queryable } from '../../../gateway/database/queryable.ts';
import type { DemoFixture } from './use-demo.ts';

/** Registers jest's hooks: to be called once, at the top of a file, after `useDemo`. */
export function useOwnerPool(fixture: DemoFixture<string>): Queryable {
  let pool: pg.Pool;
  beforeAll(() => {
    pool = new pg.Pool({ connectionString: fixture.demo.file.databases.gatewayOwnerUrl });
    // The demo ends before its connections do.
    pool.on('error', () => undefined);
  });
  afterAll(() => pool?.end());
  return { query: ((...asked: Parameters<pg.Pool['query']>) => pool.query(...asked)) as pg.Pool['query'] };
}
