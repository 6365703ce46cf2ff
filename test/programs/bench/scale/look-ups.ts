/**
 * How long the gateway's look-up takes: its statement, its role, its view; random plates and
 * windows, the same for each store.
 */
import pg from 'pg';
import { createLookUpQueue } from '../../../../gateway/reads/look-up-queue.ts';
import type { ReadsQuery } from '../../../../gateway/reads/reads-store.ts';
import { createChance } from '../../../hostile/random.ts';
import { quantile } from '../support/quantile.ts';
import { platesOf, storedPlate } from './fill-store.ts';
import type { Store } from './stores.ts';

/** Look-ups that take turns; each has been made before it is measured. */
const LOOK_UPS = 2_000;
const ROUNDS = 5;
const HOUR = 3_600_000;
const LIMIT = 25;

/** Ms. */
export interface LookUpTimes {
  readonly p50: number;
  readonly p99: number;
  readonly samples: number;
  /** Reads found by a look-up, on average. */
  readonly found: number;
}

/** Stores take turns, so that the machine's moods hit all alike. @param seconds how long each store is measured */
export async function measureLookUps(stores: readonly Store[], seconds: number): Promise<LookUpTimes[]> {
  const series = await Promise.all(stores.map(prepare));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { look, queries, times } of series) {
      const until = performance.now() + (seconds * 1_000) / ROUNDS;
      // Every store is asked the same windows in the same order.
      for (let i = round; performance.now() < until; i += ROUNDS) {
        const began = performance.now();
        await look(queries[i % queries.length] as ReadsQuery);
        times.push(performance.now() - began);
      }
    }
  }
  await Promise.all(series.map(({ close }) => close()));
  return series.map(({ found, times }) => {
    const sorted = times.sort((a, b) => a - b);
    const [p50, p99] = [quantile(sorted, 0.5), quantile(sorted, 0.99)];
    return { p50, p99, samples: sorted.length, found };
  });
}

async function prepare(store: Store) {
  const queue = createLookUpQueue(store.url, 1, () => undefined);
  const queries = randomQueries(platesOf(store.reads), await newestRead(store));
  let found = 0;
  for (const query of queries) found += (await queue.lookUp(query)).count;
  if (found < queries.length) throw new Error(`${queries.length} look-ups found ${found} reads: too few`);
  const times: number[] = [];
  return { look: queue.lookUp, queries, times, found: found / queries.length, close: queue.close };
}

async function newestRead({ ownerUrl }: Store): Promise<number> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  const { rows } = await client.query('SELECT max(captured_at) AS newest FROM read');
  await client.end();
  return rows[0].newest.getTime();
}

/** Windows of an hour to thirty days, as often of hours as of weeks, the same for each store. */
function randomQueries(plates: number, newest: number): ReadsQuery[] {
  const chance = createChance(7_410_527);
  return Array.from({ length: LOOK_UPS }, () => {
    const length = HOUR * (30 * 24) ** chance.next();
    const to = newest - chance.next() * (30 * 24 * HOUR - length);
    const number = storedPlate(chance.below(plates));
    return { plate: { number, match: 'exact' }, from: to - length, to, limit: LIMIT };
  });
}
