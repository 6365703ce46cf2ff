import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from '../../../gateway/audit/canonical-json.ts';
import { leafHash } from '../../../gateway/audit/merkle.ts';
import { proveInclusion } from '../../../gateway/audit/prove-log.ts';
import { buildReceipt, type Receipt } from '../../../gateway/audit/receipt.ts';
import { rootFromProof } from '../../../gateway/audit-verify/hash-tree.ts';
import { verifyReceipt } from '../../../gateway/audit-verify/verify-receipt.ts';
import { naivePath, naiveRoot, someLeaves } from '../audit/naive-tree.ts';
import { ADAMS, checkpointAt, release, type Step, sealSteps, signer } from '../audit/sample-log.ts';

const reads = [
  { readId: '1', plate: 'ABC123', plateState: null, confidence: 0.97, camera: { id: 'c', lat: 39.8 } },
];
const readsHash = createHash('sha256').update(canonicalJson(reads)).digest('base64');
const steps: Step[] = [
  ['log_created'],
  ['grant_approved', { agency: ADAMS, grant: 'g1' }],
  release(ADAMS, 'g1', { asker: { releaseId: 'r', readsHash, officer: 'José' } }),
  ['log_read'],
  ['log_read'],
];
const sealed = sealSteps(steps);
const hashes = sealed.map((entry) => entry.leafHash);
const subtree = async (level: number, at: number) =>
  naiveRoot(hashes.slice(at * 2 ** level, (at + 1) * 2 ** level));
const [, , entry] = sealed as [unknown, unknown, (typeof sealed)[0]];
const receipt = buildReceipt(entry, await proveInclusion(2, 5, subtree), checkpointAt(sealed));

const faultsOf = (changed: unknown, given: unknown = reads) =>
  verifyReceipt(changed, signer.vkey, given).faults;

describe('a receipt', () => {
  test('proves that this answer was committed', () => {
    expect(verifyReceipt(JSON.parse(JSON.stringify(receipt)), signer.vkey, reads)).toEqual({
      ok: true,
      faults: [],
      index: 2,
      entry: expect.objectContaining({ kind: 'release', agency: ADAMS, grant: 'g1' }),
      detail: { releaseId: 'r', readsHash, officer: 'José' },
      readsChecked: true,
      checkpoint: receipt.checkpoint,
    });
  });

  test('of an answer without reads holds too', () => {
    expect(verifyReceipt(receipt, signer.vkey)).toMatchObject({ ok: true, readsChecked: false });
  });

  test('does not fit other reads, and the order of keys does not matter', () => {
    const [read] = reads;
    expect(faultsOf(receipt, [])).toEqual(['the reads are not those that were logged']);
    expect(faultsOf(receipt, [{ ...read, plate: 'ABC124' }])).toEqual([
      'the reads are not those that were logged',
    ]);
    expect(faultsOf(receipt, [Object.fromEntries(Object.entries(read ?? {}).reverse())])).toEqual([]);
  });

  test.each<[string, Partial<Receipt>, string]>([
    [
      'another detail',
      { asker: { ...receipt.asker, detail: receipt.asker.detail.replace('José', 'Jose') } },
      'the detail is not the one that the entry commits to',
    ],
    [
      'another salt',
      { asker: { ...receipt.asker, salt: receipt.ownerHash } },
      'the detail is not the one that the entry commits to',
    ],
    [
      "another owner's part",
      { ownerHash: receipt.asker.salt },
      'the detail is not the one that the entry commits to',
    ],
    ['another leaf hash', { leafHash: receipt.ownerHash }, '`leafHash` is not the hash of `entry`'],
    ['another place', { index: 3 }, '`proof` does not lead'],
    ['a place outside the log', { index: 5 }, '`proof` does not lead'],
    ['no place', { index: null as unknown as number }, '`index` is missing'],
    ['a proof that is too short', { proof: receipt.proof.slice(1) }, '`proof` does not lead'],
    ['a proof that is too long', { proof: [...receipt.proof, receipt.leafHash] }, '`proof` does not lead'],
    ['a proof that is none', { proof: 'x' as unknown as string[] }, '`proof` does not lead'],
    ['an older checkpoint', { checkpoint: checkpointAt(sealed, 4) }, '`proof` does not lead'],
    [
      'a checkpoint that is changed',
      { checkpoint: receipt.checkpoint.replace('\n5\n', '\n6\n') },
      'signature on the checkpoint is bad',
    ],
    ['no checkpoint', { checkpoint: '' }, 'not a signed note'],
  ])('with %s is refused', (_name, change, fault) => {
    expect(faultsOf({ ...receipt, ...change }).join('; ')).toContain(fault);
  });

  test('of another entry with a detail of its own is refused, whatever was made to fit', () => {
    const forged = sealSteps(steps)[2] as typeof entry;
    const made = buildReceipt(
      forged,
      receipt.proof.map((hash) => Buffer.from(hash, 'base64')),
      receipt.checkpoint,
    );
    expect(faultsOf(made)).toEqual(['`proof` does not lead from the entry to the root that is signed']);
  });

  test.each([null, 7, 'text', [], {}, { asker: null, proof: [null], checkpoint: 7 }])(
    '%j is no receipt',
    (value) => {
      expect(verifyReceipt(value, signer.vkey).ok).toBe(false);
    },
  );

  test('a key that is not one makes a fault, not a crash', () => {
    expect(verifyReceipt(receipt, 'key').faults).toEqual([
      expect.stringContaining('is not an Ed25519 verifier key'),
    ]);
    expect(verifyReceipt(receipt, signer.vkey.replace(/\+[0-9a-f]{8}\+/, '+00000000+')).ok).toBe(false);
  });
});

describe('proofs in the verifier', () => {
  test('lead to the root of RFC 6962 from every leaf of every tree', () => {
    const leaves = someLeaves(70);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(), (size, pick) => {
        const tree = leaves.slice(0, size);
        const index = pick % size;
        const path = naivePath(index, tree);
        const leaf = leaves[index] as Buffer;
        expect(rootFromProof(index, size, leaf, path)).toEqual(naiveRoot(tree));
        expect(rootFromProof(index, size, leaf, [...path, leafHash(leaf)])).toBeNull();
        if (path.length > 0) expect(rootFromProof(index, size, leaf, path.slice(0, -1))).toBeNull();
        expect(rootFromProof(size, size, leaf, path)).toBeNull();
      }),
    );
  });
});
