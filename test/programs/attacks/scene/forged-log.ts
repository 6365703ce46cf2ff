/** What somebody with a log's private key can write: entries that say anything, in a tree that holds. */
import { hash, randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type CheckpointSigner,
  createCheckpointSigner,
  generateLogKey,
} from '../../../../gateway/audit/checkpoint-signer.ts';
import { leafHash } from '../../../../gateway/audit/merkle.ts';
import { naivePath, naiveRoot, someLeaves } from '../../../gateway/audit/naive-tree.ts';

type Members = Readonly<Record<string, unknown>>;

export const forger = (): CheckpointSigner => createCheckpointSigner('forged.test/log', generateLogKey());

/** In canonical form: an entry's members are texts, numbers and null. */
const entryText = (entry: Members): string => JSON.stringify(entry, Object.keys(entry).sort());

/** An answer whose receipt has a changed entry, with the same details, in a tree of its own. */
export function forgeAnswer(keys: CheckpointSigner, answer: Members, changes: Members): object {
  const receipt = answer.receipt as Members & { readonly index: number; readonly entry: string };
  const entry = entryText({ ...JSON.parse(receipt.entry), ...changes });
  const leaf = leafHash(Buffer.from(entry));
  const leaves = [...someLeaves(receipt.index), leaf];
  const base64 = (bytes: Buffer) => bytes.toString('base64');
  return {
    ...answer,
    receipt: {
      ...receipt,
      entry,
      leafHash: base64(leaf),
      proof: naivePath(receipt.index, leaves).map(base64),
      checkpoint: keys.sign(leaves.length, naiveRoot(leaves)),
    },
  };
}

/** A whole log in a directory (C2SP tlog-tiles), with these kinds after its first entry; of the last, other members too. */
export async function forgeLog(
  keys: CheckpointSigner,
  directory: string,
  kinds: readonly string[],
  last: Members = {},
): Promise<void> {
  const entries = ['log_created', ...kinds].map((kind, i) =>
    Buffer.from(
      entryText({
        ...{ v: 1, kind, minute: '2026-11-27T04:00Z', agency: null, grant: null, epoch: 0, effect: null },
        commitment: hash('sha256', randomBytes(32), 'base64'),
        ...(i === kinds.length ? last : {}),
      }),
    ),
  );
  const leaves = entries.map((entry) => leafHash(entry));
  const bundle = entries.flatMap((entry) => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(entry.length);
    return [length, entry];
  });
  for (const [kind, bytes] of [
    ['0', Buffer.concat(leaves)],
    ['entries', Buffer.concat(bundle)],
  ] as const) {
    const path = join(directory, 'tile', kind, '000.p');
    await mkdir(path, { recursive: true });
    await writeFile(join(path, String(leaves.length)), bytes);
  }
  await writeFile(join(directory, 'checkpoint'), keys.sign(leaves.length, naiveRoot(leaves)));
}
