/** While the log changes its key, a partner's settings have both, and the kits go on; old answers keep the old key. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { createCheckpointSigner, generateLogKey } from '../../gateway/audit/checkpoint-signer.ts';
import { describeKits, runKit } from './kits.ts';
import { makeVectors } from './vectors.ts';

const folder = mkdtempSync(join(tmpdir(), 'two-keys-'));
afterAll(() => rm(folder, { recursive: true }));

const { answer } = makeVectors();
const [origin = '', size, root = ''] = answer.receipt.checkpoint.split('\n');
const pems = [generateLogKey(), generateLogKey()] as const;
const [old, next] = pems.map((pem) => createCheckpointSigner(origin, pem)) as [Signer, Signer];
type Signer = ReturnType<typeof createCheckpointSigner>;
const both = createCheckpointSigner(origin, ...pems);

function signedBy(signer: Signer): string {
  const path = join(folder, `${signer.vkeys.length}-${signer.vkey.slice(-8).replaceAll('/', '_')}.json`);
  const checkpoint = signer.sign(Number(size), Buffer.from(root, 'base64'));
  writeFileSync(path, JSON.stringify({ ...answer, receipt: { ...answer.receipt, checkpoint } }));
  return path;
}

describeKits('with a log that changes its key', (kit) => {
  const check = async (vkeys: string, signer: Signer) =>
    (await runKit(kit.verifyReceipt, [vkeys, signedBy(signer)])).code;

  test('checks a receipt that both have signed with either key, or with both', async () => {
    for (const vkeys of [old.vkey, next.vkey, `${old.vkey} ${next.vkey}`])
      expect(await check(vkeys, both)).toBe(0);
  });

  test('checks one of before and one of after with both, and with the other key alone neither', async () => {
    const file = join(folder, 'log-key.txt');
    writeFileSync(file, `${old.vkey}\n${next.vkey}\n`);
    expect([await check(file, old), await check(file, next)]).toEqual([0, 0]);
    expect([await check(next.vkey, old), await check(old.vkey, next)]).toEqual([1, 1]);
  });
});
