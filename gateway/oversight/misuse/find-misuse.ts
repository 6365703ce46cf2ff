/**
 * Searches the log's details for patterns of misuse, and reports each to the Chief (Policy 420.9.1).
 *
 * Each agency has short turns, from where its last search ended: a busy one keeps nobody else waiting, and a
 * failure with one agency is reported and stops no other.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { LONGEST_PATTERN } from '../../../sharing-rules/anomalies.ts';
import { bringUp } from '../../projections/up-to-now.ts';
import { forgetActivity } from './activity-store.ts';
import { type ExamineDeps, type Examined, examineNext } from './examine-agency.ts';
import { findUnexamined, type Unexamined } from './queries-store.ts';
import { reportIncomplete } from './report-findings.ts';
import { claimSearch, releaseSearch } from './search-lock-store.ts';

/** Number of chunks of one agency before it is the next one's turn. */
const TURN = 4;

/** Milliseconds after which an agency that is not done counts as not searched in time. */
const PATIENCE = 10 * 60_000;

/** Milliseconds at most; after each chunk the search rests as long as the chunk took. */
const LONGEST_REST = 200;

export interface MisuseSearch {
  /** The search's own pool: two connections, whose statements end when they take too long. */
  readonly pool: pg.Pool;
  /** Key of the hashes under which officers, plates and cases are kept. */
  readonly key: Buffer;
  /** Is told which error ended the search of an agency. */
  readonly onFailure?: (agency: Unexamined, error: unknown) => void;
  /** Is told of each chunk: number of entries, and milliseconds that it took. */
  readonly onExamined?: (agency: Unexamined, entries: number, took: number) => void;
}

export interface MisuseFound {
  readonly seen: number;
  /** Ids of the new reports. */
  readonly opened: readonly string[];
  /** ORIs of agencies whose queries were not all searched. */
  readonly incomplete: readonly string[];
}

export interface MisuseLook {
  /** The database's time. */
  readonly now: Date;
  /** Milliseconds; 10 minutes by default. */
  readonly patience?: number;
  /** Ends the search between two chunks; the next search does the rest. */
  readonly signal?: AbortSignal;
}

/** Searches all agencies; resolves to null if another node is searching. */
export async function findMisuse(search: MisuseSearch, look: MisuseLook): Promise<MisuseFound | null> {
  const db = await search.pool.connect();
  let broken: Error | undefined;
  try {
    if (!(await claimSearch(db))) return null;
    return await lookAtAll({ ...search, db }, look);
  } finally {
    await releaseSearch(db).catch((error: Error) => {
      broken = error;
    });
    db.release(broken);
  }
}

async function lookAtAll(
  search: MisuseSearch & ExamineDeps,
  { now, patience = PATIENCE, signal }: MisuseLook,
): Promise<MisuseFound> {
  const { db, onFailure, pool } = search;
  const ends = performance.now() + patience;
  const goesOn = () => performance.now() < ends && signal?.aborted !== true;
  const from = new Date(now.getTime() - LONGEST_PATTERN);
  // After a restart much of the log may not be projected yet, and the next search is an hour away.
  const { size } = await bringUp(pool, goesOn);
  const opened: string[] = [];
  let seen = 0;
  const failed: Unexamined[] = [];
  let waiting = await findUnexamined(db, from, size);
  while (waiting.length > 0 && goesOn()) {
    const again: Unexamined[] = [];
    for (const agency of waiting) {
      let next: Unexamined | null = agency;
      try {
        for (let chunk = 0; chunk < TURN && next !== null && goesOn(); chunk += 1) {
          const examined = await examineAndRest(search, next, { now, size });
          seen += examined.seen;
          opened.push(...examined.opened);
          next = examined.next;
        }
        if (next !== null) again.push(next);
      } catch (error) {
        onFailure?.(agency, error);
        failed.push(next ?? agency);
      }
    }
    waiting = again;
  }
  // If this node is stopping, the next search continues.
  const incomplete = signal?.aborted ? [] : [...failed, ...waiting];
  for (const agency of incomplete) {
    await reportIncomplete(pool, agency, { entry: agency.index + 1, now }).catch((error: unknown) =>
      onFailure?.(agency, error),
    );
  }
  // Nothing older can form a pattern with what comes.
  while (signal?.aborted !== true && (await forgetActivity(db, from)) > 0);
  return { seen, opened, incomplete: incomplete.map(({ ori }) => ori) };
}

async function examineAndRest(
  search: MisuseSearch & ExamineDeps,
  agency: Unexamined,
  look: { readonly now: Date; readonly size: number },
): Promise<Examined> {
  const began = performance.now();
  const examined = await examineNext(search, agency, look);
  const took = performance.now() - began;
  search.onExamined?.(agency, examined.entries, took);
  await pause(Math.min(took, LONGEST_REST));
  return examined;
}
