/** Halts sharing if the log is ahead of the clock, so that everybody sees it, and two persons can resume. */
import type pg from 'pg';
import { systemClock } from '../../faults/age.ts';
import { AHEAD_OF_CLOCK } from '../../faults/ahead-of-clock.ts';
import { InFlight } from '../../release/lease/in-flight.ts';
import { Lease } from '../../release/lease/lease.ts';
import { haltSharing } from './halt-sharing.ts';
import { isAheadUnhalted } from './sharing-store.ts';

export interface HaltLog {
  warn(fields: object, message: string): void;
}

/** @throws GatewayError `unavailable` if it is not certain that sharing is halted */
export async function haltAheadOfClock(pool: pg.Pool, log: HaltLog): Promise<void> {
  if (!(await isAheadUnhalted(pool))) return;
  // An empty one will do: this node, too, cuts what it has in flight when it hears of the record.
  const deps = { pool, inFlight: new InFlight(new Lease(systemClock)) };
  const { index } = await haltSharing(deps, { reason: AHEAD_OF_CLOCK, personId: 'gateway' });
  log.warn({ index }, `all sharing is halted: ${AHEAD_OF_CLOCK}`);
}
