/**
 * Watches other nodes' renewal counters with this node's own clock: one that stands still too long has lost its lease.
 */
import type pg from 'pg';
import { LEASE_MARGIN, LEASE_TTL } from '../lease/lease.ts';
import { findNodes, type SeenNode } from './drain-store.ts';

interface Standing {
  readonly renewals: number;
  readonly since: number;
}

export class StillNodes {
  #standing = new Map<number, Standing>();

  /**
   * Notes how the nodes stand at `now` (ms, monotonic). Returns those whose counter has stood still for
   * longer than a lease, counted from the first look that showed the counter so, never from before.
   */
  observe(nodes: readonly SeenNode[], now: number): SeenNode[] {
    const before = this.#standing;
    this.#standing = new Map(
      nodes.map(({ generation, renewals }) => {
        const known = before.get(generation);
        return [generation, known?.renewals === renewals ? known : { renewals, since: now }];
      }),
    );
    return nodes.filter(({ generation }) => {
      const { since } = this.#standing.get(generation) as Standing;
      return now - since >= LEASE_TTL + LEASE_MARGIN;
    });
  }
}

/** Ms after which is looked: with healthy nodes most revokes are over by then. */
const WAITED = 20;

/**
 * Begins to watch while a revocation waits for a lock: a long wait is most likely for a node that stopped
 * with a lock in its hands, the agency's or the log head's, whose lease must be waited out later. Reads once,
 * on another connection; the drain reads again. @returns what ends it
 */
export function watchNodes(pool: pg.Pool, still: StillNodes): () => void {
  const look = async () => void still.observe(await findNodes(pool), performance.now());
  const timer = setTimeout(() => look().catch(() => undefined), WAITED);
  timer.unref();
  return () => clearTimeout(timer);
}
