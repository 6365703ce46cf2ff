/** A witness goes on with a log that changes its key: it knows one key or two, and keeps one memory of the log. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createCheckpointSigner, generateLogKey } from '../../../../gateway/audit/checkpoint-signer.ts';
import { verifyNote } from '../../../../gateway/audit/signed-note.ts';
import { type OpenedWitness, openWitness } from '../../../../gateway/cosigning/witness/open-witness.ts';
import { parseRequest } from '../../../../gateway/cosigning/witness/parse-request.ts';
import { naiveRoot } from '../../audit/naive-tree.ts';
import { bodyOf, forkAt, HISTORY, ORIGIN, proofOf } from './witness-fixture.ts';

const pems = [generateLogKey(), generateLogKey()] as const;
const [old, next] = pems.map((pem) => createCheckpointSigner(ORIGIN, pem)) as [Signer, Signer];
type Signer = ReturnType<typeof createCheckpointSigner>;
const both = createCheckpointSigner(ORIGIN, ...pems);

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rotated-'));
});
afterAll(() => rm(directory, { recursive: true }));

/** The same witness, with its key and its memory, started with these keys of the log. */
async function withKeys<T>(
  logs: readonly string[],
  ask: (witness: OpenedWitness['witness']) => Promise<T>,
): Promise<T> {
  const files = { keyFile: join(directory, 'key.pem'), stateFile: join(directory, 'state.json'), logs };
  const opened = await openWitness({ ...files, name: 'witness.test/w1', newState: false }, Date.now);
  return ask(opened.witness).finally(() => opened.close());
}

async function grown(signer: Signer, from: number, to: number, history = HISTORY) {
  const note = signer.sign(to, naiveRoot(history.leaves.slice(0, to)));
  return parseRequest(Buffer.from(bodyOf(from, await proofOf(from, to, history), note)));
}

test('cosigns before, while both keys sign, and after, from one memory, whichever of the keys it was given', async () => {
  await withKeys([old.vkey], async (witness) => {
    expect(await witness.addCheckpoint(await grown(old, 0, 5))).toMatchObject({ status: 200 });
    // It was not told yet: the line of the key that it knows is enough.
    expect(await witness.addCheckpoint(await grown(both, 5, 9))).toMatchObject({ status: 200 });
  });
  await withKeys([old.vkey, next.vkey], async (witness) => {
    expect(await witness.addCheckpoint(await grown(both, 9, 12))).toMatchObject({ status: 200 });
    expect(await witness.addCheckpoint(await grown(next, 12, 20))).toMatchObject({ status: 200 });
  });
  await withKeys([next.vkey], async (witness) => {
    expect(await witness.addCheckpoint(await grown(next, 20, 21))).toMatchObject({ status: 200 });
  });
});

test('refuses what only the retired key has signed, once it was told, and what another history has under the new one', async () => {
  await withKeys([next.vkey], async (witness) => {
    expect(await witness.addCheckpoint(await grown(old, 21, 22))).toMatchObject({ status: 403 });
    expect(await witness.addCheckpoint(await grown(next, 21, 22, forkAt(10)))).toMatchObject({ status: 422 });
  });
});

test('a stolen old key makes it cosign no fork, even while it is known', async () => {
  await withKeys([old.vkey, next.vkey], async (witness) => {
    expect(await witness.addCheckpoint(await grown(old, 21, 30, forkAt(3)))).toMatchObject({ status: 422 });
    const honest = await grown(both, 21, 30);
    expect(await witness.addCheckpoint(honest)).toMatchObject({ status: 200 });
    expect(verifyNote(honest.note, old.vkey, next.vkey).signedBy).toEqual([ORIGIN]);
  });
});
