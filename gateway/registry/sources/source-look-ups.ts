/**
 * Looks up the sources of pushes, all that wait at one moment in one statement, one at a time: a flood of
 * refused pushes costs the database no more. Nothing is kept: each push is judged by what stands then.
 */
import { Batcher } from '../../database/batcher.ts';
import type { Queryable } from '../../database/queryable.ts';
import { SOURCE_NAME } from './source.terms.ts';
import { findTaking, type TakingSource } from './sources-store.ts';

const SIZES = { lines: 1, largestBatch: 256, longestQueue: 2_000 };
const NAME = new RegExp(SOURCE_NAME);

export type LookUpSource = (name: string) => Promise<readonly TakingSource[]>;

/** Finds the sources with a name, or none. @throws GatewayError `unavailable` when too many wait */
export function sourceLookUps(db: Queryable): LookUpSource {
  const batcher = new Batcher<string, readonly TakingSource[]>(SIZES, async (names) => {
    const found = await findTaking(db, [...new Set(names)]);
    return names.map((name) => ({ value: found.filter((source) => source.name === name) }));
  });
  // An impossible name is not looked up: one that the database cannot read would fail the others' statement.
  return async (name) => (NAME.test(name) ? batcher.add(name) : []);
}
