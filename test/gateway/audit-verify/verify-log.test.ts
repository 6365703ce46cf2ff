import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createCheckpointSigner, generateLogKey } from '../../../gateway/audit/checkpoint-signer.ts';
import type { SealedEntry } from '../../../gateway/audit/log-entry.ts';
import { leafHash } from '../../../gateway/audit/merkle.ts';
import { directorySource } from '../../../gateway/audit-verify/directory-source.ts';
import { verifyLog } from '../../../gateway/audit-verify/verify-log.ts';
import { checkpointAt, HONEST, rootAt, type Step, sealSteps, signer, writeLog } from '../audit/sample-log.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'log-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const verify = (older: string[] = [], vkey = signer.vkey) =>
  verifyLog({ source: directorySource(directory), vkey, older });

describe('verification of a log', () => {
  test('an honest log is verified down to its root', async () => {
    const sealed = sealSteps(HONEST);
    writeLog(directory, sealed);
    expect(await verify()).toEqual({
      ok: true,
      faults: [],
      stepsBack: [],
      unknownKinds: [],
      notYet: [],
      keyChanges: [],
      origin: 'log.example/ccpd',
      size: HONEST.length,
      root: rootAt(sealed).toString('base64'),
      published: HONEST.length,
      newest: '2026-03-01T12:34Z',
      kinds: expect.objectContaining({ log_created: 1, release: 5, revoked: 1 }),
      older: [],
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
    const shrunk = await verify([checkpointAt(honest)]);
    expect(shrunk.faults).toEqual(['the log shrank: it had 21 entries, and has 12']);
    expect(shrunk.older).toEqual([{ size: 21, holds: false }]);
    expect((await verify([checkpointAt(honest, 5), checkpointAt(honest, 12)])).ok).toBe(true);
  });

  test("another log's checkpoint, or one under another key, counts for nothing", async () => {
    const sealed = sealSteps(HONEST);
    writeLog(directory, sealed);
    const other = createCheckpointSigner('log.example/ccpd', generateLogKey());
    expect((await verify([], other.vkey)).faults).toEqual([
      expect.stringMatching(
        /is not signed by `.*`; next: .*compare this key with the one that the owner publishes now/,
      ),
    ]);
    expect((await verify([other.sign(5, rootAt(sealed, 5))])).ok).toBe(false);
    writeFileSync(join(directory, 'checkpoint'), signer.sign(sealed.length, leafHash(Buffer.of(1))));
    expect((await verify()).faults).toEqual(['the entries do not lead to the root that is signed']);
  });

  test('the entry that was changed is named, and one that a receipt proves to be another', async () => {
    const steps: Step[] = Array.from({ length: 300 }, (_, i) => [i === 0 ? 'log_created' : 'log_read']);
    const sealed = sealSteps(steps);
    writeLog(directory, sealed);
    const [bundle] = readdirSync(join(directory, 'tile/entries/001.p')).map((name) =>
      join(directory, 'tile/entries/001.p', name),
    ) as [string];
    const entries = readFileSync(bundle, 'latin1');
    writeFileSync(bundle, entries.replace('12:34Z', '12:35Z'), 'latin1');
    expect((await verify()).faults[0]).toBe('entry 256 does not hash to what `tile/0/001.p/44` says of it');
    writeFileSync(bundle, entries, 'latin1');
    const known = (index: number, of: number) => ({
      ...{ index, from: 'receipt.json', minute: '2026-03-01T12:34Z' },
      leafHash: (sealed[of] as SealedEntry).leafHash.toString('base64'),
    });
    const source = directorySource(directory);
    expect((await verifyLog({ source, vkey: signer.vkey, known: [known(257, 257)] })).ok).toBe(true);
    expect(
      (await verifyLog({ source, vkey: signer.vkey, known: [known(257, 258), known(9, 9)] })).faults,
    ).toEqual(['entry 257 of the log is not the one that `receipt.json` proves']);
  });

  test('a receipt that is newer than the head may wait for the next beat, and no longer', async () => {
    const sealed = sealSteps(HONEST);
    writeLog(directory, sealed.slice(0, 9));
    const minuteAgo = (seconds: number) =>
      `${new Date(Date.now() - 1_000 * seconds).toISOString().slice(0, 16)}Z`;
    const compared = (seconds: number, headEverySeconds?: number) => {
      writeFileSync(join(directory, 'published'), JSON.stringify({ size: 9, headEverySeconds }));
      const minute = minuteAgo(seconds);
      const known = [{ index: 20, from: 'receipt.json', leafHash: '', minute }];
      const older = [{ note: checkpointAt(sealed), minute }];
      return verifyLog({ source: directorySource(directory), vkey: signer.vkey, older, known });
    };
    const waits = [
      expect.stringContaining('newer than the published head of 9 entries: ask again after the beat'),
    ];
    const shrank = {
      ...{ ok: false, notYet: [] },
      faults: [
        'the log shrank: it had 21 entries, and has 9',
        'the log of 9 entries has no entry 20, which `receipt.json` proves',
      ],
    };
    expect(await compared(100, 60)).toMatchObject({ ok: false, faults: [], notYet: waits });
    expect(await compared(200, 60)).toMatchObject(shrank);
    expect(await compared(0, 0)).toMatchObject(shrank);
    // A mirror does not say how often: it is made every hour, and so is a log that would like to be asked for ever.
    expect(await compared(7_000)).toMatchObject({ ok: false, faults: [], notYet: waits });
    expect(await compared(7_300, 1_000_000)).toMatchObject(shrank);
  });

  test('a log without a checkpoint, or with missing entries, is never called verified', async () => {
    await expect(verify()).rejects.toThrow('no checkpoint was found');
    writeLog(directory, sealSteps(HONEST));
    rmSync(join(directory, 'tile/entries'), { recursive: true });
    expect((await verify()).faults).toEqual([expect.stringContaining('is missing or too short')]);
  });

  test('entries that the log says it holds back are not missing, but their hashes must be there and right', async () => {
    const sealed = sealSteps(HONEST);
    writeLog(directory, sealed);
    writeLog(directory, sealed.slice(0, 9));
    writeFileSync(join(directory, 'checkpoint'), checkpointAt(sealed));
    rmSync(join(directory, `tile/entries/000.p/${HONEST.length}`));
    expect((await verify()).faults).toEqual([expect.stringContaining('is missing or too short')]);
    writeFileSync(join(directory, 'published'), JSON.stringify({ size: 9, delaySeconds: 3_600 }));
    expect(await verify()).toMatchObject({ ok: true, size: HONEST.length, published: 9 });
    const tile = join(directory, `tile/0/000.p/${HONEST.length}`);
    const hashes = readFileSync(tile);
    hashes[32 * 15] = (hashes[32 * 15] as number) ^ 1;
    writeFileSync(tile, hashes);
    expect((await verify()).faults).toEqual(['the entries do not lead to the root that is signed']);
    writeFileSync(join(directory, 'published'), '{"size":-1}');
    await expect(verify()).rejects.toThrow('does not say how many');
  });
});
