/**
 * Looks for patterns of misuse in the log's details, agency by agency, and reports each to the Chief (Policy 420.9.1).
 *
 * Each agency is looked at on its own, from where the last look ended, a short turn at a time: the one who asked a
 * million things keeps nobody else waiting, and what goes wrong with one agency is told and stops no other.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { LONGEST_PATTERN } from '../../../sharing-rules/anomalies.ts';
import { findNewestCheckpoint } from '../../audit/log-store.ts';
import { forgetActivity } from './activity-store.ts';
import { type ExamineDeps, type Examined, examineNext } from './examine-agency.ts';
import { findUnexamined, type Unexamined } from './queries-store.ts';
import { reportIncomplete } from './report-findings.ts';
import { claimSearch, releaseSearch } from './search-lock-store.ts';

/** Chunks of one agency before the next has its turn. */
const TURN = 4;

/** An agency that is not done by then, ms, is one that was not looked at in time. */
const PATIENCE = 10 * 60_000;

/** After each chunk the search rests as long as that took, ms at most. */
const LONGEST_REST = 200;

export interface MisuseSearch {
  /** Its own: two connections, whose statements end when they take too long. */
  readonly pool: pg.Pool;
  /** Of the hashes under which officers, plates and cases are kept. */
  readonly key: Buffer;
  /** Told what ended the look at an agency. */
  readonly onFailure?: (agency: Unexamined, error: unknown) => void;
  /** Told of each chunk: entries looked at, and how long that took, ms. */
  readonly onExamined?: (agency: Unexamined, entries: number, took: number) => void;
}

export interface MisuseFound {
  /** Patterns seen. */
  readonly seen: number;
  /** Ids of the reports that are new. */
  readonly opened: readonly string[];
  /** ORIs of agencies of which not all was looked at. */
  readonly incomplete: readonly string[];
}

export interface MisuseLook {
  /** The database's time. */
  readonly now: Date;
  /** Ms; 10 minutes where none is given. */
  readonly patience?: number;
  /** Ends the look between two chunks; what is left is left to the next. */
  readonly signal?: AbortSignal;
}

/** @returns null where another node is at it */
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
  const size = (await findNewestCheckpoint(db))?.size ?? 0;
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
  // Of a node that stops, the next one goes on.
  const incomplete = signal?.aborted ? [] : [...failed, ...waiting];
  for (const agency of incomplete) {
    await reportIncomplete(pool, agency, { entry: agency.index + 1, now }).catch((error: unknown) =>
      onFailure?.(agency, error),
    );
  }
  // Nothing that is older makes a pattern with what comes.
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
