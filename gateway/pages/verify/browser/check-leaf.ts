/** Runs what a printed code asks for: reads from the public log the one entry that it names, and the way to the signed root. */
import { type Bytes, base64Of, decodeBase64, sameBytes, textOf } from '../../../audit-verify/bytes.ts';
import { parseEntry } from '../../../audit-verify/check-entries.ts';
import { hashLeaf, rootOf } from '../../../audit-verify/hash-tree.ts';
import {
  httpSource,
  type LogSource,
  publishedOf,
  readPart,
  SourceError,
  splitBundle,
  splitHashes,
} from '../../../audit-verify/log-source.ts';
import { openCheckpoint } from '../../../audit-verify/open-checkpoint.ts';
import { notRead } from './check-log.ts';
import { readAddress } from './log-address.ts';
import type { Verdict } from './show-result.ts';

export interface NamedLeaf {
  readonly index: number;
  /** Base64. */
  readonly leaf: string;
}

const WIDTH = 256;

/** Reads `#index=…&leaf=…`; null if the address has none such. */
export function namedLeaf(hash: string): NamedLeaf | null {
  const given = new URLSearchParams(hash.slice(1));
  const index = given.get('index') ?? '';
  const leaf = `${(given.get('leaf') ?? '').replaceAll('-', '+').replaceAll('_', '/')}=`;
  if (!/^\d{1,15}$/.test(index) || decodeBase64(leaf, 32) === null) return null;
  return { index: Number(index), leaf };
}

export async function checkLeaf(named: NamedLeaf, address: string, key: string): Promise<Verdict> {
  try {
    const source = httpSource(readAddress(address));
    const note = await source('checkpoint');
    if (note === null) throw new SourceError('the log has no `checkpoint`');
    const { root, size } = await openCheckpoint(textOf(note), key.trim()).catch((error: Error) => {
      throw new Refuted(error.message);
    });
    const { index } = named;
    if (index >= size)
      throw new SourceError(
        `entry ${index} is newer than the published head of ${size} entries: try again in a minute`,
      );
    await leadToRoot(source, named, { size, root });
    return verified(named, size, await entryFacts(source, named, size));
  } catch (error) {
    return error instanceof Refuted ? refuted(error) : notRead(error);
  }
}

class Refuted extends Error {}

/** Follows the tiles from the leaf upwards, and hashes the incomplete ones to the root. @throws Refuted */
async function leadToRoot(
  source: LogSource,
  { index, leaf }: NamedLeaf,
  { root, size }: { readonly size: number; readonly root: Bytes },
): Promise<void> {
  let wanted = decodeBase64(leaf, 32);
  let at = index;
  let end: Bytes | null = null;
  for (let level = 0, total = size; total > 0; level += 1, total = Math.floor(total / WIDTH)) {
    const incomplete = total % WIDTH === 0 ? null : Math.floor(total / WIDTH);
    const tileOf = async (tile: number) => {
      const { bytes, path, width } = await readPart(source, `tile/${level}`, tile, total);
      const hashes = bytes && splitHashes(bytes, width);
      if (hashes === null) throw new SourceError(`\`${path}\` is missing or too short`);
      return hashes;
    };
    const last: readonly Bytes[] = incomplete === null ? [] : await tileOf(incomplete);
    if (wanted !== null) {
      const tile = Math.floor(at / WIDTH);
      const hashes = tile === incomplete ? last : await tileOf(tile);
      if (!sameBytes(hashes[at % WIDTH] as Bytes, wanted))
        throw new Refuted(`entry ${index} of the log is another one than the code names`);
      // The incomplete tile leads to the root by itself.
      wanted = tile === incomplete ? null : await rootOf(hashes);
      at = tile;
    }
    const row: readonly Bytes[] = end === null ? last : [...last, end];
    if (row.length > 0) end = await rootOf(row);
  }
  if (end === null || !sameBytes(end, root))
    throw new Refuted('the tiles of the log do not lead to the root that is signed');
}

/** Returns what the entry says; nothing where its text is not published yet. */
async function entryFacts(
  source: LogSource,
  { index, leaf }: NamedLeaf,
  size: number,
): Promise<Verdict['facts']> {
  const published = await publishedOf(source, size);
  if (index >= published.size) return [['Text', 'not published yet; only its hash was checked']];
  const tile = Math.floor(index / WIDTH);
  const { bytes, path, width } = await readPart(source, 'tile/entries', tile, published.size);
  const text = (bytes && splitBundle(bytes, width))?.[index % WIDTH];
  if (text === undefined) throw new SourceError(`\`${path}\` is missing or too short`);
  if (base64Of(await hashLeaf(text)) !== leaf)
    throw new Refuted(`the text of entry ${index} has another hash`);
  const entry = parseEntry(textOf(text));
  const members = ['kind', 'effect', 'agency', 'minute'] as const;
  return members.map((member) => [member, String(entry?.[member] ?? 'none')]);
}

function verified({ index }: NamedLeaf, size: number, facts: Verdict['facts']): Verdict {
  return {
    verified: true,
    summary: `entry ${index} is in the public log, as the code says.`,
    findings: [
      `The log's key has signed the checkpoint of ${size} entries.`,
      'The tiles of the log lead from this entry to the root that is signed.',
    ],
    facts: facts ?? [],
    next: [
      'This shows the entry, not what the paper says beside it: to check the reads, open answer.json of the case file below, and press “Verify”.',
    ],
  };
}

function refuted({ message }: Refuted): Verdict {
  return {
    verified: false,
    summary: 'this is not what the log has, or not under this key.',
    findings: [message],
    next: [
      'Compare the key with what the owner told you. If it is right, keep the paper, and tell the owner.',
    ],
  };
}
