/** A read that the simulated vendor holds: what a test says of it, and the shape in which the API tells it. */
import { randomUUID } from 'node:crypto';

/** The network that the simulator's reads belong to, unless a read says another. */
export const OWN_NETWORK = '72d97364-3f45-4e16-ae52-631aea3141cc';

/** What a test must say of a read, and may. */
export interface GivenRead {
  readonly plate: string;
  readonly capturedAt: Date;
  readonly id?: string;
  /** The vendor's word for a state, as `colorado`. */
  readonly state?: string;
  /** From 0 to 1. */
  readonly confidence?: number;
  readonly device?: string;
  readonly deviceName?: string;
  readonly latitude?: number;
  readonly longitude?: number;
  readonly network?: string;
}

export type SimulatedRead = Required<GivenRead>;

/** Fills in what the test did not say. */
export function simulatedRead(given: GivenRead): SimulatedRead {
  return {
    id: randomUUID(),
    state: 'colorado',
    confidence: 0.94,
    device: '97cf0365-1a50-4fce-98a7-93cf45fb658b',
    deviceName: 'Camera 1, Dahlia Street',
    latitude: 39.8083,
    longitude: -104.9339,
    network: OWN_NETWORK,
    ...given,
  };
}

/** The read as the API's `LicensePlateRead`, whose times have microseconds. */
export function presentRead(read: SimulatedRead) {
  const at = read.capturedAt.toISOString().replace('Z', '000Z');
  return {
    id: read.id,
    capturedAt: at,
    device: {
      id: read.device,
      type: 'camera',
      name: read.deviceName,
      location: { name: read.deviceName, latitude: read.latitude, longitude: read.longitude },
      network: { id: read.network, name: networkName(read.network) },
      metadata: {},
      createdAt: '2024-01-01T00:00:00.000000Z',
      modifiedAt: '2024-01-01T00:00:00.000000Z',
    },
    state: { state: read.state, confidence: read.confidence },
    plate: { plate: read.plate, confidence: read.confidence },
    link: `https://share.flocksafety.example/lookup/${read.id}`,
  };
}

/** The name that goes with a network's id. */
export function networkName(network: string): string {
  return network === OWN_NETWORK ? 'Commerce City CO PD' : 'Another CO PD';
}
