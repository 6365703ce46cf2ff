import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { guardDirectory, openNewest } from '../../../../gateway/hot-lists/sources/watched-directory.ts';

const NOW = Date.parse('2026-06-01T12:00:00Z');
let root: string;
let watched: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'watched-'));
  watched = join(root, 'county');
  await mkdir(watched);
});
afterEach(() => rm(root, { recursive: true }));

/** @param age ms before now at which it was written to */
async function put(name: string, text: string, age: number): Promise<void> {
  const path = join(watched, name);
  await writeFile(path, text);
  const at = new Date(NOW - age);
  await utimes(path, at, at);
}

async function newest(etag: string | null = null, directory = watched) {
  const found = await openNewest(pathToFileURL(directory).href, { etag, now: NOW, root });
  if (found === null) return null;
  let text = '';
  for await (const chunk of found.bytes) text += chunk;
  return { text, etag: found.etag };
}

describe('a watched directory', () => {
  test('gives its newest complete file, and nothing until another one comes', async () => {
    await put('a.csv', 'old', 60_000);
    await put('b.csv', 'new', 30_000);
    await put('c.csv.part', 'half', 20_000);
    await put('.hidden', 'hidden', 10_000);
    await put('b.csv.set-aside.ndjson', 'rows', 5_000);
    await put('d.csv', 'being written', 100);
    const first = await newest();
    expect(first?.text).toBe('new');
    expect(await newest(first?.etag ?? null)).toBeNull();
    await put('b.csv', 'newer', 10_000);
    expect((await newest(first?.etag ?? null))?.text).toBe('newer');
  });

  test('gives nothing of a link: its file may lie anywhere', async () => {
    await writeFile(join(root, 'secret'), 'secret');
    await symlink(join(root, 'secret'), join(watched, 'list.csv'));
    expect(await newest()).toBeNull();
  });

  test.each([
    ['outside', () => '/etc'],
    ['beside, with the same beginning', () => `${root}-other`],
    ['above, by dots', () => `${root}/county/../..`],
  ])('is refused where it lies %s', async (_, path) => {
    const url = `file://${path()}`;
    expect(() => guardDirectory(url, root)).toThrow('must lie below HOT_LIST_DIR');
    await expect(openNewest(url, { etag: null, now: NOW, root })).rejects.toThrow('HOT_LIST_DIR');
  });

  test('is refused where a link leads out of it', async () => {
    await symlink('/etc', join(root, 'link'));
    await expect(newest(null, join(root, 'link'))).rejects.toThrow('leads outside HOT_LIST_DIR');
  });

  test('is refused where the operator named none, and as an address of another machine', () => {
    expect(() => guardDirectory(`file://${watched}`, null)).toThrow('set HOT_LIST_DIR');
    expect(() => guardDirectory('file://server/share', root)).toThrow('its whole path');
  });
});
