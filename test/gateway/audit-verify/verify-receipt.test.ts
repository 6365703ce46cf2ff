import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from '../../../gateway/audit/canonical-json.ts';
import { proveInclusion } from '../../../gateway/audit/prove-log.ts';
import { buildReceipt, type Receipt } from '../../../gateway/audit/receipt.ts';
import { rootFromProof, rootOf } from '../../../gateway/audit-verify/hash-tree.ts';
import { verifyReceipt } from '../../../gateway/audit-verify/verify-receipt.ts';
import { naivePath, naiveRoot, someLeaves } from '../audit/naive-tree.ts';
import { ADAMS, AURORA, checkpointAt, release, type Step, sealSteps, signer } from '../audit/sample-log.ts';

const reads = [
  { readId: '1', plate: 'ABC123', plateState: null, confidence: 0.97, camera: { id: 'c', lat: 39.8 } },
];
const readsHash = createHash('sha256').update(canonicalJson(reads)).digest('base64');
const said = { agency: ADAMS, at: '2026-03-01T12:34:56.789Z', effect: 'permit', kind: 'release' };
const steps: Step[] = [
  ['log_created'],
  ['grant_approved', { agency: ADAMS, grant: 'g1' }],
  release(ADAMS, 'g1', { asker: { ...said, releaseId: 'r', readsHash, officer: 'José' } }),
  ['log_read'],
  ['log_read'],
];
const sealed = sealSteps(steps);
const [, , entry] = sealed as [unknown, unknown, (typeof sealed)[0]];

/** The receipt of the third entry of a log that has this one there, and is right in everything else. */
async function receiptOf(step: Step): Promise<Receipt> {
  const log = sealSteps([...steps.slice(0, 2), step, ...steps.slice(3)]);
  const hashes = log.map((one) => one.leafHash);
  const subtree = async (level: number, at: number) =>
    naiveRoot(hashes.slice(at * 2 ** level, (at + 1) * 2 ** level));
  return buildReceipt(log[2] as typeof entry, await proveInclusion(2, 5, subtree), checkpointAt(log));
}
const hashes = sealed.map((one) => one.leafHash);
const subtree = async (level: number, at: number) =>
  naiveRoot(hashes.slice(at * 2 ** level, (at + 1) * 2 ** level));
const receipt = buildReceipt(entry, await proveInclusion(2, 5, subtree), checkpointAt(sealed));

const faultsOf = async (changed: unknown, given: unknown = reads) =>
  (await verifyReceipt(changed, signer.vkey, given)).faults;

describe('a receipt', () => {
  test('proves that this answer was committed', async () => {
    expect(await verifyReceipt(JSON.parse(JSON.stringify(receipt)), signer.vkey, reads)).toEqual({
      ok: true,
      faults: [],
      unknownKinds: [],
      index: 2,
      leafHash: receipt.leafHash,
      entry: expect.objectContaining({ kind: 'release', agency: ADAMS, grant: 'g1' }),
      detail: { ...said, releaseId: 'r', readsHash, officer: 'José' },
      readsChecked: true,
      checkpoint: receipt.checkpoint,
    });
  });

  test('of an answer without reads holds too', async () => {
    expect(await verifyReceipt(receipt, signer.vkey)).toMatchObject({ ok: true, readsChecked: false });
  });

  test('does not fit other reads, and the order of keys does not matter', async () => {
    const [read] = reads;
    expect(await faultsOf(receipt, [])).toEqual(['the reads are not those that were logged']);
    expect(await faultsOf(receipt, [{ ...read, plate: 'ABC124' }])).toEqual([
      'the reads are not those that were logged',
    ]);
    const reversed = Object.fromEntries(Object.entries(read ?? {}).reverse());
    expect(await faultsOf(receipt, [reversed])).toEqual([]);
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
  ])('with %s is refused', async (_name, change, fault) => {
    expect((await faultsOf({ ...receipt, ...change })).join('; ')).toContain(fault);
  });

  test.each<[string, Step, string]>([
    [
      'a refusal',
      ['refusal', { agency: ADAMS, effect: 'deny', asker: { ...said, readsHash } }],
      'reads left, and the entry is not of a release',
    ],
    [
      'a notice that was denied',
      ['hit_notice', { agency: ADAMS, effect: 'deny', asker: { ...said, readsHash } }],
      'reads left, and the entry is not of a release',
    ],
    [
      'a release to another agency',
      release(AURORA, 'g1', { asker: { ...said, readsHash } }),
      'the entry has another agency than the detail',
    ],
    [
      'a release of another year',
      release(ADAMS, 'g1', { minute: '2020-03-01T12:34Z', asker: { ...said, readsHash } }),
      'the entry has another minute than the detail',
    ],
    [
      'a dry run, with a detail that says so',
      ['dry_run', { agency: ADAMS, effect: 'permit', asker: { ...said, kind: 'dry_run', readsHash } }],
      'reads left, and the entry is not of a release',
    ],
    [
      'a release with another effect in its detail',
      release(ADAMS, 'g1', { asker: { ...said, effect: 'deny', readsHash } }),
      'the entry has another effect than the detail',
    ],
    [
      'a release whose detail does not say to whom',
      release(ADAMS, 'g1', { asker: { readsHash } }),
      'the detail does not say to whom',
    ],
  ])('of reads that stand in the log as %s is refused', async (_name, step, fault) => {
    expect((await faultsOf(await receiptOf(step))).join('; ')).toContain(fault);
  });

  test('of an agency with a second ORI names the one that the log has, too', async () => {
    const asker = { ...said, agency: 'CO0010001', entity: ADAMS, readsHash };
    expect(await faultsOf(await receiptOf(release(ADAMS, 'g1', { asker })))).toEqual([]);
  });

  test('of another entry with a detail of its own is refused, whatever was made to fit', async () => {
    const forged = sealSteps(steps)[2] as typeof entry;
    const made = buildReceipt(
      forged,
      receipt.proof.map((hash) => Buffer.from(hash, 'base64')),
      receipt.checkpoint,
    );
    expect(await faultsOf(made)).toEqual(['`proof` does not lead from the entry to the root that is signed']);
  });

  test.each([null, 7, 'text', [], {}, { asker: null, proof: [null], checkpoint: 7 }])(
    '%j is no receipt',
    async (value) => {
      expect((await verifyReceipt(value, signer.vkey)).ok).toBe(false);
    },
  );

  test('a key that is not one makes a fault, not a crash', async () => {
    expect((await verifyReceipt(receipt, 'key')).faults).toEqual([
      expect.stringContaining('is not an Ed25519 verifier key'),
    ]);
    expect((await verifyReceipt(receipt, signer.vkey.replace(/\+[0-9a-f]{8}\+/, '+00000000+'))).ok).toBe(
      false,
    );
  });
});

describe('proofs in the verifier', () => {
  test('lead to the root of RFC 6962 from every leaf of every tree', async () => {
    const leaves = someLeaves(70);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 70 }), fc.nat(), async (size, pick) => {
        const tree = leaves.slice(0, size);
        const index = pick % size;
        const path = naivePath(index, tree).map((hash) => new Uint8Array(hash));
        const leaf = new Uint8Array(leaves[index] as Buffer);
        const root = new Uint8Array(naiveRoot(tree));
        expect(await rootFromProof(index, size, leaf, path)).toEqual(root);
        expect(await rootOf(tree.map((hash) => new Uint8Array(hash)))).toEqual(root);
        expect(await rootFromProof(index, size, leaf, [...path, leaf])).toBeNull();
        if (path.length > 0) expect(await rootFromProof(index, size, leaf, path.slice(0, -1))).toBeNull();
        expect(await rootFromProof(size, size, leaf, path)).toBeNull();
      }),
    );
  });
});
