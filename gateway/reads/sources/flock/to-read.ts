/** Shapes a read of the vendor as this API does, and tells whether it may be looked at any further at all. */
import { createHash } from 'node:crypto';
import { normalisePlate } from '../../../../sharing-rules/terms/plate.ts';
import { stateOf } from '../../../../sharing-rules/terms/reads-sources.ts';
import type { ReadsQuery } from '../../reads-store.ts';
import type { ShownRead } from '../shown-read.schema.ts';
import { FlockFault } from './flock-fault.ts';
import type { VendorRead } from './lookup-answer.ts';

/** The read as the API shows it; `capturedAt` beside it in ms since the epoch. */
export interface ShapedRead {
  readonly capturedAt: number;
  readonly readId: string;
  readonly shown: ShownRead;
}

export interface Wanted {
  readonly query: ReadsQuery;
  /** Reads of another network are nobody's to release here. */
  readonly networkId: string;
}

/** True if a read is of our network. Ids are compared in any case: the vendor writes UUIDs either way. */
export function isOwn(
  { device }: Pick<VendorRead, 'device'>,
  { networkId }: Pick<Wanted, 'networkId'>,
): boolean {
  return device.network.id.toLowerCase() === networkId.toLowerCase();
}

/** True if the vendor read another plate than the one asked for: its search also finds look-alikes. */
export function isOfAnotherPlate({ plate }: VendorRead, { query }: Wanted): boolean {
  return normalisePlate(plate.plate) !== query.plate?.number;
}

/** @throws FlockFault `malformed` where it says no time */
export function timeOf({ capturedAt }: VendorRead): number {
  const time = Date.parse(capturedAt);
  if (Number.isNaN(time)) throw new FlockFault('malformed');
  return time;
}

/**
 * Returns null for everything not asked for: of another network, plate or state, outside the window, or on an
 * earlier page. INVARIANT: whatever the vendor sends, nothing but reads for the query comes of it.
 */
export function toRead(read: VendorRead, wanted: Wanted): ShapedRead | null {
  const { device, plate: told, state } = read;
  const { query } = wanted;
  if (!isOwn(read, wanted)) return null;
  const plate = normalisePlate(told.plate);
  if (plate === null || isOfAnotherPlate(read, wanted)) return null;
  const plateState = state ? stateOf('flock', state.state) : null;
  if (query.plate?.state !== undefined && plateState !== query.plate.state) return null;
  const capturedAt = timeOf(read);
  if (capturedAt < query.from || capturedAt >= query.to) return null;
  const readId = idOf(read.id);
  const { after } = query;
  if (after && !isBefore({ capturedAt, readId }, after)) return null;
  const { latitude = null, longitude = null } = device.location ?? {};
  const isPlaced = latitude !== null && longitude !== null;
  const shown = {
    readId,
    capturedAt: new Date(capturedAt).toISOString(),
    plate,
    plateState,
    confidence: rounded(told.confidence, 4),
    camera: {
      id: device.id,
      name: device.name,
      lat: isPlaced ? rounded(latitude, 6) : null,
      lon: isPlaced ? rounded(longitude, 6) : null,
    },
    direction: null,
    vehicle: { make: null, model: null, color: null, bodyStyle: null },
  };
  return { capturedAt, readId, shown };
}

type Place = Pick<ShapedRead, 'capturedAt' | 'readId'>;

/** True if one comes after the other in pages, newest first: older, or as old with a smaller id. */
export function isBefore(one: Place, other: Place): boolean {
  if (one.capturedAt !== other.capturedAt) return one.capturedAt < other.capturedAt;
  return one.readId < other.readId;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** The namespace of this gateway, for ids of the vendor that are not UUIDs. */
const NAMESPACE = Buffer.from('6f0c1a5e8b7d4c1f9a3e2d5b7c9f1e40', 'hex');

/** The vendor's id where it is a UUID, else one that follows from it (version 5, RFC 9562 §5.5): always the same. */
export function idOf(id: string): string {
  const lower = id.toLowerCase();
  if (UUID.test(lower)) return lower;
  const hash = createHash('sha1').update(NAMESPACE).update(id).digest().subarray(0, 16);
  hash[6] = ((hash[6] as number) & 0x0f) | 0x50;
  hash[8] = ((hash[8] as number) & 0x3f) | 0x80;
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** Rounds as the agency's own store does. */
function rounded(value: number, places: number): number {
  return Number(value.toFixed(places));
}
