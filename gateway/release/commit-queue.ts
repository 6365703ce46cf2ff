/** Group commit: all queries that wait at one moment share one transaction on a dedicated, pipelined connection. */
import { GatewayError } from '../errors.ts';
import { Batcher, type Settled } from './batcher.ts';
import { type CommitDeps, commitReleases } from './commit-releases.ts';
import { type CommitConnection, connectCommits } from './connect-commits.ts';
import type { Outcome, PendingQuery } from './pending-query.ts';
import type { CommitClient } from './standing-store.ts';

/** Commits a query; resolves once its entry is durable. @throws GatewayError `unavailable` otherwise. */
export type Commit = (pending: PendingQuery) => Promise<Outcome>;

export interface CommitQueueOptions {
  readonly url: string;
  /** Connections that commit; two let one batch gather while the other is on its way. */
  readonly connections: number;
  readonly onBatch?: (size: number, milliseconds: number) => void;
}

/** 32 bounds how long a revoke waits behind a batch. */
const SIZES = { largestBatch: 32, longestQueue: 2_000 };

export class CommitQueue {
  readonly #deps: CommitDeps;
  readonly #options: CommitQueueOptions;
  readonly #clients: (CommitConnection | null)[];
  readonly #batcher: Batcher<PendingQuery, Outcome>;

  constructor(options: CommitQueueOptions, deps: CommitDeps) {
    this.#options = options;
    this.#deps = deps;
    this.#clients = Array.from({ length: options.connections }, () => null);
    this.#batcher = new Batcher({ lines: options.connections, ...SIZES }, (batch, line) =>
      this.#settle(batch, line),
    );
  }

  readonly commit: Commit = (pending) => this.#batcher.add(pending);

  /** Lets what waits finish, then closes the connections. */
  async close(): Promise<void> {
    await this.#batcher.close();
    await Promise.all(this.#clients.map((client) => client?.end()));
  }

  async #settle(batch: readonly PendingQuery[], line: number): Promise<Settled<Outcome>[]> {
    const began = performance.now();
    try {
      const outcomes = await commitReleases(await this.#connect(line), batch, this.#deps);
      this.#options.onBatch?.(batch.length, performance.now() - began);
      return outcomes.map((value) => ({ value }));
    } catch (error) {
      return this.#settleFault(batch, line, error);
    }
  }

  /** One poisoned query does not take its batch along: what the data caused is found by committing one by one. */
  async #settleFault(
    batch: readonly PendingQuery[],
    line: number,
    error: unknown,
  ): Promise<Settled<Outcome>[]> {
    this.#drop(line);
    if (batch.length === 1 || !isOfTheData(error)) {
      return batch.map(() => ({ error: unavailable(error) }));
    }
    const settled: Settled<Outcome>[] = [];
    for (const pending of batch) settled.push(...(await this.#settle([pending], line)));
    return settled;
  }

  async #connect(line: number): Promise<CommitClient> {
    const open = this.#clients[line];
    if (open) return open;
    const client = await connectCommits(this.#options.url, () => {
      if (this.#clients[line] === client) this.#clients[line] = null;
    });
    this.#clients[line] = client;
    return client;
  }

  /** After a fault nobody knows in which state the connection is. */
  #drop(line: number): void {
    this.#clients[line]?.end().catch(() => undefined);
    this.#clients[line] = null;
  }
}

/** SQLSTATE classes 22 (data exception) and 23 (integrity constraint violation), and what our own code threw. */
function isOfTheData(error: unknown): boolean {
  if (error instanceof GatewayError) return false;
  const { code } = error as { code?: unknown };
  return typeof code !== 'string' || /^2[23]/.test(code);
}

function unavailable(cause: unknown): GatewayError {
  if (cause instanceof GatewayError) return cause;
  return new GatewayError('unavailable', 'the log cannot be written now, so nothing is released; ask again', {
    headers: { 'Retry-After': '1' },
    cause,
  });
}
