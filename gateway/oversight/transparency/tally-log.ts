/** Counts what has come into the log, for the public's numbers: beside the commits, a little at a time. */
import { setTimeout as pause } from 'node:timers/promises';
import { PURPOSES } from '../../../sharing-rules/terms/purposes.ts';
import type { Queryable } from '../../database/queryable.ts';
import { tallyNext } from './tally-store.ts';

/** After each part the count rests as long as that took, and at least so long, ms. */
const SHORTEST_REST = 5;

const CODES = PURPOSES.map(({ code }) => code);

/** Resolves when all is counted, or when it is told to end: the next count goes on from there. */
export async function tallyLog(db: Queryable, signal?: AbortSignal): Promise<void> {
  while (signal?.aborted !== true) {
    const began = performance.now();
    if ((await tallyNext(db, CODES)) === 0) return;
    await pause(Math.max(performance.now() - began, SHORTEST_REST));
  }
}
