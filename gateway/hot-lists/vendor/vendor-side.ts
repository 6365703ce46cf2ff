/** Describes the vendor that keeps the reads to the hot lists: how it is asked, where its alerts arrive. */
import type { FlockClient } from '../../reads/sources/flock/flock-client.ts';

export interface VendorSide {
  readonly client: Pick<FlockClient, 'request'>;
  /** Reads of another network are set aside. */
  readonly networkId: string;
  /** The name of the hot list that is the gateway's own at the vendor. */
  readonly listName: string;
  /** The address at which this gateway takes alerts. */
  readonly alertsUrl: string;
}
