/** Counts new log entries for the public's numbers: outside the commits, a few at a time. */
import { setTimeout as pause } from 'node:timers/promises';
import { PURPOSES } from '../../../sharing-rules/terms/purposes.ts';
import type { Queryable } from '../../database/queryable.ts';
import { tallyNext } from './tally-store.ts';

/** Milliseconds at least; after each part the count rests as long as the part took. */
const SHORTEST_REST = 5;

const CODES = PURPOSES.map(({ code }) => code);

/** Resolves when all is counted or the signal ends it; the next count goes on from there. */
export async function tallyLog(db: Queryable, signal?: AbortSignal): Promise<void> {
  while (signal?.aborted !== true) {
    const began = performance.now();
    if ((await tallyNext(db, CODES)) === 0) return;
    await pause(Math.max(performance.now() - began, SHORTEST_REST));
  }
}
