/** A connection for commits: pipelined, and what one turn of the event loop sends leaves in one write. */
import type { Socket } from 'node:net';
import pg from 'pg';
import { type ConnectionOptions, connectionSettings } from '../db.ts';
import type { CommitClient } from './standing-store.ts';

const CONNECTION: ConnectionOptions = {
  applicationName: 'gateway-commit',
  statementTimeout: 5_000,
  // A node stopped between its two round trips holds locks: the database lets them go after this.
  idleInTransactionTimeout: 300,
};

/** The database that stops answering without a word must not hold a batch for ever, ms. */
const ANSWER = 7_000;

export interface CommitConnection extends CommitClient {
  end(): Promise<void>;
}

/** @param onLost called once, when the connection broke. @throws whatever `pg` throws where it cannot connect. */
export async function connectCommits(url: string, onLost: () => void): Promise<CommitConnection> {
  const client = new pg.Client({
    ...connectionSettings(url, CONNECTION),
    query_timeout: ANSWER,
    pipeline: true,
  });
  client.on('error', onLost);
  await client.connect();
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
  let corked = false;
  // A round trip is some ten statements of four messages each: one system call instead of dozens.
  const gather = () => {
    if (corked) return;
    corked = true;
    stream.cork();
    process.nextTick(() => {
      corked = false;
      stream.uncork();
    });
  };
  return {
    query: (config) => {
      gather();
      return client.query(config);
    },
    end: () => client.end(),
  };
}
