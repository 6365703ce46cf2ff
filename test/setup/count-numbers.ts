/** Counts the log for the public's numbers, up to now. */
import type pg from 'pg';
import { NUMBERS } from '../../gateway/projections/numbers.ts';
import { bringUp } from '../../gateway/projections/up-to-now.ts';

export async function countNumbers(pool: pg.Pool): Promise<void> {
  await bringUp(pool);
  while (await NUMBERS.goOn(pool));
}
