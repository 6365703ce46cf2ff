/** Vectors of the reference implementation of RFC 6962 (transparency-dev/merkle). */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { appendLeaves, leafHash } from '../../gateway/audit/merkle.ts';
import { isExtension } from '../../gateway/cosigning/witness/verify-consistency.ts';
import { verifyConsistency, verifyInclusion } from '../gateway/audit/verify-proof.ts';

const vectors = process.env.CONFORMANCE_VECTORS;
const directory = join(vectors ?? '', 'transparency-log');
const describeWithVectors = vectors === undefined ? describe.skip : describe;
const hash = (base64: string | null) => Buffer.from(base64 ?? '', 'base64');
const proofOf = (proof: string[] | null) => (proof ?? []).map(hash);

/** Every vector below a folder, with its path for the report. */
function load<T extends { wantErr: boolean }>(folder: string): [string, T][] {
  const at = join(directory, 'merkle', 'testdata', folder);
  const names = readdirSync(at, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.json'),
  );
  return names.sort().map((name) => [name, JSON.parse(readFileSync(join(at, name), 'utf8')) as T]);
}

interface Inclusion {
  leafIdx: number;
  treeSize: number;
  root: string;
  leafHash: string;
  proof: string[] | null;
  wantErr: boolean;
}

interface Consistency {
  size1: number;
  size2: number;
  root1: string;
  root2: string;
  proof: string[] | null;
  wantErr: boolean;
}

describeWithVectors('RFC 6962 vectors (skipped unless CONFORMANCE_VECTORS names their directory)', () => {
  test('inclusion proofs are accepted and refused as the reference does', () => {
    const cases = load<Inclusion>('inclusion');
    expect(cases.length).toBeGreaterThan(90);
    for (const [name, v] of cases) {
      const good = verifyInclusion(v.leafIdx, v.treeSize, hash(v.leafHash), proofOf(v.proof), hash(v.root));
      expect([name, good]).toEqual([name, !v.wantErr]);
    }
  });

  test('consistency proofs are accepted and refused as the reference does', () => {
    const cases = load<Consistency>('consistency');
    expect(cases.length).toBeGreaterThan(90);
    for (const [name, v] of cases) {
      const good = verifyConsistency(v.size1, v.size2, hash(v.root1), hash(v.root2), proofOf(v.proof));
      expect([name, good]).toEqual([name, !v.wantErr]);
      // As the witness checks them: to it the empty tree is one from which a log begins.
      const [older, newer] = [
        { size: v.size1, root: hash(v.root1) },
        { size: v.size2, root: hash(v.root2) },
      ];
      const extended = isExtension(older, newer, proofOf(v.proof));
      const areHashes = older.root.length === 32 && newer.root.length === 32;
      if (v.size1 > 0) expect([name, extended]).toEqual([name, areHashes && !v.wantErr]);
    }
  });

  test('the reference tree has its roots at every size', () => {
    const tree = JSON.parse(readFileSync(join(directory, 'rfc6962-reference-tree.json'), 'utf8'));
    const leaves = tree.leaf_inputs_hex.map((hex: string) => leafHash(Buffer.from(hex, 'hex')));
    for (const [size, root] of tree.root_by_size.entries()) {
      expect(appendLeaves([], 0, leaves.slice(0, size)).root.toString('hex')).toBe(root);
    }
  });
});
