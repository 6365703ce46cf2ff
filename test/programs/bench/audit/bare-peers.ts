/** What verifying and mirroring are compared with: the same bytes, read or copied, without a question. */
import { hash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const AT_ONCE = 16;

/** Paths of the tiles and bundles of a mirror. */
export async function tilesIn(mirror: string): Promise<string[]> {
  const entries = await readdir(join(mirror, 'tile'), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(mirror.length + 1));
}

/** One SHA-256 of each file. @returns seconds */
export async function hashFiles(mirror: string, paths: readonly string[]): Promise<number> {
  return timed(async () => {
    for (const path of paths) hash('sha256', await readFile(join(mirror, path)));
  });
}

/** Each file fetched and written, and nothing else. @returns seconds */
export async function copyFiles(url: string, directory: string, paths: readonly string[]): Promise<number> {
  return timed(async () => {
    for (let first = 0; first < paths.length; first += AT_ONCE) {
      await Promise.all(
        paths.slice(first, first + AT_ONCE).map(async (path) => {
          const bytes = new Uint8Array(await (await fetch(`${url}/${path}`)).arrayBuffer());
          await mkdir(dirname(join(directory, path)), { recursive: true });
          await writeFile(join(directory, path), bytes);
        }),
      );
    }
  });
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1_000;
}
