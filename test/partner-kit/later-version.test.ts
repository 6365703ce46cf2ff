/** An answer of a later version of the gateway: the kits say that they are older, and use nothing of it. */
import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { forgeAnswer, forger } from '../programs/attacks/scene/forged-log.ts';
import { describeKits, runKit } from './kits.ts';
import { makeVectors } from './vectors.ts';

const folder = mkdtempSync(join(tmpdir(), 'later-version-'));
afterAll(() => rm(folder, { recursive: true }));

const keys = forger();
const { answer } = makeVectors();
const { asker, ownerHash } = answer.receipt;
const sha256 = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest();

/** The same answer, in a log whose gateway calls its release otherwise. */
function answerOf(kind: string, effect: string | null): string {
  const detail = JSON.stringify({ ...JSON.parse(asker.detail), effect, kind });
  const askerHash = sha256(Buffer.from(asker.salt, 'base64'), Buffer.from(detail));
  const commitment = sha256(askerHash, Buffer.from(ownerHash, 'base64')).toString('base64');
  const given = {
    ...answer,
    decision: { effect },
    receipt: { ...answer.receipt, asker: { ...asker, detail } },
  };
  const path = join(folder, `${kind}-${effect}.json`);
  writeFileSync(path, JSON.stringify(forgeAnswer(keys, given, { kind, effect, commitment })));
  return path;
}

describeKits('with an answer of a later version', (kit) => {
  const check = (...words: Parameters<typeof answerOf>) =>
    runKit(kit.verifyReceipt, [keys.vkey, answerOf(...words)]);

  test('takes what it knows, and says of reads that left by a kind which it does not know that it is older', async () => {
    expect((await check('release', 'permit')).code).toBe(0);
    const later = await check('relayed', 'permit');
    expect([later.code, later.words]).toEqual([
      3,
      expect.stringContaining('this program is older than the log'),
    ]);
  });

  test('refuses reads that left by an entry which permits nothing', async () => {
    expect((await check('relayed', null)).code).toBe(1);
    expect((await check('dry_run', 'permit')).code).toBe(1);
  });
});
