/** Hashes and grows the log's Merkle tree (RFC 6962 §2.1, RFC 9162 §2.1): pure, no input or output. */
import { hash } from 'node:crypto';

/** Bytes of a hash (SHA-256). */
export const HASH_SIZE = 32;

/** The root of the tree without leaves: SHA-256 of nothing. */
export const emptyRoot: Buffer = hash('sha256', Buffer.alloc(0), 'buffer');

const node = Buffer.alloc(1 + 2 * HASH_SIZE, 1);

/** Hashes a leaf: SHA-256(0x00 ‖ entry). */
export function leafHash(entry: Uint8Array): Buffer {
  const input = Buffer.allocUnsafe(1 + entry.length);
  input[0] = 0;
  input.set(entry, 1);
  return hash('sha256', input, 'buffer');
}

/** Hashes an inner node: SHA-256(0x01 ‖ left ‖ right). @throws RangeError unless each has 32 bytes */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  if (left.length !== HASH_SIZE || right.length !== HASH_SIZE) throw new RangeError('a hash has 32 bytes');
  // One buffer for all calls: the whole use of it is synchronous.
  node.set(left, 1);
  node.set(right, 1 + HASH_SIZE);
  return hash('sha256', node, 'buffer');
}

/** A tree after leaves were appended to it. */
export interface GrownTree {
  /** Roots of the complete subtrees that make up the new tree, largest first: all that is needed to grow on. */
  readonly frontier: Buffer[];
  readonly size: number;
  readonly root: Buffer;
  /** `proofs[i]`: inclusion proof of the `i`-th appended leaf in the new tree. */
  readonly proofs: Buffer[][];
}

/** Lists the frontier by level; the level-`h` subtree exists exactly if bit `h` of the size is set. */
function byLevel(frontier: readonly Buffer[], size: number): (Buffer | undefined)[] {
  if (!Number.isSafeInteger(size) || size < 0) throw new RangeError(`\`${size}\` is not a tree size`);
  const levels: (Buffer | undefined)[] = [];
  let next = frontier.length - 1;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) {
    levels.push(rest % 2 === 1 ? frontier[next--] : undefined);
  }
  if (next !== -1) throw new RangeError(`a frontier of ${frontier.length} hashes does not fit size ${size}`);
  return levels;
}

/** Returns the root of the tree with this right edge. */
export function rootOfFrontier(frontier: readonly Buffer[]): Buffer {
  const [last, ...before] = [...frontier].reverse();
  return before.reduce((right, left) => nodeHash(left, right), last ?? emptyRoot);
}

/** True if this is the root of the tree of `size` leaves with this right edge; false if no tree has both. */
export function isRootOf(root: Buffer, frontier: readonly Buffer[], size: number): boolean {
  try {
    byLevel(frontier, size);
    return rootOfFrontier(frontier).equals(root);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Returns the right edge after these leaves, without proofs. @throws RangeError for an unfit frontier */
export function growFrontier(
  frontier: readonly Buffer[],
  size: number,
  leafHashes: readonly Buffer[],
): Buffer[] {
  byLevel(frontier, size);
  const grown = [...frontier];
  let leaves = size;
  for (const leaf of leafHashes) {
    let subtree = leaf;
    for (let rest = leaves; rest % 2 === 1; rest = Math.floor(rest / 2)) {
      subtree = nodeHash(grown.pop() as Buffer, subtree);
    }
    grown.push(subtree);
    leaves += 1;
  }
  return grown;
}

/**
 * Appends leaf hashes to the tree of `size` leaves given by its right edge. Costs about two hashes a leaf
 * and two a level; the old leaves are not needed.
 * @throws RangeError if the frontier does not fit the size.
 */
export function appendLeaves(
  frontier: readonly Buffer[],
  size: number,
  leafHashes: readonly Buffer[],
): GrownTree {
  const old = byLevel(frontier, size);
  const newSize = size + leafHashes.length;
  const proofs: Buffer[][] = leafHashes.map(() => []);
  const newFrontier: Buffer[] = [];

  // Level by level: `nodes` are the complete nodes from index `first` to the right edge, all that a new
  // leaf's proof can name; `edge` is the hash of the incomplete node that follows them, where there is one.
  let nodes = [...leafHashes];
  let first = size;
  let edge: Buffer | undefined;
  let width = newSize;
  for (let level = 0; width > 0; level++) {
    const left = old[level];
    if (left !== undefined) {
      nodes.unshift(left);
      first -= 1;
    }
    const span = 2 ** level;
    for (const [i, proof] of proofs.entries()) {
      const at = Math.floor((size + i) / span);
      const sibling = at % 2 === 0 ? at + 1 : at - 1;
      const hash = sibling < width ? nodes[sibling - first] : sibling === width ? edge : undefined;
      if (hash !== undefined) proof.push(hash);
    }
    if (width % 2 === 1) {
      const last = nodes.at(-1);
      if (last === undefined) throw new RangeError('the frontier has a hole');
      newFrontier.unshift(last);
      edge = edge === undefined ? last : nodeHash(last, edge);
    }
    // `first` is even here: an odd one has its left neighbor on the old frontier, which was put before it.
    const parents: Buffer[] = [];
    for (let i = 0; i + 1 < nodes.length; i += 2) {
      parents.push(nodeHash(nodes[i] as Buffer, nodes[i + 1] as Buffer));
    }
    nodes = parents;
    first = Math.floor(first / 2);
    width = Math.floor(width / 2);
  }
  return { frontier: newFrontier, size: newSize, root: edge ?? emptyRoot, proofs };
}
