/** What vendors push, brought into one form: each vendor's sample exactly, and 10,000 bad payloads of each. */
import { describe, expect, test } from '@jest/globals';
import { parseRead } from '../../../../gateway/reads/parse-read.ts';
import type { PushedItem } from '../../../../gateway/reads/pushed/pushed-read.ts';
import { VENDOR_NAMES, VENDORS, type Vendor } from '../../../../gateway/reads/pushed/vendors.ts';
import { isState } from '../../../../sharing-rules/terms/states.ts';
import { mutated, seeded } from './mutate-payload.ts';
import { SAMPLES } from './samples.ts';

const MUTATIONS = 10_000;
const SEED = 20261128;

/** A sample's payload with other members, those of one that stands in it included: `data.created`. */
function changed(vendor: Vendor, changes: Readonly<Record<string, unknown>>): unknown {
  const payload = structuredClone(SAMPLES[vendor].payload) as Record<string, unknown>;
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split('.');
    const last = keys.pop() as string;
    const holder = keys.reduce((at, key) => at[key] as Record<string, unknown>, payload);
    holder[last] = value;
  }
  return payload;
}

const judge = (vendor: Vendor, changes: Readonly<Record<string, unknown>>) =>
  VENDORS[vendor](changed(vendor, changes));
const reasonOf = (items: readonly PushedItem[]) =>
  items.map((item) => ('aside' in item ? item.aside : 'taken'));
const readOf = ([item]: readonly PushedItem[]) => (item !== undefined && 'read' in item ? item.read : item);

describe('a vendor’s own sample', () => {
  test.each(VENDOR_NAMES)('of %s becomes exactly this read, and the store takes it', (vendor) => {
    const { payload, read } = SAMPLES[vendor];
    expect(VENDORS[vendor](payload)).toEqual([{ read }]);
    const stored = parseRead(read, { now: Date.parse(read.capturedAt), retentionDays: 30 });
    expect(stored).toHaveProperty('values');
  });

  test('of ONVIF in its own form, each element within an item of the same name, is the same read', () => {
    const { Data, ...event } = SAMPLES.onvif.payload as { Data: Record<string, unknown> };
    const items = ['LicensePlateInfo', 'VehicleInfo', 'Image'];
    const wrapped = Object.fromEntries(
      Object.entries(Data).map(([name, value]) => [name, items.includes(name) ? { [name]: value } : value]),
    );
    expect(VENDORS.onvif({ ...event, Data: wrapped })).toEqual([{ read: SAMPLES.onvif.read }]);
  });

  test('of every vendor comes out alike: capitals, two letters of a state, 0 to 1, UTC with milliseconds', () => {
    for (const vendor of VENDOR_NAMES) {
      const { read } = SAMPLES[vendor];
      const stored = parseRead(read, { now: Date.parse(read.capturedAt), retentionDays: 30 });
      if ('fault' in stored) throw new Error(stored.fault);
      const [, capturedAt, plate, , state, confidence] = stored.values;
      expect(capturedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      expect(plate).toMatch(/^[A-Z0-9]+$/);
      expect(state === null || isState(state as string)).toBe(true);
      expect(Number(confidence)).toBeGreaterThan(0);
      expect(Number(confidence)).toBeLessThanOrEqual(1);
    }
  });
});

describe('a payload that does not say what it must', () => {
  const wrong: readonly [string, Vendor, string, unknown, string][] = [
    ['an unknown state', 'rekor_scout', 'best_region', 'us-zz', '`best_region` is not a state that is known'],
    [
      'a region of no country',
      'verkada',
      'data.license_plate_state',
      'zz-ca',
      '`license_plate_state` is not a state that is known',
    ],
    [
      'an unknown name of a state',
      'onvif',
      'Data.LicensePlateInfo.IssuingEntity',
      'Atlantis',
      '`IssuingEntity` is not a state that is known',
    ],
    [
      'an unknown code of a state',
      'axis',
      'plateRegionCode',
      'ZZ',
      '`plateRegionCode` is not a state that is known',
    ],
    [
      'an unknown country',
      'onvif',
      'Data.LicensePlateInfo.CountryCode',
      'ZZ',
      '`CountryCode` is not a country that is known',
    ],
    [
      'a confidence of another scale',
      'verkada',
      'data.confidence',
      96.3,
      '`confidence` is not a confidence from 0 to 1',
    ],
    [
      'a confidence below nothing',
      'rekor_scout',
      'best_confidence',
      -1,
      '`best_confidence` is not a confidence from 0 to 100',
    ],
    ['a confidence in words', 'axis', 'plateConfidence', 'high', '`plateConfidence` is not a number'],
    ['no confidence', 'rekor_scout', 'best_confidence', null, '`best_confidence` is missing'],
    [
      'seconds for milliseconds',
      'rekor_scout',
      'epoch_start',
      1562681121,
      '`epoch_start` is not a time in milliseconds since 1970',
    ],
    [
      'milliseconds for seconds',
      'verkada',
      'data.created',
      1758302864000,
      '`created` is not a time in seconds since 1970',
    ],
    [
      'a time without an offset',
      'plate_recognizer',
      'data.timestamp',
      '2025-09-09 23:22:38.030345',
      '`timestamp` is a time without an offset',
    ],
    [
      'a day that does not exist',
      'genetec_autovu',
      'Timestamp',
      '2016-02-31T08:42:45Z',
      '`Timestamp` is not a date and time',
    ],
    ['no plate', 'genetec_autovu', 'PlateRead', ' ', '`PlateRead` is missing'],
    ['no camera', 'onvif', 'Source', {}, '`VideoSource` is missing'],
    [
      'an image that is none',
      'rekor_scout',
      'vehicle_crop_jpeg',
      '<jpeg>',
      '`vehicle_crop_jpeg` is not an image in base64',
    ],
    ['half a place', 'axis', 'geotag', { lat: 91, lon: 0 }, '`lat` and `lon` are not a place'],
  ];
  test.each(wrong)('is set aside for %s', (_, vendor, field, value, reason) => {
    expect(reasonOf(judge(vendor, { [field]: value }))).toEqual([reason]);
  });

  test('is set aside without any value of it in the reason', () => {
    const reasons = VENDOR_NAMES.flatMap((vendor) => reasonOf(VENDORS[vendor]({ secret: 'ZZZ999' })));
    expect(reasons).toHaveLength(VENDOR_NAMES.length);
    expect(reasons.join(' ')).not.toContain('ZZZ999');
  });

  test('sets aside one vehicle of a picture, and takes the others', () => {
    const [result] = (SAMPLES.plate_recognizer.payload.data as { results: object[] }).results;
    const results = [
      result,
      { ...result, score: 2 },
      { ...result, plate: null },
      { ...result, plate: 'aaa111' },
    ];
    expect(reasonOf(judge('plate_recognizer', { 'data.results': results }))).toEqual([
      'taken',
      '`score` is not a confidence from 0 to 1',
      'taken',
    ]);
  });
});

describe('what vendors write in ways of their own', () => {
  test('a country alone, or a plate of another country, is kept without a state', () => {
    for (const region of ['us', 'gb', 'br', 'au-nsw', '']) {
      expect(readOf(judge('verkada', { 'data.license_plate_state': region }))).not.toHaveProperty(
        'plateState',
      );
    }
    expect(readOf(judge('axis', { plateCountry: 'SWE' }))).not.toHaveProperty('plateState');
  });

  test('states are known by letters and by name, and provinces and Mexico too', () => {
    const states = (['Colorado', 'co', 'Quebec', 'QC', 'District of Columbia'] as const).map((name) =>
      readOf(judge('genetec_autovu', { PlateAnalytics: [{ Key: 'State Name', Value: name, Score: 1 }] })),
    );
    expect(states.map((read) => (read as { plateState: string }).plateState)).toEqual([
      'CO',
      'CO',
      'QC',
      'QC',
      'DC',
    ]);
    const regions = ['ca-on', 'mx', 'mx-jal', 'us-co'].map((region) =>
      readOf(judge('rekor_scout', { best_region: region })),
    );
    expect(regions.map((read) => (read as { plateState: string }).plateState)).toEqual([
      'ON',
      'MX',
      'MX',
      'CO',
    ]);
  });

  test('heartbeats, single frames and earlier events of a vehicle are not reads', () => {
    for (const kind of ['heartbeat', 'alpr_results', 'vehicle']) {
      expect(judge('rekor_scout', { data_type: kind })).toEqual([]);
    }
    for (const state of ['new', 'update']) expect(judge('axis', { carState: state })).toEqual([]);
    expect(judge('verkada', { webhook_type: 'notification' })).toEqual([]);
  });
});

/** What a vendor sends beside its reads: only these come to nothing at all. */
function isBeside(vendor: Vendor, payload: unknown): boolean {
  const { carState, data, data_type, webhook_type } = payload as Record<string, unknown>;
  if (vendor === 'rekor_scout') return ['heartbeat', 'alpr_results', 'vehicle'].includes(data_type as string);
  if (vendor === 'axis') return ['new', 'update', 'updated', 'reliable'].includes(carState as string);
  if (vendor === 'verkada') return webhook_type === 'notification';
  const results = (data as { results?: unknown[] } | null)?.results ?? [];
  return vendor === 'plate_recognizer' && results.every((result) => !(result as { plate?: unknown }).plate);
}

describe('a payload that was damaged', () => {
  test.each(VENDOR_NAMES)(
    `of %s is taken or set aside, ${MUTATIONS} times, and never ends in a fault`,
    (vendor) => {
      const random = seeded(SEED);
      const { payload, read } = SAMPLES[vendor];
      const limits = { now: Date.parse(read.capturedAt) + 1_000, retentionDays: 30 };
      const counts = { taken: 0, aside: 0, beside: 0 };
      for (let i = 0; i < MUTATIONS; i++) {
        const damaged = mutated(payload, random);
        const items = VENDORS[vendor](damaged);
        if (items.length === 0) {
          if (!isBeside(vendor, damaged)) throw new Error(`nothing came of ${JSON.stringify(damaged)}`);
          counts.beside += 1;
        }
        for (const item of items) {
          const stored = 'read' in item ? parseRead(item.read, limits) : { fault: item.aside };
          if ('fault' in stored) {
            if (stored.fault.length > 200)
              throw new Error(`a reason that holds more than a reason: ${stored.fault}`);
            counts.aside += 1;
            continue;
          }
          counts.taken += 1;
          const [, , plate, , state, confidence] = stored.values;
          if (!/^[A-Z0-9]{1,20}$/.test(plate ?? '')) throw new Error(`a plate that is none: ${plate}`);
          if (state !== null && !isState(state as string)) throw new Error(`a state that is none: ${state}`);
          if (confidence !== null && !(Number(confidence) >= 0 && Number(confidence) <= 1)) {
            throw new Error(`a confidence that is none: ${confidence}`);
          }
        }
      }
      // Of what was damaged some is still good: a field that nobody needs, an image that is another one.
      expect(counts.taken).toBeGreaterThan(MUTATIONS / 50);
      expect(counts.aside).toBeGreaterThan(MUTATIONS / 5);
    },
  );
});
