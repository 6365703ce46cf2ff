/** Builds inclusion and consistency proofs (RFC 9162 §2.1.3.1, §2.1.4.1) from hashes of complete subtrees. */
import { nodeHash } from './merkle.ts';

/** Returns the hash of the complete subtree of `2 ** level` leaves from leaf `index * 2 ** level` on. */
export type SubtreeHash = (level: number, index: number) => Promise<Buffer>;

/** A half-open range of leaves. */
type Range = readonly [from: number, to: number];

/** Returns the largest power of two below `n`, where RFC 6962 splits a tree of `n > 1` leaves. */
function splitPoint(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** Lists the ranges whose hashes make up PATH(index, D[from:to]), leaf upwards. */
function inclusionRanges(index: number, [from, to]: Range): Range[] {
  if (to - from === 1) return [];
  const middle = from + splitPoint(to - from);
  return index < middle
    ? [...inclusionRanges(index, [from, middle]), [middle, to]]
    : [...inclusionRanges(index, [middle, to]), [from, middle]];
}

/** Lists the ranges whose hashes make up SUBPROOF(oldSize, D[from:to], whole). */
function consistencyRanges(oldSize: number, [from, to]: Range, whole: boolean): Range[] {
  if (oldSize === to) return whole ? [] : [[from, to]];
  const middle = from + splitPoint(to - from);
  return oldSize <= middle
    ? [...consistencyRanges(oldSize, [from, middle], whole), [middle, to]]
    : [...consistencyRanges(oldSize, [middle, to], false), [from, middle]];
}

/** Computes MTH(D[from:to]) of a range that begins where a subtree of its length may begin. */
async function rangeHash([from, to]: Range, subtree: SubtreeHash): Promise<Buffer> {
  let hash: Buffer | undefined;
  let end = to;
  while (end > from) {
    // The smallest complete subtree that ends at `end`: the lowest set bit of the length that is left.
    let level = 0;
    let span = 1;
    while ((end - from) % (span * 2) === 0 && span * 2 <= end - from) {
      span *= 2;
      level += 1;
    }
    const left = await subtree(level, end / span - 1);
    hash = hash === undefined ? left : nodeHash(left, hash);
    end -= span;
  }
  if (hash === undefined) throw new RangeError('an empty range has no place in a proof');
  return hash;
}

/** Proves that leaf `index` is in the tree of `size` leaves. @throws RangeError if it is not. */
export async function proveInclusion(index: number, size: number, subtree: SubtreeHash): Promise<Buffer[]> {
  if (!(index >= 0 && index < size))
    throw new RangeError(`entry \`${index}\` is not in a log of size ${size}`);
  return Promise.all(inclusionRanges(index, [0, size]).map((range) => rangeHash(range, subtree)));
}

/** Proves that the tree of `newSize` leaves extends that of `oldSize`. @throws RangeError if smaller. */
export async function proveConsistency(
  oldSize: number,
  newSize: number,
  subtree: SubtreeHash,
): Promise<Buffer[]> {
  if (!(oldSize >= 1 && oldSize <= newSize)) {
    throw new RangeError(`no consistency proof leads from size \`${oldSize}\` to ${newSize}`);
  }
  return Promise.all(
    consistencyRanges(oldSize, [0, newSize], true).map((range) => rangeHash(range, subtree)),
  );
}
