/** Which decisions a sample has: drawn by the log's own root, so that nobody can choose them and anyone can draw them again. */
import { createHash } from 'node:crypto';
import type { StoredCheckpoint } from '../../audit/log-store.ts';
import type { Queryable } from '../../database/queryable.ts';
import { findDecisionsAmong, findFirstDecisions } from './logged-decisions-store.ts';

/** The part of the log from which is drawn: from an index to the end of the tree by whose root it is drawn. */
export interface DrawnFrom {
  readonly first: number;
  readonly head: StoredCheckpoint;
}

const AT_ONCE = 500;

/**
 * All decisions of the part where there are no more than `most`. Else counter 0, 1, 2, … names an entry each
 * (`placeOf`); one that is not a decision, or was drawn before, is passed over, until there are `most`.
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

/** `first + SHA-256(root ‖ counter) mod (size - first)`: the counter in 8 bytes, of the hash the first 8, big-endian. */
export function placeOf({ first, head: { root, size } }: DrawnFrom, counter: number): number {
  const count = Buffer.alloc(8);
  count.writeBigUInt64BE(BigInt(counter));
  const hash = createHash('sha256').update(root).update(count).digest();
  return first + Number(hash.readBigUInt64BE(0) % BigInt(size - first));
}
