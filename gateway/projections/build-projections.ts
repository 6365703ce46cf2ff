/** Builds the projections in the background, a moment after each commit, on one node at a time. */
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { lastingTrouble, type TroubleLog } from '../faults/lasting-trouble.ts';
import { type Repeated, repeat } from '../faults/repeat.ts';
import type { Projection } from './projection.ts';
import { PROJECTIONS } from './projections.ts';
import { findStanding, type Standing } from './projections-store.ts';
import { SEARCH } from './search.ts';
import { findAlteredSince } from './search-store.ts';

export interface BuildDeps {
  readonly pool: pg.Pool;
  readonly log: TroubleLog;
  /** Is told which entries contradict the log, soon after they were written. */
  readonly tellAltered: (entries: readonly number[]) => void;
}

/**
 * Builds until it is stopped. Takes at each look what has come since the last, in one batch; while entries wait for longer
 * than from one look to the next, batch after batch, and rests after each for as long as it took: releases come first.
 */
export function buildProjections({ log, pool, tellAltered }: BuildDeps): Repeated {
  const stopping = new AbortController();
  /** Altered entries from this index on are not told yet by this node. */
  let untold = 0;
  const tell = async ({ lastAltered, size }: Standing) => {
    const altered = (lastAltered ?? -1) >= untold ? await findAlteredSince(pool, untold) : [];
    if (altered.length > 0) tellAltered(altered);
    untold = size;
  };
  const follow = (projection: Projection) => {
    const trouble = lastingTrouble(log, {
      trouble: `the projection \`${projection.name}\` could not be built; it is tried again`,
      end: `the projection \`${projection.name}\` is built again`,
    });
    const goOn = async () => {
      for (let isLate = true; isLate && !stopping.signal.aborted; ) {
        const began = performance.now();
        const worked = await projection.goOn(pool);
        const standing = await findStanding(pool, projection.name);
        if (projection === SEARCH) await tell(standing);
        isLate = worked && standing.lag * 1_000 > projection.every;
        if (isLate) await pause(performance.now() - began);
      }
    };
    const look = () => goOn().then(trouble.isOver, (error) => trouble.lasts({ code: error.code }));
    return repeat(projection.every, look, 0);
  };
  const following = PROJECTIONS.map(follow);
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(following.map((one) => one.stop()));
    },
  };
}
