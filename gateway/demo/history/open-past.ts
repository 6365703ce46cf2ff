/** Where a demo's past is made: on data of its own first start, and on no others. */
import { findNewestCheckpoint } from '../../audit/log-store.ts';
import { connectPool } from '../../database/db.ts';
import { type SimulatedClock, simulateClock } from './simulated-clock-store.ts';

/**
 * With its clock at `from`. Null where the demo has a log already: what is in it can get no past.
 * @param from ms
 */
export async function openPast(
  urls: { readonly gatewayUrl: string; readonly gatewayOwnerUrl: string },
  from: number,
): Promise<SimulatedClock | null> {
  const pool = connectPool(urls.gatewayUrl, { applicationName: 'gateway-history' });
  try {
    if ((await findNewestCheckpoint(pool)) !== null) return null;
  } finally {
    await pool.end();
  }
  const clock = await simulateClock(urls, from);
  await clock.set(from);
  return clock;
}
