/** Opens a demo's past, only on data of its own first start. */
import { findNewestCheckpoint } from '../../audit/log-store.ts';
import { connectPool } from '../../database/db.ts';
import { type SimulatedClock, simulateClock } from './simulated-clock-store.ts';

/**
 * Sets the clock to `from`; returns null if the demo has a log already, which can get no past.
 * @param from milliseconds since the epoch
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
