/** A lease that neither runs out nor is renewed, for tests about something else: its clocks stand still. */
import { Lease } from '../../../gateway/release/lease/lease.ts';

export function standingLease(): Lease {
  const lease = new Lease({ monotonic: () => 0, wall: () => 0 });
  // A generation that no row has: a drain does not wait for the generation of its own node.
  lease.grant(0, lease.moment());
  return lease;
}
