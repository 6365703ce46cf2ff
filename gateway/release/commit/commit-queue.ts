/** Group commit: all queries that wait at one moment share one transaction on a dedicated, pipelined connection. */
import { Batcher, type Settled } from '../../database/batcher.ts';
import type { PipelinedConnection } from '../../database/connect-pipelined.ts';
import { PipelinedLines } from '../../database/pipelined-lines.ts';
import { isDataFault } from '../../faults/data-fault.ts';
import { GatewayError, unavailableNow } from '../../faults/errors.ts';
import type { PendingQuery } from '../facts/pending-query.ts';
import { type CommitDeps, commitReleases, type Outcome } from './commit-releases.ts';
import { isEndedSession } from './ended-session.ts';

/** Commits a query; resolves once its entry is durable. @throws GatewayError `unavailable` otherwise. */
export type Commit = (pending: PendingQuery) => Promise<Outcome>;

export interface CommitQueueOptions {
  readonly url: string;
  /** Connections that commit. With one, what comes during a commit gathers into the next: fewer, larger batches. */
  readonly connections: number;
  readonly onBatch?: (size: number, milliseconds: number) => void;
}

const CONNECTION = {
  applicationName: 'gateway-commit',
  statementTimeout: 5_000,
  // A node stopped between its two round trips holds locks: the database lets them go after this.
  idleInTransactionTimeout: 300,
  answerTimeout: 7_000,
  // The same few statements for ever: planning the facts again costs more than reading them.
  settings: '-c plan_cache_mode=force_generic_plan',
};

/** 32 bounds how long a revoke waits behind a batch. */
const SIZES = { largestBatch: 32, longestQueue: 2_000 };

export class CommitQueue {
  readonly #deps: CommitDeps;
  readonly #options: CommitQueueOptions;
  readonly #lines: PipelinedLines;
  readonly #batcher: Batcher<PendingQuery, Outcome>;

  constructor(options: CommitQueueOptions, deps: CommitDeps) {
    this.#options = options;
    this.#deps = deps;
    this.#lines = new PipelinedLines(options.url, { ...CONNECTION, requireHeld: deps.requireHeld ?? false });
    this.#batcher = new Batcher({ lines: options.connections, ...SIZES }, (batch, line) =>
      this.#settle(batch, line),
    );
  }

  readonly commit: Commit = (pending) => this.#batcher.add(pending);

  /** Lets what waits finish, then closes the connections. */
  async close(): Promise<void> {
    await this.#batcher.close();
    await this.#lines.end();
  }

  async #settle(
    batch: readonly PendingQuery[],
    line: number,
    attempt: 1 | 2 = 1,
  ): Promise<Settled<Outcome>[]> {
    const began = performance.now();
    try {
      this.#deps.mayCommit?.();
      const outcomes = await commitReleases(await this.#connection(line), batch, this.#deps);
      this.#options.onBatch?.(batch.length, performance.now() - began);
      return outcomes.map((value) =>
        value.kind === 'not_witnessed' ? { error: notWitnessed() } : { value },
      );
    } catch (error) {
      // Nothing was written. The second attempt reads anew, also of a revocation that ended the session.
      if (attempt === 1 && !(error instanceof GatewayError) && isEndedSession(error)) {
        this.#lines.drop(line);
        return this.#settle(batch, line, 2);
      }
      return this.#settleFault(batch, line, error);
    }
  }

  /** Connects: that nobody can connect lies in none of the queries. @throws GatewayError `unavailable` */
  async #connection(line: number): Promise<PipelinedConnection> {
    try {
      return await this.#lines.connection(line);
    } catch (error) {
      throw unavailable(error);
    }
  }

  /** Commits one by one after a fault, so that one poisoned query does not take its batch along. */
  async #settleFault(
    batch: readonly PendingQuery[],
    line: number,
    error: unknown,
  ): Promise<Settled<Outcome>[]> {
    this.#lines.drop(line);
    this.#deps.onFault?.(error);
    if (batch.length === 1 || !isOfTheData(error)) {
      return batch.map(() => ({ error: unavailable(error) }));
    }
    const settled: Settled<Outcome>[] = [];
    for (const pending of batch) settled.push(...(await this.#settle([pending], line)));
    return settled;
  }
}

/** A fault of the data, or one that our own code threw before COMMIT was sent; a GatewayError is none of these. */
function isOfTheData(error: unknown): boolean {
  if (error instanceof GatewayError) return false;
  return typeof (error as { code?: unknown }).code !== 'string' || isDataFault(error);
}

function unavailable(cause: unknown): GatewayError {
  if (cause instanceof GatewayError) return cause;
  return unavailableNow('the log cannot be written now, so nothing is released; ask again', cause);
}

/** A code beside those of decisions: asked again when the witnesses are back, a query is judged as before. */
const LOG_NOT_WITNESSED = 'log_not_witnessed';

/** Seconds. */
const ASK_AGAIN_AFTER = 5;

/** Refuses a release that no quorum of witnesses confirms in time; refusals, holds and revocations go on. */
function notWitnessed(): GatewayError {
  const detail =
    'the independent witnesses of the log have not confirmed its newest entries in time, so nothing is released; ask again';
  const clause = 'LOG_WITNESS_MAX_LAG_S';
  return new GatewayError('unavailable', detail, {
    headers: { 'Retry-After': String(ASK_AGAIN_AFTER) },
    members: { reasons: [{ code: LOG_NOT_WITNESSED, clause, detail }] },
  });
}
