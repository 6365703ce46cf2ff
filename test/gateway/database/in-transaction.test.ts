/** One transaction, and what becomes of it when its connection is ended from outside. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { connectPool } from '../../../gateway/database/db.ts';
import { inTransaction, type Transaction } from '../../../gateway/database/db-transaction.ts';
import { GatewayError } from '../../../gateway/faults/errors.ts';
import { createTestDatabases, type TestDatabases } from '../../setup/database/test-databases.ts';

let databases: TestDatabases;
let pool: pg.Pool;

beforeAll(async () => {
  databases = await createTestDatabases();
  pool = connectPool(databases.gatewayOwnerUrl, { applicationName: 'test', max: 3 });
  await pool.query('CREATE TABLE written (n integer PRIMARY KEY)');
});
afterEach(() => pool.query('TRUNCATE written'));
afterAll(async () => {
  await pool.end();
  await databases.drop();
});

const PIPELINED = { pipelined: true };
const write = (trx: Transaction, n: number) => trx.query('INSERT INTO written VALUES ($1)', [n]);
const endSession = (trx: Transaction) => trx.query('SELECT pg_terminate_backend(pg_backend_pid())');
const written = async () => (await pool.query('SELECT n FROM written ORDER BY n')).rows.map(({ n }) => n);

describe('a transaction', () => {
  test('commits with it what was left unanswered', async () => {
    const result = await inTransaction(
      pool,
      async (trx, leave) => {
        leave(write(trx, 1));
        leave(write(trx, 2));
        return 'done';
      },
      PIPELINED,
    );
    expect([result, await written()]).toEqual(['done', [1, 2]]);
  });

  test('writes nothing where a statement that was left fails, and tells that fault', async () => {
    const twice = inTransaction(
      pool,
      async (trx, leave) => {
        leave(write(trx, 1));
        leave(write(trx, 1));
      },
      PIPELINED,
    );
    await expect(twice).rejects.toMatchObject({ code: '23505' });
    expect(await written()).toEqual([]);
  });

  test('tells the fault that came first, not its echo', async () => {
    const echoed = inTransaction(
      pool,
      async (trx, leave) => {
        leave(trx.query('SELECT 1 / 0'));
        await write(trx, 1);
      },
      PIPELINED,
    );
    await expect(echoed).rejects.toMatchObject({ code: '22012' });
  });

  test('leaves its connection as it was: what cannot be pipelined passes afterwards', async () => {
    const alone = connectPool(databases.gatewayOwnerUrl, { applicationName: 'test', max: 1 });
    await inTransaction(alone, (trx) => write(trx, 1), PIPELINED);
    await inTransaction(alone, async (trx) => {
      const rows = trx.query(copyFrom('COPY written FROM STDIN'));
      await pipeline(Readable.from(['2\n3\n']), rows);
    });
    expect(await written()).toEqual([1, 2, 3]);
    await alone.end();
  });

  test('has its first statements before anything else', async () => {
    const timeout = await inTransaction(
      pool,
      async (trx) => (await trx.query('SHOW statement_timeout')).rows[0].statement_timeout,
      { first: ["SET LOCAL statement_timeout = '7s'"] },
    );
    expect(timeout).toBe('7s');
  });
});

describe('a transaction whose connection is ended', () => {
  /** Ends its own connection at the first calls. */
  const ended = (times: number) => {
    const state = { calls: 0 };
    const work = async (trx: Transaction) => {
      state.calls += 1;
      await write(trx, state.calls);
      if (state.calls <= times) await endSession(trx);
      return state.calls;
    };
    return { state, work };
  };

  test('is rolled back, and done again on another', async () => {
    const { work } = ended(2);
    expect(await inTransaction(pool, work)).toBe(3);
    expect(await written()).toEqual([3]);
  });

  test('is given up after three attempts', async () => {
    const { state, work } = ended(9);
    await expect(inTransaction(pool, work)).rejects.toThrow();
    expect([state.calls, await written()]).toEqual([3, []]);
  });

  test.each([
    ["a statement's own time-out", '57014', 'SET LOCAL statement_timeout = 20; SELECT pg_sleep(5)'],
    [
      'a lock that is not to be had in time',
      '55P03',
      'SET LOCAL lock_timeout = 20; SELECT pg_advisory_xact_lock(1, 1)',
    ],
  ])('is not done again after %s: it would only wait as long once more', async (_, code, statement) => {
    const other = await pool.connect();
    await other.query('SELECT pg_advisory_lock(1, 1)');
    let calls = 0;
    const slow = inTransaction(pool, (trx) => {
      calls += 1;
      return trx.query(statement);
    });
    await expect(slow).rejects.toMatchObject({ code });
    await other.query('SELECT pg_advisory_unlock(1, 1)');
    other.release();
    expect(calls).toBe(1);
  });

  test('is not done again after a fault of our own program, whatever its code', async () => {
    let calls = 0;
    const wrong = inTransaction(pool, async () => {
      calls += 1;
      Buffer.alloc(-1);
    });
    await expect(wrong).rejects.toMatchObject({ code: 'ERR_OUT_OF_RANGE' });
    expect(calls).toBe(1);
  });

  test('is not done again after a fault of the statement itself, nor after a refusal', async () => {
    let calls = 0;
    const faulty = async (trx: Transaction) => {
      calls += 1;
      await trx.query('SELECT 1 / 0');
    };
    await expect(inTransaction(pool, faulty)).rejects.toMatchObject({ code: '22012' });
    const refusing = () => {
      calls += 1;
      return Promise.reject(new GatewayError('conflict', 'connection to something else'));
    };
    await expect(inTransaction(pool, refusing)).rejects.toMatchObject({ status: 409 });
    expect(calls).toBe(2);
  });
});

describe('a COMMIT whose outcome is unknown', () => {
  /** The connection ends before COMMIT is answered. */
  const unknown = (refusal?: GatewayError) => {
    let calls = 0;
    return async (trx: Transaction, leave: (statement: Promise<unknown>) => void) => {
      calls += 1;
      if (calls > 1 && refusal !== undefined) throw refusal;
      if (calls === 1) leave(endSession(trx));
      else await write(trx, calls);
      return calls;
    };
  };

  test('is said to be that', async () => {
    await expect(inTransaction(pool, unknown(), PIPELINED)).rejects.toMatchObject({
      status: 503,
      message: expect.stringContaining('unknown whether'),
    });
  });

  test('is repeated where it may be committed twice', async () => {
    expect(await inTransaction(pool, unknown(), { ...PIPELINED, harmlessTwice: true })).toBe(2);
    expect(await written()).toEqual([2]);
  });

  test('is not turned into a refusal by the repetition: what is refused then may have been done', async () => {
    const work = unknown(new GatewayError('conflict', 'done already'));
    await expect(inTransaction(pool, work, { ...PIPELINED, harmlessTwice: true })).rejects.toMatchObject({
      status: 503,
    });
  });
});
