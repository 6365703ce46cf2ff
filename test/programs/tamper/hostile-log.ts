/** What a hostile operator publishes: the database as it is now, by the gateway's own routes, from a node without memory. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type pg from 'pg';
import type { CheckpointSigner } from '../../../gateway/audit/checkpoint-signer.ts';
import { receiptFinder } from '../../../gateway/audit/find-receipt.ts';
import { PublishedHead } from '../../../gateway/audit/follow/published-head.ts';
import { findNewestHead, type StoredHead } from '../../../gateway/audit/log-store.ts';
import { proveConsistency } from '../../../gateway/audit/prove-log.ts';
import type { Receipt } from '../../../gateway/audit/receipt.ts';
import { createTileReader } from '../../../gateway/audit/tiles.ts';
import { logRoutes } from '../../../gateway/node/routes/log-routes.ts';

export interface HostileLog {
  readonly url: string;
  readonly size: number;
  /** A receipt of an entry as the database has it now. */
  receiptOf(index: number): Promise<Receipt>;
  /** The body with which a witness that has seen `oldSize` entries is asked to cosign the newest head. */
  asksWitness(oldSize: number): Promise<string>;
  close(): Promise<void>;
}

export async function serveHostileLog(pool: pg.Pool, signer: CheckpointSigner): Promise<HostileLog> {
  // Whatever stands there is believed.
  const log = { head: () => findNewestHead(pool) };
  const published = new PublishedHead({ db: pool, log, everyS: 0 });
  const app = express().use(logRoutes({ pool, published, signer }));
  const server: Server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const head = (await log.head()) as StoredHead;
  const subtrees = createTileReader(pool).subtrees(head.size);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/log`,
    size: head.size,
    receiptOf: receiptFinder(pool, signer, log),
    asksWitness: async (oldSize) => {
      const grown = oldSize > 0 && oldSize < head.size;
      const proof = grown ? await proveConsistency(oldSize, head.size, subtrees) : [];
      const lines = [`old ${oldSize}`, ...proof.map((hash) => hash.toString('base64')), ''];
      return `${lines.join('\n')}\n${signer.sign(head.size, head.root)}`;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
