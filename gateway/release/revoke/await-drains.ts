/**
 * Anyone who is told that there is nothing (any more) to take away relies on it as on a revocation: so what was taken
 * away before, by a call that is still under way or whose node is gone, is waited for first.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { waitUntilHeld } from '../../database/durability.ts';
import { unavailableNow } from '../../faults/errors.ts';
import { findOpenDrains } from './drain-store.ts';

const LOOK_EVERY = 50;
/** Longer than it takes to wait a lease out, and another node to end what its coordinator left, ms. */
const PATIENCE = 10_000;

/**
 * Waits for every drain that has begun: each is ended by its coordinator, or by any node if that one is gone.
 * Then waits until what is seen is held: after a crash it may be on one server that a failover leaves behind.
 */
export async function awaitDrains(pool: pg.Pool): Promise<void> {
  await waitForDrains(pool);
  await waitUntilHeld(pool);
}

async function waitForDrains(pool: pg.Pool): Promise<void> {
  const begun = await findOpenDrains(pool);
  const until = performance.now() + PATIENCE;
  for (let open = begun; open.length > 0; open = await findOpenDrains(pool)) {
    if (!open.some((mark) => begun.includes(mark))) return;
    if (performance.now() > until) {
      throw unavailableNow('what was taken away before is not effective yet; ask again');
    }
    await pause(LOOK_EVERY);
  }
}
