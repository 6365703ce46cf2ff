import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findMatchedEntries } from '../../../../gateway/hot-lists/hits/matched-entries-store.ts';
import { lookalikeKey } from '../../../../sharing-rules/terms/plate.ts';
import { createTestRegistry, type TestRegistry } from '../../../setup/database/test-registry.ts';

const NOW = 1_800_000_000_000;
const TERMS = { now: NOW, writesZeroForO: false };

let registry: TestRegistry;
/** Lists that are named after the way in which they compare plates. */
let lists: Readonly<Record<'exact' | 'zero' | 'alike', string>>;

beforeAll(async () => {
  registry = await createTestRegistry();
  const { rows } = await registry.pool.query(
    `INSERT INTO hot_list (name, kind, layout, zero_for_o, lookalike) VALUES ('exact', 'imported', 'csv', false, false),
       ('zero', 'imported', 'csv', true, false), ('alike', 'imported', 'csv', false, true) RETURNING id`,
  );
  const [exact, zero, alike] = rows.map(({ id }) => id);
  lists = { exact, zero, alike };
});

beforeEach(() => registry.pool.query('DELETE FROM hot_list_entry'));

afterAll(() => registry.close());

interface Listed {
  readonly list?: keyof typeof lists;
  readonly plate: string;
  readonly state?: string | null;
  readonly expiresAt?: number | null;
}

/** Resolves to the entries' positions. */
async function enter(...entries: readonly Listed[]): Promise<number[]> {
  const { rows } = await registry.pool.query(
    `INSERT INTO hot_list_entry (list_id, key, plate, plate_state, kind, restricted, expires_at)
     SELECT l, gen_random_uuid(), p, s, 'stolen_vehicle', false, e
     FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[]) AS n (l, p, s, e) RETURNING position`,
    [
      entries.map(({ list = 'exact' }) => lists[list]),
      entries.map(({ plate }) => plate),
      entries.map(({ state = 'CO' }) => state),
      entries.map(({ expiresAt = null }) => (expiresAt === null ? null : new Date(expiresAt))),
    ],
  );
  return rows.map(({ position }) => position);
}

async function match(plate: string, plateState: string | null = 'CO', terms = TERMS) {
  const found = await findMatchedEntries(registry.pool, [{ plate, plateState }], terms);
  return found
    .map(({ position, verify }) => ({ position, verify }))
    .sort((one, other) => one.position - other.position);
}

describe('matching reads against hot lists', () => {
  test('plate and state must agree; where one of the states is not known the hit is to be verified', async () => {
    const plate = 'ZZT1234';
    const [co, wy, none] = await enter({ plate }, { plate, state: 'WY' }, { plate, state: null });
    expect(await match(plate)).toEqual([
      { position: co, verify: false },
      { position: none, verify: true },
    ]);
    expect(await match(plate, null)).toEqual([co, wy, none].map((position) => ({ position, verify: true })));
    expect(await match('ZZT123')).toEqual([]);
  });

  test('an entry ends at its expiry, to the millisecond', async () => {
    await enter({ plate: 'ZZT1', expiresAt: NOW });
    expect(await match('ZZT1', 'CO', { ...TERMS, now: NOW - 1 })).toHaveLength(1);
    expect(await match('ZZT1')).toEqual([]);
  });

  test('a list that writes 0 for O matches the vehicle with the O, and says that it differs', async () => {
    const [position] = await enter({ list: 'zero', plate: 'ZZ0123' });
    expect(await match('ZZO123')).toEqual([{ position, verify: true }]);
    expect(await match('ZZ0123')).toEqual([{ position, verify: false }]);
    expect(await match('ZZD123')).toEqual([]);
  });

  test('so does every list where the vendor of the reads writes O as 0', async () => {
    const [position] = await enter({ plate: 'ZZO123' });
    expect(await match('ZZ0123')).toEqual([]);
    expect(await match('ZZ0123', 'CO', { ...TERMS, writesZeroForO: true })).toEqual([
      { position, verify: true },
    ]);
  });

  test('look-alikes match only where the list asks for them, and are marked', async () => {
    const plate = 'OIBSDZ';
    const [, alike] = await enter({ plate }, { list: 'alike', plate });
    expect(await match('018502')).toEqual([{ position: alike, verify: true }]);
  });

  test('a page of reads finds what a plain search finds for each of them', async () => {
    const plates = fc
      .array(fc.constantFrom(...'0O1IDB8S5Z2AX'), { minLength: 2, maxLength: 5 })
      .map((characters) => characters.join(''));
    const states = fc.constantFrom('CO', 'WY', null);
    const listed = fc.record({
      list: fc.constantFrom('exact', 'zero', 'alike'),
      plate: plates,
      state: states,
      expiresAt: fc.option(fc.constantFrom(NOW - 1, NOW, NOW + 1)),
    });
    const keys = {
      exact: (plate: string) => plate,
      zero: (plate: string) => plate.replaceAll('O', '0'),
      alike: lookalikeKey,
    };
    const page = fc.array(fc.record({ plate: plates, plateState: states }), { minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(fc.array(listed, { minLength: 1, maxLength: 60 }), page, async (entries, others) => {
        await registry.pool.query('DELETE FROM hot_list_entry');
        const positions = await enter(...entries);
        const reads = [...others, ...entries.map(({ plate, state }) => ({ plate, plateState: state }))];
        const expected = reads.flatMap(({ plate, plateState }, read) =>
          entries.flatMap(({ list, expiresAt, ...entry }, i) => {
            const isIt =
              keys[list as keyof typeof keys](entry.plate) === keys[list as keyof typeof keys](plate) &&
              (expiresAt === null || expiresAt > NOW) &&
              (entry.state === null || plateState === null || entry.state === plateState);
            const verify = entry.plate !== plate || entry.state === null || plateState === null;
            return isIt ? [`${read} ${positions[i]} ${verify}`] : [];
          }),
        );
        const found = await findMatchedEntries(registry.pool, reads, TERMS);
        expect(found.map((one) => `${reads.indexOf(one.read)} ${one.position} ${one.verify}`).sort()).toEqual(
          expected.sort(),
        );
      }),
      { numRuns: 60 },
    );
  });
});
