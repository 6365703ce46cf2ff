import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createCheckpointSigner, generateLogKey } from '../../../gateway/audit/checkpoint-signer.ts';
import { ENTRY_KINDS } from '../../../gateway/audit/entry-kinds.ts';
import { leafHash } from '../../../gateway/audit/merkle.ts';
import { ALWAYS_MARKS, SOMETIMES_MARKS } from '../../../gateway/audit-verify/check-entries.ts';
import { directorySource } from '../../../gateway/audit-verify/log-source.ts';
import { verifyLog } from '../../../gateway/audit-verify/verify-log.ts';
import {
  ADAMS,
  AURORA,
  checkpointAt,
  HONEST,
  release,
  rootAt,
  type Step,
  sealSteps,
  signer,
  writeLog,
} from '../audit/sample-log.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'log-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const verify = (older: string[] = [], vkey = signer.vkey) =>
  verifyLog({ source: directorySource(directory), vkey, older });

async function verifySteps(steps: readonly Step[]) {
  writeLog(directory, sealSteps(steps));
  return verify();
}

describe('verification of a log', () => {
  test('an honest log is verified down to its root', async () => {
    const sealed = sealSteps(HONEST);
    writeLog(directory, sealed);
    expect(await verify()).toEqual({
      ok: true,
      faults: [],
      origin: 'log.example/ccpd',
      size: HONEST.length,
      root: rootAt(sealed).toString('base64'),
      kinds: expect.objectContaining({ log_created: 1, release: 5, revoked: 1 }),
      checkpoint: checkpointAt(sealed),
    });
  });

  test('full tiles, levels above the leaves and older checkpoints hold at every size', async () => {
    const steps: Step[] = Array.from({ length: 600 }, (_, i) => [i === 0 ? 'log_created' : 'log_read']);
    const sealed = sealSteps(steps);
    for (const size of [255, 256, 257, 512, 600]) {
      writeLog(directory, sealed.slice(0, size));
      const progress: number[][] = [];
      const older = [1, 100, 256, size].filter((at) => at <= size).map((at) => checkpointAt(sealed, at));
      const source = directorySource(directory);
      const onProgress = (...at: number[]) => progress.push(at);
      expect((await verifyLog({ source, vkey: signer.vkey, older, onProgress })).faults).toEqual([]);
      expect(progress.at(-1)).toEqual([size, size]);
    }
  });

  test('no byte of any file can be changed unnoticed', async () => {
    writeLog(directory, sealSteps([...HONEST, ...Array<Step>(260).fill(['log_read'])]));
    const files = readdirSync(directory, { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(join(directory, name)).isFile())
      .sort();
    expect(files).toHaveLength(6);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (name, pick, flip) => {
          const path = join(directory, name);
          const honest = readFileSync(path);
          const changed = Buffer.from(honest);
          const at = pick % honest.length;
          changed[at] = (changed[at] as number) ^ flip;
          writeFileSync(path, changed);
          const { ok, faults } = await verify();
          writeFileSync(path, honest);
          expect([ok, faults.length > 0]).toEqual([false, true]);
        },
      ),
      { numRuns: 60 },
    );
    expect((await verify()).ok).toBe(true);
  });

  test('a log that was rewritten or cut short does not pass against an older checkpoint', async () => {
    const honest = sealSteps(HONEST);
    const rewritten = sealSteps(HONEST);
    writeLog(directory, rewritten);
    expect((await verify([checkpointAt(honest, 5)])).faults).toEqual([
      'the log was rewritten before entry 5',
    ]);
    writeLog(directory, honest.slice(0, 12));
    expect((await verify([checkpointAt(honest)])).faults).toEqual([
      'the log shrank: it had 21 entries, and has 12',
    ]);
    expect((await verify([checkpointAt(honest, 5), checkpointAt(honest, 12)])).ok).toBe(true);
  });

  test("another log's checkpoint, or one under another key, counts for nothing", async () => {
    const sealed = sealSteps(HONEST);
    writeLog(directory, sealed);
    const other = createCheckpointSigner('log.example/ccpd', generateLogKey());
    expect((await verify([], other.vkey)).faults).toEqual([expect.stringContaining('is not signed by')]);
    expect((await verify([other.sign(5, rootAt(sealed, 5))])).ok).toBe(false);
    writeFileSync(join(directory, 'checkpoint'), signer.sign(sealed.length, leafHash(Buffer.of(1))));
    expect((await verify()).faults).toEqual(['the entries do not lead to the root that is signed']);
  });

  test('a log without a checkpoint, or with missing entries, is never called verified', async () => {
    await expect(verify()).rejects.toThrow('there is no checkpoint');
    writeLog(directory, sealSteps(HONEST));
    rmSync(join(directory, 'tile/entries'), { recursive: true });
    expect((await verify()).faults).toEqual([expect.stringContaining('is missing or too short')]);
  });
});

describe('rules between the entries', () => {
  const approved: Step[] = [
    ['log_created'],
    ['grant_approved', { agency: ADAMS, grant: 'g1' }],
    ['grant_approved', { agency: AURORA, grant: 'g2' }],
  ];

  test.each<[string, Step[], string]>([
    [
      'a release after the revocation of its grant',
      [['revoked', { agency: ADAMS, grant: 'g1' }], release(ADAMS, 'g1')],
      'entry 4: a `release` after the revocation at 3',
    ],
    [
      'a release after the revocation of its agency',
      [['revoked', { agency: ADAMS }], release(ADAMS, 'g1')],
      'entry 4: a `release` after the revocation at 3',
    ],
    [
      'a permitted notice after a revocation',
      [
        ['revoked', { agency: ADAMS }],
        ['hit_notice', { agency: ADAMS, grant: 'g1', effect: 'permit' }],
      ],
      'entry 4: a `hit_notice` after the revocation at 3',
    ],
    [
      'a revoked grant that another one does not bring back',
      [
        ['revoked', { agency: ADAMS }],
        ['grant_approved', { agency: ADAMS, grant: 'g9' }],
        release(ADAMS, 'g1'),
      ],
      'entry 5: a `release` after the revocation at 3',
    ],
    [
      'a release before any approval',
      [release(ADAMS, 'g7')],
      'entry 3: a `release` under a grant that was never approved for its agency',
    ],
    [
      "a release under another agency's grant",
      [release(ADAMS, 'g2')],
      'entry 3: a `release` under a grant that was never approved for its agency',
    ],
    [
      'a release under no grant',
      [release(ADAMS, 'g1', { grant: null })],
      'entry 3: a `release` must name its agency and its grant',
    ],
    [
      'a release that was not permitted',
      [release(ADAMS, 'g1', { effect: 'review' })],
      'entry 3: a release whose effect is not `permit`',
    ],
    [
      'a release during a halt',
      [['halted'], release(ADAMS, 'g1')],
      'entry 4: a `release` during the halt that began at 3',
    ],
    [
      "a release during its agency's halt",
      [['halted', { agency: ADAMS }], release(AURORA, 'g2'), release(ADAMS, 'g1')],
      'entry 5: a `release` during the halt that began at 3',
    ],
    [
      'a release of an epoch that is over',
      [['subject_suspended', { agency: ADAMS }], release(ADAMS, 'g1', { epoch: 0 })],
      'entry 4: its epoch is `0`, the one in force is 3',
    ],
    [
      'a release of an epoch of another agency',
      [['subject_suspended', { agency: ADAMS }], release(AURORA, 'g2', { epoch: 3 })],
      'entry 4: its epoch is `3`, the one in force is 0',
    ],
  ])('%s is found', async (_name, steps, fault) => {
    expect((await verifySteps([...approved, ...steps])).faults).toEqual([fault]);
  });

  test('a release after a new approval, or after the halt ended, is right', async () => {
    const steps: Step[] = [
      ...approved,
      ['revoked', { agency: ADAMS }],
      ['grant_approved', { agency: ADAMS, grant: 'g3' }],
      release(ADAMS, 'g3'),
      ['revoked', { agency: ADAMS, grant: 'g3' }],
      release(AURORA, 'g2'),
      ['halted'],
      ['hit_notice', { agency: AURORA, grant: 'g2', effect: 'deny' }],
      ['hot_list_sync'],
      ['resumed'],
      release(AURORA, 'g2'),
    ];
    expect((await verifySteps(steps)).faults).toEqual([]);
  });

  test('entries that the gateway would never write are found all the same', async () => {
    const sealed = sealSteps(approved);
    const texts = [
      (sealed[1] as { entry: string }).entry.replace('"epoch":0', '"epoch":0.0'),
      (sealed[1] as { entry: string }).entry.replace('"v":1', '"v":1,"x":1'),
      (sealed[1] as { entry: string }).entry
        .replace('grant_approved', 'release')
        .replace('"epoch":0', '"epoch":5'),
      (sealed[1] as { entry: string }).entry.replace('grant_approved', 'halted'),
      (sealed[0] as { entry: string }).entry,
      'null',
      '[]',
      '',
    ];
    const forged = texts.map((entry) => ({
      ...(sealed[1] as (typeof sealed)[0]),
      entry,
      leafHash: leafHash(Buffer.from(entry)),
    }));
    writeLog(directory, [...sealed, ...forged]);
    expect((await verify()).faults).toEqual([
      'entry 3 is not the canonical JSON of a public entry',
      'entry 4 is not the canonical JSON of a public entry',
      'entry 5: a `release` is no mark',
      'entry 5: a release whose effect is not `permit`',
      'entry 6: a `halted` is a mark: its epoch is not `0`',
      'entry 7: a log begins with `log_created`, and has it nowhere else',
      'entry 8 is not the canonical JSON of a public entry',
      'entry 9 is not the canonical JSON of a public entry',
      'entry 10 is not the canonical JSON of a public entry',
    ]);
  });

  test('gateway and verifier, written apart, agree on which kinds are marks', () => {
    const kinds = Object.entries(ENTRY_KINDS);
    const withRule = (rule: string) => kinds.filter(([, { mark }]) => mark === rule).map(([kind]) => kind);
    expect([...ALWAYS_MARKS]).toEqual(withRule('always'));
    expect([...SOMETIMES_MARKS]).toEqual(withRule('sometimes'));
  });
});
