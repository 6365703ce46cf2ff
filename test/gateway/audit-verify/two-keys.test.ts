/** A log that changes its key signs with two for a time: who has either verifies it, and old receipts keep the old one. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createCheckpointSigner, generateLogKey } from '../../../gateway/audit/checkpoint-signer.ts';
import { directorySource } from '../../../gateway/audit-verify/directory-source.ts';
import { openCheckpoint } from '../../../gateway/audit-verify/open-checkpoint.ts';
import { verifyLog } from '../../../gateway/audit-verify/verify-log.ts';
import { programArguments } from '../../setup/program-arguments.ts';
import { HONEST, rootAt, sealSteps, writeLog } from '../audit/sample-log.ts';

const ORIGIN = 'log.example/ccpd';
const pems = [generateLogKey(), generateLogKey(), generateLogKey()] as const;
const [old, next, stranger] = pems.map((pem) => createCheckpointSigner(ORIGIN, pem)) as [
  Signer,
  Signer,
  Signer,
];
type Signer = ReturnType<typeof createCheckpointSigner>;
const both = createCheckpointSigner(ORIGIN, pems[0], pems[1]);

const sealed = sealSteps([...HONEST, ['log_key_added'], ['log_read'], ['log_key_retired']]);
const size = sealed.length;
const noteOf = (signer: Signer, of = size) => signer.sign(of, rootAt(sealed, of));

describe('a checkpoint with a line of each key', () => {
  test('has the text of any other, and names both keys', () => {
    const [text, lines] = noteOf(both).split('\n\n') as [string, string];
    expect(`${text}\n`).toBe(`${ORIGIN}\n${size}\n${rootAt(sealed).toString('base64')}\n`);
    expect(both.vkeys).toEqual([old.vkey, next.vkey]);
    expect(lines).toBe(`${noteOf(old).split('\n\n')[1]}${noteOf(next).split('\n\n')[1]}`);
  });

  test.each([
    ['the old key', [old.vkey]],
    ['the new key', [next.vkey]],
    ['both', [old.vkey, next.vkey]],
    ['both, in another order, one a line', [next.vkey, `\n${old.vkey}\n`]],
  ])('is good for who has %s', async (_, vkeys) => {
    expect(await openCheckpoint(noteOf(both), vkeys.join(' '))).toMatchObject({ origin: ORIGIN, size });
  });

  test('is not for who has neither, and says which', async () => {
    await expect(openCheckpoint(noteOf(both), stranger.vkey)).rejects.toThrow('is not signed by');
    await expect(openCheckpoint(noteOf(old), `${next.vkey} ${stranger.vkey}`)).rejects.toThrow(
      new RegExp(`is not signed by \`${ORIGIN}\\+.{8}\`, nor by \`${ORIGIN}\\+.{8}\`; next: `),
    );
  });

  test('is bad where one of the keys that are known signed something else, whatever the other did', async () => {
    const [text] = noteOf(old).split('\n\n');
    const forged = `${text}\n\n${noteOf(old).split('\n\n')[1]}${noteOf(next, 7).split('\n\n')[1]}`;
    expect(await openCheckpoint(forged, old.vkey)).toMatchObject({ size });
    await expect(openCheckpoint(forged, `${old.vkey} ${next.vkey}`)).rejects.toThrow('is bad');
  });

  test('of one alone is good for who has that one among theirs', async () => {
    const vkeys = `${old.vkey} ${next.vkey}`;
    expect(await openCheckpoint(noteOf(old), vkeys)).toMatchObject({ size });
    expect(await openCheckpoint(noteOf(next), vkeys)).toMatchObject({ size });
    await expect(openCheckpoint(noteOf(next), old.vkey)).rejects.toThrow('is not signed by');
  });
});

/** A file with both. */
function keysIn(directory: string): string {
  const path = join(directory, 'log-keys.txt');
  writeFileSync(path, `${old.vkey}\n${next.vkey}\n`);
  return path;
}

describe('a log that has changed its key', () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'two-keys-'));
    writeLog(directory, sealed);
    writeFileSync(join(directory, 'checkpoint'), noteOf(next));
  });
  afterAll(() => rmSync(directory, { recursive: true }));
  const verify = (vkey: string) =>
    verifyLog({ source: directorySource(directory), vkey, older: [noteOf(old, 7), noteOf(both, size - 1)] });

  test('is verified with both keys from a checkpoint of the old one, and says where the keys changed', async () => {
    expect(await verify(`${old.vkey}\n${next.vkey}`)).toMatchObject({
      ok: true,
      older: [
        { size: 7, holds: true },
        { size: size - 1, holds: true },
      ],
      kinds: { log_key_added: 1, log_key_retired: 1 },
      keyChanges: [
        { index: size - 3, kind: 'log_key_added' },
        { index: size - 1, kind: 'log_key_retired' },
      ],
    });
  });

  test.each([
    ['twice', () => ['--key', old.vkey, '--key', next.vkey]],
    ['as the file of clients has them', () => ['--key', `${old.vkey} ${next.vkey}`]],
    ['as a file with one a line', () => ['--key', keysIn(directory)]],
  ])('is verified by the program with the keys given %s, which says where they changed', async (_, given) => {
    const program = programArguments('gateway/audit-verify/main.ts');
    const { stdout } = await promisify(execFile)(process.execPath, [...program, directory, ...given()]);
    expect(stdout).toContain(`\nentry ${size - 3}: from here another key signs the log`);
    expect(stdout).toMatch(/\nverified\n$/);
  });

  test('is not with the old one alone, and with the new one a checkpoint of the old time is not', async () => {
    expect(await verify(old.vkey)).toMatchObject({ ok: false, size: null });
    const { faults, ok } = await verify(next.vkey);
    expect([ok, faults]).toEqual([
      false,
      [
        expect.stringMatching(
          /^older checkpoint: .*; next: if it is from before the log changed its key, give the key of/,
        ),
      ],
    ]);
  });
});
