/** A log on a real database, served over HTTP as a node serves it, and entries to fill it with. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type pg from 'pg';
import { FollowedLog } from '../../../gateway/audit/follow/followed-log.ts';
import { PublishedHead } from '../../../gateway/audit/follow/published-head.ts';
import { findLeafHashes } from '../../../gateway/audit/log-store.ts';
import { appendLeaves } from '../../../gateway/audit/merkle.ts';
import { connectPool } from '../../../gateway/database/db.ts';
import { logRoutes } from '../../../gateway/node/routes/log-routes.ts';
import { createTestDatabases, type TestDatabases } from '../../setup/database/test-databases.ts';
import { signer } from './sample-log.ts';

/** A log on a fresh database, and a server of it. */
export interface ServedLog {
  readonly databases: TestDatabases;
  /** With the gateway's own role: SELECT and INSERT, nothing more. */
  readonly pool: pg.Pool;
  /** The schema's owner, who may write a log that no commit would. */
  readonly ownerPool: pg.Pool;
  readonly server: Server;
  readonly url: string;
  stop(): Promise<void>;
}

/** @param everyS seconds between two heads that are shown @param filled databases whose log is served; default: a new one */
export async function serveLog(entryDelay?: number, everyS = 0, filled?: TestDatabases): Promise<ServedLog> {
  const databases = filled ?? (await createTestDatabases());
  const pool = connectPool(databases.gatewayUrl, { applicationName: 'test', max: 4 });
  const ownerPool = connectPool(databases.gatewayOwnerUrl, { applicationName: 'test-owner', max: 1 });
  const app = express().use(
    logRoutes({
      pool,
      published: new PublishedHead({ db: pool, log: new FollowedLog({ db: pool }), everyS }),
      signer,
      ...(entryDelay && { entryDelay }),
    }),
  );
  const server: Server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    databases,
    pool,
    ownerPool,
    server,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/log`,
    stop: async () => {
      await new Promise((resolve) => server.close(resolve));
      await Promise.all([pool.end(), ownerPool.end()]);
      await databases.drop();
    },
  };
}

/**
 * Inserts entries `from` to `to` (exclusive), hashed by PostgreSQL, and the checkpoint after them unless told not to.
 * @param age seconds since its commit
 */
export async function grow(pool: pg.Pool, from: number, to: number, commit = true, age = 0): Promise<void> {
  await pool.query(
    `INSERT INTO log_entry (index, entry, leaf_hash)
     SELECT i, entry, sha256('\\x00'::bytea || convert_to(entry, 'UTF8'))
     FROM generate_series($1::bigint, $2::bigint - 1) AS i, LATERAL (SELECT format(
       '{"agency":null,"commitment":"%s=","effect":null,"epoch":0,"grant":null,"kind":"%s","minute":"2026-03-01T12:34Z","v":1}',
       rpad(i::text, 43, 'A'), CASE i WHEN 0 THEN 'log_created' ELSE 'log_read' END) AS entry) AS made`,
    [from, to],
  );
  if (!commit) return;
  const tree = appendLeaves([], 0, await findLeafHashes(pool, 0, to));
  await pool.query(
    `INSERT INTO log_checkpoint (size, root, frontier, committed_at)
     VALUES ($1, $2, $3, clock_timestamp() - $4 * interval '1 second')`,
    [to, tree.root, tree.frontier, age],
  );
}
