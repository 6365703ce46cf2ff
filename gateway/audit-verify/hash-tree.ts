/** Merkle trees by RFC 6962, written a second time: the verifier shares no code with the program that it checks. */
import { createHash } from 'node:crypto';

export function sha256(...parts: (Uint8Array | string)[]): Buffer {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  return digest.digest();
}

const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

/** RFC 6962 §2.1: hash of a leaf. */
export const hashLeaf = (entry: Uint8Array | string): Buffer => sha256(LEAF, entry);

/** RFC 6962 §2.1: hash of an inner node. */
const hashNode = (left: Uint8Array, right: Uint8Array): Buffer => sha256(NODE, left, right);

/** A tree that grows leaf by leaf and can tell its root at any moment. */
export interface GrowingTree {
  readonly size: number;
  add(leafHash: Buffer): void;
  root(): Buffer;
}

/** An empty tree. It keeps the roots of its complete subtrees only. */
export function growTree(): GrowingTree {
  const complete: { leaves: number; hash: Buffer }[] = [];
  let size = 0;
  return {
    get size() {
      return size;
    },
    add(leafHash) {
      let subtree = { leaves: 1, hash: leafHash };
      for (let left = complete.at(-1); left?.leaves === subtree.leaves; left = complete.at(-1)) {
        complete.pop();
        subtree = { leaves: 2 * left.leaves, hash: hashNode(left.hash, subtree.hash) };
      }
      complete.push(subtree);
      size += 1;
    },
    root() {
      if (complete.length === 0) return sha256();
      return complete.map((subtree) => subtree.hash).reduceRight((right, left) => hashNode(left, right));
    },
  };
}

/** Root of a tree of these leaf hashes. */
export function rootOf(leafHashes: readonly Buffer[]): Buffer {
  const tree = growTree();
  for (const leafHash of leafHashes) tree.add(leafHash);
  return tree.root();
}

/**
 * The root that an inclusion proof leads to (RFC 6962 §2.1.1, read from the leaf upwards), or null if the
 * proof has not as many hashes as its place in the tree takes.
 */
export function rootFromProof(
  index: number,
  size: number,
  leafHash: Buffer,
  proof: readonly Buffer[],
): Buffer | null {
  const hashes = [...proof];
  const climb = (from: number, to: number): Buffer | null => {
    if (to - from === 1) return leafHash;
    let middle = 1;
    while (middle * 2 < to - from) middle *= 2;
    middle += from;
    // The proof ends with the sibling nearest to the root, which is where this walk begins.
    const sibling = hashes.pop();
    const inner = index < middle ? climb(from, middle) : climb(middle, to);
    if (sibling === undefined || inner === null) return null;
    return index < middle ? hashNode(inner, sibling) : hashNode(sibling, inner);
  };
  if (!Number.isSafeInteger(size) || !Number.isSafeInteger(index) || index < 0 || index >= size) return null;
  const root = climb(0, size);
  return hashes.length === 0 ? root : null;
}
