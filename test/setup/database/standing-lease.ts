/** A lease that neither runs out nor is renewed, for tests about something else: its clocks stand still. */
import { Lease } from '../../../gateway/release/lease/lease.ts';

export function standingLease(): Lease {
  const lease = new Lease({ monotonic: () => 0, wall: () => 0 });
  lease.grant(1, lease.moment());
  return lease;
}
