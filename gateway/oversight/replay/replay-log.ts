/** Writes a replay line by line, one for each part, so that the log's size does not matter. */
import type pg from 'pg';
import { decideAgain } from '../../../sharing-rules/decide-again.ts';
import { findKeptEntries } from '../../audit/kept/kept-entries-store.ts';
import type { StoredCheckpoint } from '../../audit/log-store.ts';
import { readNow } from '../../database/read-now.ts';
import type { PacedReading } from '../audit-search/paced-reading.ts';
import type { TellAltered } from '../held/hold-against-log.ts';
import { type HandedDecision, handOver, isUnder } from './handed-decision.ts';
import { type Replayed, type RulesOf, replayDecisions } from './replay-decisions.ts';

/** Number of entries read and judged at once: about ten milliseconds of the node's thread. */
const PART = 100;

export interface ReplayDeps {
  readonly pool: pg.Pool;
  readonly reading: PacedReading;
  /** The person who replays. */
  readonly personId: string;
  /** The revision of this node's own rules; it runs no others. */
  readonly running: string;
  /** Revisions that the auditor replays: their decisions are handed over. */
  readonly handed: ReadonlySet<string>;
  readonly tellAltered: TellAltered;
}

/** The first line: the head up to which the log is replayed, with its root in base64. */
export interface ReplayedLog {
  readonly log: { readonly size: number; readonly root: string };
}

/** Each further line: the result of a part, without the decisions handed over, and its last entry. */
export interface ReplayedPart extends Replayed {
  readonly through: number;
  readonly handed: readonly HandedDecision[];
}

/** Yields the lines. @param parts log indices of each part */
export async function* replayLog(
  { handed, personId, pool, reading, running, tellAltered }: ReplayDeps,
  { root, size }: StoredCheckpoint,
  parts: Iterable<readonly number[]>,
): AsyncGenerator<string> {
  yield line({ log: { size, root: root.toString('base64') } } satisfies ReplayedLog);
  for (const indices of parts) {
    const part = await reading(personId, async () => {
      const entries = await findKeptEntries(pool, indices);
      const own = entries.filter((entry) => !isUnder(entry, handed));
      const replayed = await replayDecisions(own, await readNow(pool), rulesOfNode(running));
      if (replayed.altered.length + replayed.missing.length > 0) {
        tellAltered([...replayed.altered, ...replayed.missing]);
      }
      return { ...replayed, handed: entries.flatMap((entry) => handOver(entry, handed)) };
    });
    yield line({ ...part, through: indices.at(-1) as number } satisfies ReplayedPart);
  }
}

/** Allows only the node's own rules: any other code that runs here could read its keys. */
export function rulesOfNode(running: string): RulesOf {
  return (revision) => (revision === running ? decideAgain : null);
}

function line(said: object): string {
  return `${JSON.stringify(said)}\n`;
}

/** Yields all indices of a log of that size, in parts. */
export function* partsOfAll(size: number): Generator<readonly number[]> {
  for (let from = 0; from < size; from += PART) {
    yield Array.from({ length: Math.min(PART, size - from) }, (_, i) => from + i);
  }
}

export function* partsOf(indices: readonly number[]): Generator<readonly number[]> {
  for (let from = 0; from < indices.length; from += PART) yield indices.slice(from, from + PART);
}
