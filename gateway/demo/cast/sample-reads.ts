/** Invents reads for the demo: no real cameras, plates or vehicles; the same for the same seed and day. */
import { createHash } from 'node:crypto';
import pg from 'pg';
import { DAY } from '../../../sharing-rules/terms/retention.ts';
import { connectionSettings } from '../../database/db.ts';
import { parseRead } from '../../reads/parse-read.ts';
import type { DeliveredRead } from '../../reads/read.schema.ts';
import { daysBetween } from '../../reads/read-days.ts';
import { writeReads } from '../../reads/write-reads.ts';

/** Plates with at least five reads in any 24 hours, to try out and for load tests. */
export const SAMPLE_PLATES: readonly string[] = numbered(20, 'DEMO', 3);

/** Plates seen now and then. No state issues this form, so nobody's car is in the sample. */
export const OTHER_PLATES: readonly string[] = numbered(1_980, 'SYN', 4);
/** A misread `DEMO001`: only `match: "lookalike"` finds it. */
const MISREAD_PLATE = 'DEM0001';

const STREETS = [
  'E 56th Ave',
  'E 60th Ave',
  'E 64th Ave',
  'E 72nd Ave',
  'E 80th Ave',
  'E 96th Ave',
  'E 104th Ave',
];
const MAKES = [
  ['TOYT', 'RAV4'],
  ['FORD', 'F150'],
  ['HOND', 'CIVIC'],
  ['CHEV', 'MALIBU'],
  ['SUBA', 'OUTBACK'],
  ['JEEP', 'WRANGLER'],
] as const;
const COLORS = ['BLK', 'WHI', 'SIL', 'GRY', 'BLU', 'RED'];
const STYLES = ['4D', 'SUV', 'PK', 'VN'];
const DIRECTIONS = ['N', 'E', 'S', 'W'];

const CAMERAS = Array.from({ length: 24 }, (_, i) => ({
  cameraId: `DEMO-CAM-${String(i + 1).padStart(2, '0')}`,
  cameraName: `Demo camera ${i + 1}, ${STREETS[i % STREETS.length]}`,
  lat: Number((39.79 + (i % 6) * 0.022).toFixed(6)),
  lon: Number((-104.95 + Math.floor(i / 6) * 0.033).toFixed(6)),
  direction: DIRECTIONS[i % 4] as string,
  sourceType: i === 23 ? ('mobile' as const) : ('fixed' as const),
}));

const DAYS_BACK = 29;
const SLOTS = 6;

/**
 * Returns reads from 29 days ago to `now`, most of them of the last two days. The seed alone determines each
 * UTC day, so that a restart on the same day only adds newer reads.
 */
export function sampleReads({ seed, now }: { readonly seed: string; readonly now: number }): DeliveredRead[] {
  const days = daysBetween(now - DAYS_BACK * DAY, now);
  return days.flatMap((day, i) => {
    const recent = i >= days.length - 2;
    const reads = readsOfDay(`${seed} ${day}`, Date.parse(day), recent ? 3_000 : 200);
    return reads.filter(({ time }) => time >= now - DAYS_BACK * DAY && time <= now).map(({ read }) => read);
  });
}

/**
 * Puts the sample into the store, and resolves to the number of new reads.
 * @throws Error if one is refused
 */
export async function takeSampleReads(
  ownerUrl: string,
  sample: { seed: string; now: number },
): Promise<number> {
  const reads = sampleReads(sample).map((delivered) => {
    const read = parseRead(delivered, { now: sample.now, retentionDays: DAYS_BACK + 1 });
    if ('fault' in read) throw new Error(`a sample read is refused: ${read.fault}`);
    return read;
  });
  const client = new pg.Client(connectionSettings(ownerUrl, { applicationName: 'gateway-demo' }));
  // The query that fails then reports it, too.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await writeReads(client, reads);
  } finally {
    await client.end();
  }
}

function readsOfDay(seed: string, midnight: number, others: number): { time: number; read: DeliveredRead }[] {
  const random = randomOf(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const at = (time: number, plate: string) => ({ time, read: readOf(plate, time, pick(CAMERAS), random()) });
  const slot = DAY / SLOTS;
  const named = SAMPLE_PLATES.flatMap((plate) =>
    Array.from({ length: SLOTS }, (_, i) => at(midnight + Math.floor((i + random()) * slot), plate)),
  );
  const rest = Array.from({ length: others }, () =>
    at(midnight + Math.floor(random() * DAY), pick(OTHER_PLATES)),
  );
  return [...named, at(midnight + Math.floor(random() * DAY), MISREAD_PLATE), ...rest];
}

/** The looks of each vehicle, which follow from its plate and so stay the same. */
const LOOKS = new Map(
  [...SAMPLE_PLATES, ...OTHER_PLATES, MISREAD_PLATE].map((plate) => {
    const bytes = createHash('sha256').update(plate).digest();
    const from = <T>(list: readonly T[], at: number): T => list[(bytes[at] as number) % list.length] as T;
    const [make, model] = from(MAKES, 0);
    return [plate, { make, model, color: from(COLORS, 1), bodyStyle: from(STYLES, 2) }] as const;
  }),
);

function readOf(
  plate: string,
  time: number,
  camera: (typeof CAMERAS)[number],
  chance: number,
): DeliveredRead {
  return {
    capturedAt: new Date(time).toISOString(),
    plate,
    plateState: 'CO',
    confidence: Number((0.8 + chance * 0.19).toFixed(4)),
    ...camera,
    ...LOOKS.get(plate),
  };
}

/** Returns a Mulberry32 generator: small, seeded, and good enough for samples. */
function randomOf(seed: string): () => number {
  let state = createHash('sha256').update(seed).digest().readUInt32LE(0);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function numbered(count: number, prefix: string, width: number): string[] {
  return Array.from({ length: count }, (_, i) => `${prefix}${String(i + 1).padStart(width, '0')}`);
}
