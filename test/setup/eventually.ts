/** For what no event tells of: looks again and again until it holds. */
import { setTimeout as pause } from 'node:timers/promises';

/** Ms; less than jest gives a test, so that the test says itself what it waited for. */
const PATIENCE = 30_000;
/** Ms between looks. */
const LOOK_EVERY = 25;

/** @throws Error where it does not hold within so many ms */
export async function eventually(holds: () => boolean | Promise<boolean>, within = PATIENCE): Promise<void> {
  const until = performance.now() + within;
  while (!(await holds())) {
    if (performance.now() > until) throw new Error(`not within ${within} ms: ${holds}`);
    await pause(LOOK_EVERY);
  }
}
