/** Whatever a log asks, and in whatever order: a witness never cosigns two trees of one size, nor a smaller one later. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { generateLogKey } from '../../../../gateway/audit/checkpoint-signer.ts';
import { createCosigner } from '../../../../gateway/audit/cosignature.ts';
import { knownLogs } from '../../../../gateway/cosigning/witness/judge-checkpoint.ts';
import { parseRequest } from '../../../../gateway/cosigning/witness/parse-request.ts';
import { StateFile } from '../../../../gateway/cosigning/witness/state-file.ts';
import { isExtension } from '../../../../gateway/cosigning/witness/verify-consistency.ts';
import { Witness } from '../../../../gateway/cosigning/witness/witness.ts';
import { naiveRoot } from '../../audit/naive-tree.ts';
import { bodyOf, createTestLog, forkAt, HISTORY, proofOf } from './witness-fixture.ts';

const log = createTestLog();
const cosigner = createCosigner('witness.test/w1', generateLogKey());
const histories = [HISTORY, forkAt(3), forkAt(9, 1), forkAt(20, 2)];

/** One thing a log may ask: some tree of some history, from some size, with the proof of that or of another history. */
const asked = fc.record({
  history: fc.nat({ max: histories.length - 1 }),
  proofFrom: fc.option(fc.nat({ max: histories.length - 1 }), { freq: 4, nil: null }),
  size: fc.integer({ min: 0, max: 24 }),
  /** Mostly what the witness has; sometimes anything. */
  oldSize: fc.option(fc.nat({ max: 24 }), { freq: 3, nil: null }),
  restart: fc.boolean(),
});

test('random growth, forks and rollbacks, at once and one after the other, with restarts', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'witness-'));
  const statuses = new Set<number>();
  let run = 0;
  const conversation = async (asks: readonly (typeof asked extends fc.Arbitrary<infer T> ? T : never)[]) => {
    const path = join(directory, `state-${run++}.json`);
    let state = await StateFile.create(path);
    const open = () => new Witness({ logs: knownLogs([log.vkey]), state, cosigner, now: Date.now });
    let witness = open();
    const cosigned: { size: number; root: string }[] = [];
    const say = async ({ history, oldSize, proofFrom, size }: (typeof asks)[number]) => {
      const ours = histories[history] as typeof HISTORY;
      const from = oldSize ?? state.seen(log.origin)?.size ?? 0;
      const proof = await proofOf(from, size, histories[proofFrom ?? history] as typeof HISTORY);
      const request = parseRequest(Buffer.from(bodyOf(from, proof, log.note(size, ours))));
      const { status } = await witness.addCheckpoint(request);
      statuses.add(status);
      if (status === 200)
        cosigned.push({ size, root: naiveRoot(ours.leaves.slice(0, size)).toString('hex') });
    };
    for (let at = 0; at < asks.length; at += 2) {
      await Promise.all(asks.slice(at, at + 2).map(say));
      if (asks[at]?.restart) {
        state = await StateFile.open(path);
        witness = open();
      }
    }
    const rootBySize = new Map<number, string>();
    let largest = 0;
    for (const { root, size } of cosigned) {
      expect(size).toBeGreaterThanOrEqual(largest);
      expect(rootBySize.get(size) ?? root).toBe(root);
      rootBySize.set(size, root);
      largest = size;
    }
    // Together they are heads of one history.
    const last = cosigned.at(-1);
    const whole = histories.find(
      ({ leaves }) => naiveRoot(leaves.slice(0, last?.size ?? 0)).toString('hex') === last?.root,
    );
    for (const { root, size } of cosigned) {
      expect(naiveRoot((whole ?? HISTORY).leaves.slice(0, size)).toString('hex')).toBe(root);
    }
  };
  await fc.assert(fc.asyncProperty(fc.array(asked, { minLength: 2, maxLength: 14 }), conversation), {
    numRuns: 150,
  });
  await rm(directory, { recursive: true });
  // It was not all refused, and not for one reason.
  expect([...statuses].sort()).toEqual([200, 400, 409, 422]);
});

test('the proof of one history never leads to a tree of another', async () => {
  const size = fc.integer({ min: 1, max: 40 });
  await fc.assert(
    fc.asyncProperty(size, size, fc.nat({ max: 3 }), fc.nat({ max: 3 }), async (one, other, from, to) => {
      const [oldSize, newSize] = [Math.min(one, other), Math.max(one, other)];
      const at = (history: number, length: number) => ({
        size: length,
        root: naiveRoot((histories[history] as typeof HISTORY).leaves.slice(0, length)),
      });
      const older = at(from, oldSize);
      const extended = older.root.equals(at(to, oldSize).root);
      const proof = await proofOf(oldSize, newSize, histories[to] as typeof HISTORY);
      const hashes = proof.map((hash) => Buffer.from(hash, 'base64'));
      expect(isExtension(older, at(to, newSize), hashes)).toBe(extended);
    }),
    { numRuns: 300 },
  );
});
