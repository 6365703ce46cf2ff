/** Finds another node that runs on this log: it remembers revocations, and a restored backup has none. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Queryable } from '../../database/queryable.ts';
import { LEASE_MARGIN, LEASE_TTL } from '../../release/lease/lease.ts';
import { findNodes } from '../../release/revoke/drain-store.ts';

/** Milliseconds between looks. */
const LOOK_EVERY = 100;

/**
 * True if a node lives. A stored lease proves nothing, since it may have been restored too; one that is seen
 * to be renewed or taken does. This process's own clock measures for as long as a lease lasts.
 */
export async function findLiveNode(db: Queryable): Promise<boolean> {
  const standing = async () => new Map((await findNodes(db)).map((node) => [node.generation, node.renewals]));
  const before = await standing();
  if (before.size === 0) return false;
  const until = performance.now() + LEASE_TTL + LEASE_MARGIN;
  while (performance.now() < until) {
    await pause(LOOK_EVERY);
    for (const [generation, renewals] of await standing()) {
      const known = before.get(generation);
      if (known === undefined || renewals > known) return true;
    }
  }
  return false;
}
