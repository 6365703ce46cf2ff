/** Draws a sample of decisions by the log's root: nobody can choose them, anyone can draw them again. */
import { createHash } from 'node:crypto';
import type { StoredCheckpoint } from '../../audit/log-store.ts';
import type { Queryable } from '../../database/queryable.ts';
import { findDecisionsAmong, findFirstDecisions } from './logged-decisions-store.ts';

/** The part of the log to draw from: from an index to the end of the tree whose root draws. */
export interface DrawnFrom {
  readonly first: number;
  readonly head: StoredCheckpoint;
}

const AT_ONCE = 500;

/**
 * Draws all decisions of the part if there are at most `most`. Else counter 0, 1, 2, … each name an entry
 * (`placeOf`), and any that is not a decision or was drawn before is skipped.
 * @returns log indices, in the order of the log
 */
export async function drawDecisions(
  db: Queryable,
  from: DrawnFrom,
  most: number,
): Promise<readonly number[]> {
  const few = await findFirstDecisions(db, { first: from.first, below: from.head.size }, most + 1);
  if (few.length <= most) return few;
  const drawn = new Set<number>();
  for (let counter = 0; drawn.size < most; counter += AT_ONCE) {
    const places = Array.from({ length: AT_ONCE }, (_, i) => placeOf(from, counter + i));
    const decisions = await findDecisionsAmong(db, places);
    for (const place of places) if (drawn.size < most && decisions.has(place)) drawn.add(place);
  }
  return [...drawn].sort((one, other) => one - other);
}

/** Returns `first + SHA-256(root ‖ counter) mod (size - first)`, of 8 bytes each, big-endian. */
export function placeOf({ first, head: { root, size } }: DrawnFrom, counter: number): number {
  const count = Buffer.alloc(8);
  count.writeBigUInt64BE(BigInt(counter));
  const hash = createHash('sha256').update(root).update(count).digest();
  return first + Number(hash.readBigUInt64BE(0) % BigInt(size - first));
}
