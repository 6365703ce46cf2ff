/** A replay as a file: what came of each part of the log, a line at a time, so that the log's size does not matter. */
import type pg from 'pg';
import type { StoredCheckpoint } from '../../audit/log-store.ts';
import type { PacedReading } from '../audit-search/paced-reading.ts';
import { type Replayed, replayDecisions } from './replay-decisions.ts';
import type { RulesInUse } from './rules-in-use.ts';

/** Read and judged in one go: about ten milliseconds of the node's thread. */
const PART = 100;

export interface ReplayDeps {
  readonly pool: pg.Pool;
  readonly reading: PacedReading;
  /** Whose replay it is. */
  readonly personId: string;
  /** Closed when all is said. */
  readonly rules: RulesInUse;
}

/** The first line: the head of the log up to which it was replayed. Root in base64. */
export interface ReplayedLog {
  readonly log: { readonly size: number; readonly root: string };
}

/** Each further line: what came of a part, and up to which entry it goes. */
export interface ReplayedPart extends Replayed {
  readonly through: number;
}

/** @param parts log indices of each part */
export async function* replayLog(
  { personId, pool, reading, rules }: ReplayDeps,
  { root, size }: StoredCheckpoint,
  parts: Iterable<readonly number[]>,
): AsyncGenerator<string> {
  yield line({ log: { size, root: root.toString('base64') } } satisfies ReplayedLog);
  try {
    for (const indices of parts) {
      const replayed = await reading(personId, () => replayDecisions(pool, indices, rules));
      yield line({ ...replayed, through: indices.at(-1) as number } satisfies ReplayedPart);
    }
  } finally {
    await rules.close();
  }
}

function line(said: object): string {
  return `${JSON.stringify(said)}\n`;
}

/** All indices of a log of that size, in parts. */
export function* partsOfAll(size: number): Generator<readonly number[]> {
  for (let from = 0; from < size; from += PART) {
    yield Array.from({ length: Math.min(PART, size - from) }, (_, i) => from + i);
  }
}

export function* partsOf(indices: readonly number[]): Generator<readonly number[]> {
  for (let from = 0; from < indices.length; from += PART) yield indices.slice(from, from + PART);
}
