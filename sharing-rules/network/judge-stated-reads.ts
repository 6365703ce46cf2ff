/** Judges what another agency's gateway states against what it was asked: an answer may hold less, never more. */
import { lookalikeKey, normalisePlate } from '../terms/plate.ts';
import type { PlateTarget } from '../terms/query.ts';

/** Every way in which an answer can be false. Stable: log entries and alarms name them. */
export const LIES = [
  ...['malformed', 'unsafe_text', 'receipt_missing', 'receipt_false', 'head_signature', 'reads_hash'],
  ...['other_agency', 'other_outcome', 'other_asker', 'other_transaction', 'other_question', 'other_time'],
  ...['index_order', 'log_forked', 'too_many_reads', 'repeated_read', 'other_plate', 'other_state'],
  ...['other_window', 'other_place', 'other_reasons'],
] as const;
export type Lie = (typeof LIES)[number];

/** The members of a read by which it is judged. */
export interface StatedRead {
  readonly readId: string;
  readonly capturedAt: string;
  readonly plate: string;
  readonly plateState: string | null;
  readonly confidence: number | null;
  readonly camera: { readonly lat: number | null; readonly lon: number | null };
}

/** The members of a query that bound its answer. */
export interface Bounds {
  readonly plate?: PlateTarget;
  /** Ms since the epoch, as in a query. */
  readonly from: number;
  readonly to: number;
  readonly limit: number;
}

/** Returns the first thing that is wrong with the reads; null if they are within what was asked. */
export function faultOfReads(reads: readonly StatedRead[], asked: Bounds): Lie | null {
  if (reads.length > asked.limit) return 'too_many_reads';
  if (new Set(reads.map(({ readId }) => readId)).size < reads.length) return 'repeated_read';
  for (const read of reads) {
    const fault = faultOfRead(read, asked);
    if (fault !== null) return fault;
  }
  return null;
}

function faultOfRead(
  { camera, capturedAt, confidence, plate, plateState }: StatedRead,
  asked: Bounds,
): Lie | null {
  const { match, number, state } = asked.plate ?? { match: 'exact', number: '' };
  const keyOf = match === 'lookalike' ? lookalikeKey : (text: string) => text;
  if (keyOf(normalisePlate(plate) ?? '') !== keyOf(number)) return 'other_plate';
  // A camera that could not read the state leaves it open.
  if (state !== undefined && plateState !== null && plateState !== state) return 'other_state';
  const at = Date.parse(capturedAt);
  if (!(at >= asked.from && at < asked.to)) return 'other_window';
  if (!(Math.abs(camera.lat ?? 0) <= 90 && Math.abs(camera.lon ?? 0) <= 180)) return 'other_place';
  // Beyond certain is no confidence.
  if (!((confidence ?? 0) >= 0 && (confidence ?? 0) <= 1)) return 'malformed';
  return null;
}

/** The longest text of an answer that is shown. */
const LONGEST = 500;
/** Characters that have no shape, turn the direction of a text, or are a program's to obey (UTS 55). */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]/u;
/** The beginning of a tag, a comment or an entity, wherever a reader might take it for one. */
const MARKUP = /<[a-z!/?]|&(?:#|[a-z]+;)/iu;

/** True if every text in the value can be shown as it is. Members' names count too. */
export function isSafeText(value: unknown): boolean {
  if (typeof value === 'string') return value.length <= LONGEST && !UNSEEN.test(value) && !MARKUP.test(value);
  if (Array.isArray(value)) return value.every(isSafeText);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, member]) => isSafeText(name) && isSafeText(member));
}
