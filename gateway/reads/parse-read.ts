/** Judges one delivered read, and brings it into the form in which it is stored. */
import { createHash } from 'node:crypto';
import type { ErrorObject } from 'ajv';
import { lookalikeKey, normalisePlate } from '../../sharing-rules/terms/plate.ts';
import { retentionStart } from '../../sharing-rules/terms/retention.ts';
import { type DeliveredRead, deliveredReadSchema, TEXT, validateDeliveredRead } from './read.schema.ts';

/**
 * The columns of the table `read` that are delivered or follow from what is delivered, in the order of `StoredRead`.
 */
export const READ_COLUMNS = [
  'read_id',
  'captured_at',
  'plate',
  'lookalike_key',
  'plate_state',
  'confidence',
  'camera_id',
  'camera_name',
  'lat',
  'lon',
  'direction',
  'make',
  'model',
  'color',
  'body_style',
  'source_type',
  'plate_image_sha256',
  'context_image_sha256',
  'pushed_by',
] as const;

export interface StoredRead {
  /** Ms since the epoch. */
  readonly capturedAt: number;
  /** A value for each of `READ_COLUMNS`, as PostgreSQL reads it. */
  readonly values: readonly (string | null)[];
}

/** Columns of a CSV file; those that hold numbers. */
export const DELIVERED_COLUMNS = Object.keys(deliveredReadSchema.properties);
const NUMBERS = new Set(['confidence', 'lat', 'lon']);
const NUMBER = /^[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?$/;

const MINUTE = 60_000;
/** Clocks of cameras run ahead; further than this they are wrong. */
const FUTURE_SKEW = 5 * MINUTE;

/** The time at which reads are judged, and how old they may be (Policy 420.7). */
export interface TakingLimits {
  readonly now: number;
  readonly retentionDays: number;
}

export interface ReadFault {
  /** The fault, without any value of the read. */
  readonly fault: string;
  /** Set if it may not be kept at all, not even set aside. */
  readonly isTooOld?: true;
}

/**
 * Parses a read, or returns the fault for which it is set aside.
 * @param delivered a parsed line; of CSV, all values are texts
 * @param pushedBy name of the registered source that pushed it; null: it was ingested
 */
export function parseRead(
  delivered: unknown,
  limits: TakingLimits,
  pushedBy: string | null = null,
): StoredRead | ReadFault {
  const value = withNumbers(delivered);
  if (!validateDeliveredRead(value)) {
    return { fault: describe(validateDeliveredRead.errors?.[0]) };
  }
  const capturedAt = Date.parse(value.capturedAt);
  if (Number.isNaN(capturedAt)) return { fault: '/capturedAt is not a time' };
  const { now, retentionDays } = limits;
  if (capturedAt < retentionStart(now, retentionDays)) {
    return { fault: `/capturedAt is older than ${retentionDays} days (Policy 420.7)`, isTooOld: true };
  }
  if (capturedAt > now + FUTURE_SKEW) return { fault: '/capturedAt lies more than 5 minutes in the future' };
  const plate = normalisePlate(value.plate);
  if (plate === null) return { fault: '/plate holds other characters than letters and digits' };
  return toStored(value, { capturedAt, plate, pushedBy });
}

/** The texts of a CSV file's numeric columns as numbers; what is not a number stays, and is refused. */
function withNumbers(delivered: unknown): unknown {
  if (typeof delivered !== 'object' || delivered === null || Array.isArray(delivered)) return delivered;
  const entries = Object.entries(delivered);
  // JSON's null and CSV's empty field say the same: not known.
  return Object.fromEntries(
    entries.flatMap(([name, value]) => {
      if (value === null) return [];
      const isNumber = NUMBERS.has(name) && typeof value === 'string' && NUMBER.test(value);
      return [[name, isNumber ? Number(value) : value]];
    }),
  );
}

/** Describes the fault by the field, never by its value. */
function describe(error: ErrorObject | undefined): string {
  const field = error?.instancePath || 'the read';
  if (error?.params.pattern === TEXT) return `${field} holds a control character or is empty`;
  if (error?.params.additionalProperty)
    return `the read has an unknown field \`${error.params.additionalProperty}\``;
  if (error?.params.allowedValues) return `${field} must be one of: ${error.params.allowedValues.join(', ')}`;
  return `${field} ${error?.message}`;
}

interface Known {
  readonly capturedAt: number;
  /** Normalized. */
  readonly plate: string;
  readonly pushedBy: string | null;
}

function toStored(read: DeliveredRead, { capturedAt, plate, pushedBy }: Known): StoredRead {
  const content = [
    new Date(capturedAt).toISOString(),
    plate,
    lookalikeKey(plate),
    read.plateState?.toUpperCase() ?? null,
    decimals(read.confidence, 4),
    read.cameraId,
    read.cameraName ?? read.cameraId,
    decimals(read.lat, 6),
    decimals(read.lon, 6),
    read.direction ?? null,
    read.make ?? null,
    read.model ?? null,
    read.color ?? null,
    read.bodyStyle ?? null,
    read.sourceType ?? null,
    bytes(read.plateImageSha256),
    bytes(read.contextImageSha256),
  ];
  // The way it came is not part of its content: a read pushed and ingested later is there once.
  return { capturedAt, values: [idOf(content), ...content, pushedBy] };
}

/**
 * Derives the id from the content, so that a file may be ingested again after a failure; reads that differ in
 * anything are two. A UUID of version 8 (RFC 9562 §5.8), made of SHA-256.
 */
function idOf(content: readonly (string | null)[]): string {
  const hash = createHash('sha256').update(JSON.stringify(content)).digest().subarray(0, 16);
  hash[6] = ((hash[6] as number) & 0x0f) | 0x80;
  hash[8] = ((hash[8] as number) & 0x3f) | 0x80;
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function decimals(value: number | undefined, places: number): string | null {
  return value === undefined ? null : value.toFixed(places);
}

function bytes(hex: string | undefined): string | null {
  return hex === undefined ? null : `\\x${hex.toLowerCase()}`;
}
