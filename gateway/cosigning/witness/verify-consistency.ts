/** Checks a consistency proof by RFC 9162 §2.1.4.2: pure. */
import { HASH_SIZE, nodeHash } from '../../audit/merkle.ts';
import type { Checkpoint } from '../../audit/parse-checkpoint.ts';

type Tree = Pick<Checkpoint, 'size' | 'root'>;

const half = (n: number): number => Math.floor(n / 2);
const isOdd = (n: number): boolean => n % 2 === 1;

function isPowerOfTwo(n: number): boolean {
  let rest = n;
  while (rest > 1 && !isOdd(rest)) rest = half(rest);
  return rest === 1;
}

/**
 * True if the newer tree has all leaves of the older one, in their places. Every tree extends the empty one,
 * with an empty proof.
 */
export function isExtension(older: Tree, newer: Tree, proof: readonly Buffer[]): boolean {
  if ([older.root, newer.root, ...proof].some(({ length }) => length !== HASH_SIZE)) return false;
  if (older.size > newer.size) return false;
  if (older.size === 0) return proof.length === 0;
  if (older.size === newer.size) return proof.length === 0 && older.root.equals(newer.root);
  // An older tree that is complete is a subtree of the newer one: its root begins the proof, and is left out of it.
  const [first, ...rest] = isPowerOfTwo(older.size) ? [older.root, ...proof] : proof;
  if (first === undefined) return false;
  let at = older.size - 1;
  let last = newer.size - 1;
  for (; isOdd(at); at = half(at)) last = half(last);
  let olderRoot = first;
  let newerRoot = first;
  for (const hash of rest) {
    if (last === 0) return false;
    if (isOdd(at) || at === last) {
      olderRoot = nodeHash(hash, olderRoot);
      newerRoot = nodeHash(hash, newerRoot);
      for (; at !== 0 && !isOdd(at); at = half(at)) last = half(last);
    } else {
      newerRoot = nodeHash(newerRoot, hash);
    }
    at = half(at);
    last = half(last);
  }
  return last === 0 && olderRoot.equals(older.root) && newerRoot.equals(newer.root);
}
