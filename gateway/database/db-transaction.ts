/** Runs one transaction, which a use case opens and passes down to the stores. */
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { GatewayError } from '../faults/errors.ts';
import { HeldByOneServer, isReadTimeout, sendCommit } from './primary-client.ts';

/** A connection inside an open transaction: for functions that must be part of their caller's. */
export type Transaction = pg.PoolClient;

/**
 * Takes, in pipelined transactions, a statement whose answer nobody needs before COMMIT, and which leaves
 * with it, in one round trip. If it fails, so does the transaction, with its fault.
 */
export type LeaveUnanswered = (statement: Promise<unknown>) => void;

export interface TransactionOptions {
  /** Leave in one message with BEGIN, each a statement of its own: locks, mostly. */
  readonly first?: readonly string[];
  /** A statement may be sent before the one before it is answered; COPY cannot be then. */
  readonly pipelined?: boolean;
  /** True if a second commit does no harm, so that it is repeated even where its outcome is unknown. */
  readonly harmlessTwice?: boolean;
}

/** A connection may be ended from outside, by a revoke that it stood in the way of, for instance. */
const ATTEMPTS = 3;
/** Ms before the next. */
const PAUSE = 20;

class UnknownOutcome extends GatewayError {}

/** No transaction was begun: `cause` says why, which only the operator may read. */
export class NoConnection extends GatewayError {}

/**
 * Runs `work` in a READ COMMITTED transaction (said, not assumed: locks guard only what later statements read). A
 * transaction that surely was rolled back because its connection was lost is tried again, so `work` must act on
 * nothing but the database.
 * @throws whatever `work` throws, after ROLLBACK; GatewayError `unavailable` if the COMMIT did not commit or
 * its outcome is unknown.
 */
export async function inTransaction<T>(
  pool: pg.Pool,
  work: (trx: Transaction, leave: LeaveUnanswered) => Promise<T>,
  { first = [], harmlessTwice = false, pipelined = false }: TransactionOptions = {},
): Promise<T> {
  const beginning = ['BEGIN ISOLATION LEVEL READ COMMITTED', ...first].join('; ');
  let unknown: UnknownOutcome | null = null;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await attemptOnce(pool, work, beginning, pipelined);
    } catch (error) {
      // An earlier attempt, whose outcome is unknown, may have done what is refused now.
      if (unknown !== null && error instanceof GatewayError) throw unknown;
      if (error instanceof UnknownOutcome && harmlessTwice) unknown = error;
      else if (error instanceof GatewayError || !isLostConnection(error)) throw error;
      if (attempt === ATTEMPTS) throw error;
      await pause(PAUSE);
    }
  }
}

async function attemptOnce<T>(
  pool: pg.Pool,
  work: (trx: Transaction, leave: LeaveUnanswered) => Promise<T>,
  beginning: string,
  pipelined: boolean,
): Promise<T> {
  const client = await connect(pool);
  pipeline(client, pipelined);
  let broken: Error | undefined;
  const unanswered: Promise<unknown>[] = [];
  const leave: LeaveUnanswered = (statement) => {
    statement.catch(() => undefined);
    unanswered.push(statement);
  };
  try {
    const begun = client.query(beginning);
    if (pipelined) leave(begun);
    else await begun;
    const result = await work(client, leave);
    await commit(client, unanswered);
    return result;
  } catch (error) {
    // A session that does not answer is not asked once more: closed, its transaction ends.
    if (error instanceof UnknownOutcome || isReadTimeout(error)) broken = error as Error;
    else {
      await client.query('ROLLBACK').catch((fault: Error) => {
        broken = fault;
      });
    }
    throw isEcho(error) ? ((await faultOf(unanswered)) ?? error) : error;
  } finally {
    pipeline(client, false);
    client.release(broken);
  }
}

/** Switches pipelining, which `pg` reads at every statement but does not declare. No answer may be due. */
function pipeline(client: Transaction, on: boolean): void {
  (client as unknown as { pipeline: boolean }).pipeline = on;
}

async function connect(pool: pg.Pool): Promise<Transaction> {
  try {
    return await pool.connect();
  } catch (cause) {
    throw new NoConnection('unavailable', 'the database cannot be reached; nothing was changed', { cause });
  }
}

async function commit(client: Transaction, unanswered: readonly Promise<unknown>[]): Promise<void> {
  let command: string;
  try {
    command = await sendCommit(client);
  } catch (cause) {
    const detail =
      cause instanceof HeldByOneServer
        ? 'the change was committed, but no second server is known to hold it: one that takes over may lack it; repeat it'
        : 'it is unknown whether the change was committed; check before you repeat it';
    throw new UnknownOutcome('unavailable', detail, { cause });
  }
  // A COMMIT after an error answers ROLLBACK and does not throw.
  if (command === 'COMMIT') return;
  throw (
    (await faultOf(unanswered)) ?? new GatewayError('unavailable', 'the change was rolled back; repeat it')
  );
}

/** The first fault of several statements. */
async function faultOf(statements: readonly Promise<unknown>[]): Promise<unknown> {
  const settled = await Promise.allSettled(statements);
  return settled.find((result) => result.status === 'rejected')?.reason;
}

/** True for "current transaction is aborted", which the fault of an earlier statement causes. */
function isEcho(error: unknown): boolean {
  return (error as { code?: unknown }).code === '25P02';
}

/**
 * The codes that show that a transaction was rolled back with its connection, or in favor of another one.
 * Each is named: class 57 includes a statement's time-out (57014), and Node has errors of our own (`ERR_…`).
 */
const ROLLED_BACK: ReadonlySet<string> = new Set([
  ...['08000', '08001', '08003', '08004', '08006'], // the connection could not be made, or was lost
  ...['57P01', '57P02', '57P03', '57P05'], // ended by an administrator, a crash, a start, idleness
  '25P03', // idle in its transaction for too long
  ...['40001', '40P01'], // could not be put in an order with others; a deadlock
  ...['ECONNRESET', 'ECONNREFUSED', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'],
]);

function isLostConnection(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return typeof code === 'string' ? ROLLED_BACK.has(code) : /connection|queryable/i.test(String(message));
}
