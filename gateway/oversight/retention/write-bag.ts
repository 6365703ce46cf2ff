/** Writes a bag (BagIt, RFC 8493): payload, manifests, description; the last step renames it into place. */
import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface Bag {
  /** Path of the finished bag, which must not exist yet. */
  readonly directory: string;
  /** Text by path below `data/`, e.g. `releases/1.json`. */
  readonly payload: ReadonlyMap<string, string>;
  /** Metadata (RFC 8493 §2.2.2), values on one line. */
  readonly info: Readonly<Record<string, string>>;
}

/** A written bag that is not yet in its place. */
export interface WrittenBag {
  /** SHA-256 (hex) of `tagmanifest-sha256.txt`, which covers every other file of the bag. */
  readonly hash: string;
  /** Adds files that the tag manifest cannot name, as they sign it; then renames the bag into place. */
  finish(extra: ReadonlyMap<string, string>): Promise<void>;
}

/** @throws Error if the directory exists already, or if a path leads out of the bag */
export async function writeBag({ directory, info, payload }: Bag): Promise<WrittenBag> {
  const draft = `${directory}.draft`;
  await mkdir(draft, { recursive: false, mode: 0o700 });
  const write = async (path: string, text: string): Promise<string> => {
    if (!/^[a-z0-9][a-z0-9./-]*$/i.test(path) || path.includes('..')) {
      throw new Error(`\`${path}\` is not a path of a bag`);
    }
    await mkdir(dirname(join(draft, path)), { recursive: true, mode: 0o700 });
    await writeFile(join(draft, path), text, { flag: 'wx', mode: 0o600 });
    return `${sha256(text)}  ${path}\n`;
  };
  let manifest = '';
  let octets = 0;
  for (const [path, text] of payload) {
    manifest += await write(`data/${path}`, text);
    octets += Buffer.byteLength(text);
  }
  const described = Object.entries({ ...info, 'Payload-Oxum': `${octets}.${payload.size}` });
  const tags = [
    await write('bagit.txt', 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'),
    await write('bag-info.txt', described.map(([name, value]) => `${name}: ${oneLine(value)}\n`).join('')),
    await write('manifest-sha256.txt', manifest),
  ].join('');
  await write('tagmanifest-sha256.txt', tags);
  return {
    hash: sha256(tags),
    finish: async (extra) => {
      for (const [path, text] of extra) await write(path, text);
      await rename(draft, directory);
    },
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
