/** A watched directory as a source: below the one that the operator named for it, its newest complete file. */
import { constants } from 'node:fs';
import { lstat, open, readdir, realpath } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GatewayError } from '../../faults/errors.ts';

export interface NewestFile {
  readonly bytes: AsyncIterable<Buffer>;
  readonly etag: string;
}

/** A file that was written to a moment ago may still be written to, ms. */
const SETTLED = 1_000;

/**
 * Returns the path of an address that lies below the root as written; its links are checked when it is read.
 * @param root null: no directory may be watched
 * @throws GatewayError `malformed`
 */
export function guardDirectory(url: string, root: string | null): string {
  if (root === null) {
    throw new GatewayError(
      'malformed',
      'no directory may be watched: set HOT_LIST_DIR to the one that holds them',
    );
  }
  let path: string;
  try {
    path = resolve(fileURLToPath(url));
  } catch {
    throw new GatewayError('malformed', '`url` of a directory must be `file:///` and its whole path');
  }
  if (!isBelow(path, resolve(root))) {
    throw new GatewayError('malformed', 'the directory must lie below HOT_LIST_DIR');
  }
  return path;
}

/**
 * Opens the newest file; null if there is none, or it is the one that `etag` names. Ignores hidden files,
 * unfinished uploads and links.
 * @throws GatewayError `malformed` for a directory outside the root, `unavailable` if it cannot be read
 */
export async function openNewest(
  url: string,
  { etag, now, root }: { readonly etag: string | null; readonly now: number; readonly root: string | null },
): Promise<NewestFile | null> {
  const written = guardDirectory(url, root);
  const [directory, top] = await Promise.all([realpath(written), realpath(root as string)]).catch(away);
  if (!isBelow(directory, top))
    throw new GatewayError('malformed', 'the directory leads outside HOT_LIST_DIR');
  const names = (await readdir(directory).catch(away)).filter(
    (name) => !name.startsWith('.') && !/\.(part|tmp|set-aside\.ndjson)$/.test(name),
  );
  const files = await Promise.all(
    names.map(async (name) => ({ name, info: await lstat(join(directory, name)).catch(away) })),
  );
  const settled = files.filter(({ info }) => info.isFile() && info.mtimeMs < now - SETTLED);
  const newest = settled.sort((a, b) => b.info.mtimeMs - a.info.mtimeMs)[0];
  if (newest === undefined) return null;
  const tag = `${newest.name} ${newest.info.mtimeMs} ${newest.info.size}`;
  if (tag === etag) return null;
  const file = await open(join(directory, newest.name), constants.O_RDONLY | constants.O_NOFOLLOW).catch(
    away,
  );
  return { bytes: file.createReadStream({ highWaterMark: 512 * 1024 }), etag: tag };
}

function isBelow(path: string, root: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}

function away(cause: unknown): never {
  throw new GatewayError('unavailable', 'the watched directory cannot be read', { cause });
}
