/** How the vendor's pages become a page of ours: whole, in order, nothing twice and nothing left out. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { canonicalJson } from '../../../../../gateway/audit/canonical-json.ts';
import type { FoundReads, ReadsPosition } from '../../../../../gateway/reads/reads-store.ts';
import { FlockClient } from '../../../../../gateway/reads/sources/flock/flock-client.ts';
import { openFlockSource } from '../../../../../gateway/reads/sources/flock/flock-source.ts';
import { idOf } from '../../../../../gateway/reads/sources/flock/to-read.ts';
import {
  type FlockSimulator,
  startFlockSimulator,
} from '../../../../flock-simulator/start-flock-simulator.ts';

const NOW = Date.UTC(2026, 10, 28, 12);
const PLATE = 'ZZT1234';

let vendor: FlockSimulator;
beforeEach(async () => {
  vendor = await startFlockSimulator();
});
afterEach(() => vendor.close());

function openSource(networkId = vendor.networkId) {
  const { credentials, url } = vendor;
  const client = new FlockClient({ url, credentials });
  return openFlockSource({ client, networkId, retentionDays: 30, now: () => NOW });
}

function find(
  limit: number,
  after: ReadsPosition | null = null,
  state?: string,
  source = openSource(),
): Promise<FoundReads> {
  const plate = { number: PLATE, match: 'exact' as const, ...(state === undefined ? {} : { state }) };
  const query = { plate, from: NOW - 86_400_000, to: NOW, limit, ...(after === null ? {} : { after }) };
  const question = {
    id: randomUUID(),
    reason: 'a test',
    caseNumber: null,
    signal: new AbortController().signal,
  };
  return source.find(query, question);
}

const give = (times: readonly number[], changes: object = {}) =>
  vendor.addReads(times.map((ms) => ({ plate: PLATE, capturedAt: new Date(NOW - ms), ...changes })));
const idsOf = ({ text }: FoundReads) =>
  (JSON.parse(text) as { readId: string }[]).map(({ readId }) => readId);

test.each([1, 7, 49, 50, 51, 200])(
  'pages of %d tell every read once, those of one moment too',
  async (limit) => {
    const given = give(Array.from({ length: 230 }, (_, i) => 1_000 + Math.floor(i / 20)));
    const got: string[] = [];
    let after: ReadsPosition | null = null;
    do {
      const page: FoundReads = await find(limit, after);
      const ids = idsOf(page);
      expect([page.count, ids.length]).toEqual([ids.length, Math.min(limit, 230 - got.length)]);
      got.push(...ids);
      after = page.next;
    } while (after !== null);
    expect([got.length, new Set(got)]).toEqual([230, new Set(given.map(({ id }) => id))]);
  },
);

test('the text is canonical, and has what the store of an agency tells', async () => {
  give([1_000], { id: 'R-17', latitude: 39.80831234567, confidence: 0.98765 });
  const { text } = await find(10);
  expect(text).toBe(canonicalJson(JSON.parse(text)));
  expect(JSON.parse(text)).toEqual([
    {
      ...{ readId: idOf('R-17'), capturedAt: '2026-11-28T11:59:59.000Z', plate: PLATE, plateState: 'CO' },
      ...{ confidence: 0.9877, direction: null },
      camera: {
        ...{ id: expect.any(String), name: 'Camera 1, Dahlia Street' },
        ...{ lat: 39.808312, lon: -104.9339 },
      },
      vehicle: { make: null, model: null, color: null, bodyStyle: null },
    },
  ]);
});

test('with a state only reads on which that state was read, whatever the vendor makes of it', async () => {
  const [own] = give([1_000], { state: 'new_mexico' });
  give([2_000], { state: 'colorado' });
  expect(idsOf(await find(10, null, 'NM'))).toEqual([own?.id]);
});

test('where the vendor has more than may be followed at once, what follows is told, and nothing is left out', async () => {
  // A thousand reads of other networks stand before the last of ours.
  const [first] = give([1_000]);
  give(
    Array.from({ length: 1_100 }, (_, i) => 2_000 + i),
    { network: randomUUID() },
  );
  const [last] = give([500_000]);
  const page = await find(200);
  expect([idsOf(page), page.next === null]).toEqual([[first?.id], false]);
  const next = await find(200, page.next);
  expect([idsOf(next), next.next]).toEqual([[last?.id], null]);
});

describe('an answer that says nothing of what there is', () => {
  test.each(['accepted', 'partial_content', 'error_body', 'problem_json'] as const)(
    'is a fault, never an empty list: %s',
    async (fault) => {
      give([1_000]);
      vendor.misbehave({ fault });
      await expect(find(10)).rejects.toMatchObject({ kind: 'malformed' });
      vendor.behave();
      expect((await find(10)).count).toBe(1);
    },
  );

  test('our network is found however its id is written', async () => {
    const [own] = give([1_000]);
    expect(idsOf(await find(10, null, undefined, openSource(vendor.networkId.toUpperCase())))).toEqual([
      own?.id,
    ]);
  });

  test('a wrong id of our network is told to the operator, never answered with an empty list', async () => {
    give([1_000, 2_000]);
    await expect(find(10, null, undefined, openSource(randomUUID()))).rejects.toMatchObject({
      ...{ kind: 'foreign', message: expect.stringContaining('FLOCK_NETWORK_ID') },
    });
  });

  test('once reads of our network were seen, an answer says where all results were those of others', async () => {
    const source = openSource();
    give([1_000]);
    expect((await find(10, null, undefined, source)).leftOut).toEqual({ lookalikes: 0, othersOnly: false });
    vendor.forgetReads();
    give([1_000, 2_000], { network: randomUUID() });
    expect(await find(10, null, undefined, source)).toMatchObject({
      count: 0,
      leftOut: { othersOnly: true },
    });
  });

  test('reads of ours whose plates only look alike are counted, not given', async () => {
    const [own] = give([1_000, 2_000]);
    vendor.misbehave({ fault: 'other_plate' });
    const found = await find(10);
    expect([idsOf(found), found.leftOut]).toEqual([[own?.id], { lookalikes: 1, othersOnly: false }]);
  });
});

test('a made id is that of RFC 9562, version 5, and no two ids of the vendor share one', () => {
  expect(idOf('4171AE2B-843F-405B-922D-B1E89921F24F')).toBe('4171ae2b-843f-405b-922d-b1e89921f24f');
  const made = Array.from({ length: 1_000 }, (_, i) => idOf(`read-${i}`));
  expect(new Set(made).size).toBe(1_000);
  for (const id of made)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
