import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { appendLeaves, emptyRoot, leafHash, nodeHash } from '../../../gateway/audit/merkle.ts';
import { proveConsistency, proveInclusion } from '../../../gateway/audit/prove-log.ts';
import { naivePath, naiveRoot, someLeaves } from './naive-tree.ts';
import { verifyConsistency, verifyInclusion } from './verify-proof.ts';

const leaves = someLeaves(700);
const subtree = async (level: number, index: number) =>
  naiveRoot(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level));

describe('the tree of the log', () => {
  test('grown in batches of any sizes it has the root and the proofs that RFC 6962 defines', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 8 }), (batches) => {
        let tree = { frontier: [] as Buffer[], size: 0, root: emptyRoot };
        for (const count of batches) {
          const from = tree.size;
          const grown = appendLeaves(tree.frontier, from, leaves.slice(from, from + count));
          const all = leaves.slice(0, from + count);
          expect(grown.size).toBe(all.length);
          expect(grown.root).toEqual(naiveRoot(all));
          expect(grown.proofs).toEqual(all.slice(from).map((_, i) => naivePath(from + i, all)));
          tree = grown;
        }
      }),
      { numRuns: 60 },
    );
  });

  test('grows past sizes that no 32-bit number holds', () => {
    const size = 2 ** 40 + 2 ** 31 + 1;
    const [a, b, c, d] = someLeaves(4) as [Buffer, Buffer, Buffer, Buffer];
    const grown = appendLeaves([a, b, c], size, [d]);
    expect(grown.root).toEqual(nodeHash(a, nodeHash(b, nodeHash(c, d))));
    expect(grown.proofs).toEqual([[c, b, a]]);
    expect(verifyInclusion(size, size + 1, d, [c, b, a], grown.root)).toBe(true);
  });

  test('a frontier that does not fit its size is refused', () => {
    expect(() => appendLeaves(leaves.slice(0, 2), 4, [])).toThrow('does not fit size 4');
    expect(() => appendLeaves([], 3, leaves.slice(0, 1))).toThrow(RangeError);
    expect(() => appendLeaves([], -1, [])).toThrow('not a tree size');
    expect(() => nodeHash(Buffer.alloc(31), Buffer.alloc(32))).toThrow('32 bytes');
  });

  test('a leaf is not an inner node of the same bytes', () => {
    const [left, right] = leaves as [Buffer, Buffer];
    expect(leafHash(Buffer.concat([left, right]))).not.toEqual(nodeHash(left, right));
  });

  test('every inclusion proof built holds, for its own entry and place only', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 700 }), fc.nat(), async (size, pick) => {
        const index = pick % size;
        const root = naiveRoot(leaves.slice(0, size));
        const leaf = leaves[index] as Buffer;
        const proof = await proveInclusion(index, size, subtree);
        expect(proof).toEqual(naivePath(index, leaves.slice(0, size)));
        expect(verifyInclusion(index, size, leaf, proof, root)).toBe(true);
        expect(verifyInclusion((index + 1) % size, size, leaf, proof, root)).toBe(false);
        expect(verifyInclusion(index, size, leaves[(index + 1) % size] as Buffer, proof, root)).toBe(false);
        expect(verifyInclusion(index, size, leaf, proof.slice(1), root)).toBe(false);
        expect(verifyInclusion(index, size, leaf, [...proof, root], root)).toBe(false);
      }),
      { numRuns: 50 },
    );
  });

  test('a consistency proof holds between a tree and what it grew into, and not for a rewritten one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 700 }), fc.nat(), async (size, pick) => {
        const old = 1 + (pick % size);
        const root = naiveRoot(leaves.slice(0, size));
        const oldRoot = naiveRoot(leaves.slice(0, old));
        const proof = await proveConsistency(old, size, subtree);
        expect(verifyConsistency(old, size, oldRoot, root, proof)).toBe(true);
        const rewritten = naiveRoot([leafHash(Buffer.from('another past')), ...leaves.slice(1, old)]);
        expect(verifyConsistency(old, size, rewritten, root, proof)).toBe(false);
        expect(verifyConsistency(old, size, oldRoot, rewritten, proof)).toBe(false);
        expect(verifyConsistency(old, size, oldRoot, root, [...proof, root])).toBe(false);
      }),
      { numRuns: 50 },
    );
  });

  test('no proof is built for what is not in the log', async () => {
    await expect(proveInclusion(5, 5, subtree)).rejects.toThrow('not in a log of size 5');
    await expect(proveConsistency(6, 5, subtree)).rejects.toThrow('no consistency proof');
    await expect(proveConsistency(0, 5, subtree)).rejects.toThrow('no consistency proof');
  });
});
