/** Auditors read at a pace of their own: few at a time, with rests between, and never without end. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type pg from 'pg';
import { connectPool } from '../../../../gateway/database/db.ts';
import { createPacedReading } from '../../../../gateway/oversight/audit-search/paced-reading.ts';
import { createTestDatabases, type TestDatabases } from '../../../setup/database/test-databases.ts';

let databases: TestDatabases;
let pool: pg.Pool;
beforeAll(async () => {
  databases = await createTestDatabases();
  pool = connectPool(databases.gatewayUrl, { applicationName: 'test', statementTimeout: 100 });
});
afterAll(async () => {
  await pool.end();
  await databases.drop();
});

describe('reading for auditors', () => {
  test('goes on two lines, and each rests before the next one has it', async () => {
    const reading = createPacedReading(2, 0);
    const began = performance.now();
    let now = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 7 }, () =>
        reading('auditor', async () => {
          now += 1;
          most = Math.max(most, now);
          await pool.query('SELECT');
          now -= 1;
        }),
      ),
    );
    expect(most).toBe(2);
    // Seven on two lines: three rests of a fifth of a second stand before the last.
    expect(performance.now() - began).toBeGreaterThan(590);
  });

  test('takes a tenth of a line’s time at most, however much is asked', async () => {
    const reading = createPacedReading(1, 0);
    const began = performance.now();
    let worked = 0;
    for (let i = 0; i < 4; i += 1) {
      await reading('auditor', async () => {
        const from = performance.now();
        await pool.query('SELECT pg_sleep(0.05)');
        worked += performance.now() - from;
      });
    }
    // Of the last one the rest is still to come.
    await reading('auditor', async () => undefined);
    expect(worked / (performance.now() - began)).toBeLessThan(0.105);
  });

  test('goes on without a rest after a time with nothing to read, but not for longer than that', async () => {
    const reading = createPacedReading(1, 1_000);
    const timed = async (count: number) => {
      const began = performance.now();
      for (let i = 0; i < count; i += 1) await reading('auditor', async () => undefined);
      return performance.now() - began;
    };
    expect(await timed(5)).toBeLessThan(150);
    // The time ahead is spent: one rest stands before the second of these.
    expect(await timed(3)).toBeGreaterThan(190);
    await new Promise((resolve) => setTimeout(resolve, 800));
    expect(await timed(2)).toBeLessThan(150);
  });

  test('that would read too much is cut, and told how to narrow it; the line is free again', async () => {
    const reading = createPacedReading(1, 0);
    const cut = reading('auditor', () => pool.query('SELECT pg_sleep(20)'));
    await expect(cut).rejects.toMatchObject({
      status: 422,
      message: expect.stringContaining('`from` and `to`'),
    });
    expect((await reading('auditor', () => pool.query('SELECT 1 AS one'))).rows).toEqual([{ one: 1 }]);
  });

  test('of which too many of one person wait is refused at once, with when to come again', async () => {
    const reading = createPacedReading(1, 0);
    const asked = Array.from({ length: 40 }, () => reading('auditor', () => pool.query('SELECT 1')));
    const first = await Promise.race(asked.slice(-1).map((one) => one.catch((error: unknown) => error)));
    expect(first).toMatchObject({ status: 503, headers: { 'Retry-After': '1' } });
    expect((await Promise.allSettled(asked)).filter(({ status }) => status === 'fulfilled')).toHaveLength(17);
  });

  test('takes turns by person: one with very many keeps nobody else from the next', async () => {
    const reading = createPacedReading(1, 0);
    const order: string[] = [];
    const read = (personId: string) =>
      reading(personId, async () => {
        order.push(personId);
        await pool.query('SELECT');
      });
    const auditor = Array.from({ length: 48 }, () => read('auditor'));
    const others = ['chief', 'chief', 'second auditor'].map(read);
    await Promise.all(others);
    const first = ['auditor', 'auditor', 'chief', 'second auditor', 'auditor', 'chief'];
    expect(order.slice(0, 6)).toEqual(first);
    await Promise.allSettled(auditor);
    expect(order).toHaveLength(20);
  });
});
