/** Runs one transaction on a connection of its own, for work that is too long for the pool's patience. */
import type pg from 'pg';
import { GatewayError } from '../faults/errors.ts';
import { sendCommit } from './primary-client.ts';

/**
 * Runs in READ COMMITTED, and never again: what feeds it, a stream for instance, is read once.
 * @param client without an open transaction
 * @param first statements that leave with BEGIN
 * @throws whatever `work` throws, after ROLLBACK; GatewayError `unavailable` if the COMMIT did not commit
 */
export async function inClientTransaction<T>(
  client: pg.ClientBase,
  work: (trx: pg.ClientBase) => Promise<T>,
  first: readonly string[] = [],
): Promise<T> {
  await client.query(['BEGIN ISOLATION LEVEL READ COMMITTED', ...first].join('; '));
  try {
    const result = await work(client);
    if ((await sendCommit(client)) !== 'COMMIT')
      throw new GatewayError('unavailable', 'the change was rolled back; repeat it');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}
