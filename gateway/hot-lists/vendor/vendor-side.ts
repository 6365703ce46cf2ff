/** What the hot lists need of a vendor that keeps the reads: where it is asked, and where it sends its alerts. */
import type { FlockClient } from '../../reads/sources/flock/flock-client.ts';

export interface VendorSide {
  readonly client: Pick<FlockClient, 'request'>;
  /** Reads of another network are set aside. */
  readonly networkId: string;
  /** Name of the hot list that is the gateway's own at the vendor. */
  readonly listName: string;
  /** Address at which this gateway takes alerts. */
  readonly alertsUrl: string;
}
