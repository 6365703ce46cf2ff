/** A pipelined connection: statements leave without waiting for answers, and one turn's statements in one write. */
import type { Socket } from 'node:net';
import { type ConnectionOptions, connectionSettings } from './db.ts';
import { PrimaryClient } from './primary-client.ts';

/** The least of a connection that a statement needs. */
export interface StatementClient {
  query(config: { name?: string; text: string; values?: unknown[] }): Promise<{
    command: string;
    rows: Record<string, unknown>[];
  }>;
}

export interface PipelinedConnection extends StatementClient {
  /** Commits as `PrimaryClient` does. */
  commit(): Promise<string>;
  end(): Promise<void>;
}

export interface PipelineOptions extends ConnectionOptions {
  /** A database that stops answering without a word must not hold its callers for ever, ms. */
  readonly answerTimeout: number;
  /** Server settings of the session, e.g. `-c plan_cache_mode=force_generic_plan`. */
  readonly settings?: string;
  /** Set for work that only reads: a standby will do. */
  readonly mayBeStandby?: true;
}

/** @param onLost called once, when the connection broke. @throws whatever `pg` throws where it cannot connect. */
export async function connectPipelined(
  url: string,
  { answerTimeout, mayBeStandby, settings, ...options }: PipelineOptions,
  onLost: () => void,
): Promise<PipelinedConnection> {
  const common = connectionSettings(url, options);
  const client = new PrimaryClient({
    ...common,
    options: [common.options, settings ?? ''].join(' '),
    query_timeout: answerTimeout,
    pipeline: true,
    mayBeStandby,
    requireHeld: options.requireHeld,
  });
  client.on('error', onLost);
  await client.connect();
  const { stream } = client.connection as unknown as { readonly stream: Socket };
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
    commit: () => {
      gather();
      return client.commit();
    },
    end: () => client.end(),
  };
}
