/** A pipelined connection: statements leave without waiting for answers, and one turn's statements in one write. */
import type { Socket } from 'node:net';
import pg from 'pg';
import { type ConnectionOptions, connectionSettings } from './db.ts';

/** The least of a connection that a statement needs. */
export interface StatementClient {
  query(config: { name?: string; text: string; values?: unknown[] }): Promise<{
    command: string;
    rows: Record<string, unknown>[];
  }>;
}

export interface PipelinedConnection extends StatementClient {
  end(): Promise<void>;
}

export interface PipelineOptions extends ConnectionOptions {
  /** A database that stops answering without a word must not hold its callers for ever, ms. */
  readonly answerTimeout: number;
  /** Server settings of the session, e.g. `-c plan_cache_mode=force_generic_plan`. */
  readonly settings?: string;
}

/** @param onLost called once, when the connection broke. @throws whatever `pg` throws where it cannot connect. */
export async function connectPipelined(
  url: string,
  { answerTimeout, settings, ...options }: PipelineOptions,
  onLost: () => void,
): Promise<PipelinedConnection> {
  const common = connectionSettings(url, options);
  const client = new pg.Client({
    ...common,
    options: [common.options, settings ?? ''].join(' '),
    query_timeout: answerTimeout,
    pipeline: true,
  });
  client.on('error', onLost);
  await client.connect();
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
  let corked = false;
  // A statement is four messages, a round trip several statements: one system call instead of dozens.
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
