/**
 * Watches other nodes' renewal counters with this node's own clock: one that stands still too long has lost its lease.
 */
import { LEASE_MARGIN, LEASE_TTL } from '../lease/lease.ts';
import type { SeenNode } from './drain-store.ts';

interface Standing {
  readonly renewals: number;
  readonly since: number;
}

export class StillNodes {
  #standing = new Map<number, Standing>();

  /**
   * Takes note of how the nodes stand at `now` (ms, monotonic). Returns those whose counter has stood still for longer
   * than a lease lasts. The time is counted from the first look that showed the counter so, never from before.
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
