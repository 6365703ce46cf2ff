/** Brings the search up to the log as its reader sees it, before the reader looks. */
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { GatewayError } from '../faults/errors.ts';
import { findStanding, type Standing } from './projections-store.ts';
import { goOnWithSearch } from './search.ts';

/** Milliseconds that a reader waits at most; milliseconds between looks while another session adds entries. */
const PATIENCE = 1_000;
const LOOK_EVERY = 10;

/** Up to where an answer reaches that could not wait for all of the log. */
export interface UpTo {
  /** All entries below this index are considered. */
  readonly entry: number;
  /** Seconds for which the first entry beyond has waited. */
  readonly behind: number;
}

/**
 * Brings the search up to the end that the log had when this was called, and resolves to how far it came.
 * @param goesOn tells whether the caller still waits; by default it does for a second
 */
export async function bringUp(pool: pg.Pool, goesOn = within(PATIENCE)): Promise<Standing> {
  let is = await findStanding(pool, 'search');
  const { head } = is;
  while (is.size < head && goesOn()) {
    if (!(await goOnWithSearch(pool))) await pause(LOOK_EVERY);
    is = await findStanding(pool, 'search');
  }
  return { ...is, head };
}

function within(milliseconds: number): () => boolean {
  const ends = performance.now() + milliseconds;
  return () => performance.now() < ends;
}

/**
 * Resolves to null once it has all that the log had when this was called, or to how far it is after a second.
 * @throws GatewayError `unavailable` while it is being built
 */
export async function upToNow(pool: pg.Pool): Promise<UpTo | null> {
  const { builtAt, head, lag, size } = await bringUp(pool);
  if (size < builtAt) throw beingBuilt({ builtAt, size });
  return size >= head ? null : { entry: size, behind: lag };
}

function beingBuilt({ builtAt, size }: Pick<Standing, 'builtAt' | 'size'>): GatewayError {
  const percent = Math.floor((100 * size) / builtAt);
  return new GatewayError(
    'unavailable',
    `what this is found by is being built from the log: ${size} of ${builtAt} entries (${percent} %); ask again later`,
    { headers: { 'Retry-After': '5' } },
  );
}
