/** A lock file that somebody left who was killed, while the clock of the machine was wrong. */
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { withLockFile } from '../../../../gateway/release/lease/lock-file.ts';

let directory: string;
let path: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lock-file-'));
  path = join(directory, 'lock');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const leftAt = async (ms: number) => {
  await writeFile(path, 'of one who was killed');
  await utimes(path, new Date(ms), new Date(ms));
};

test.each([
  ['an hour ago', -3_600_000],
  ['while the clock was an hour ahead', 3_600_000],
])('that was left %s holds nobody up', async (_, ahead) => {
  await leftAt(Date.now() + ahead);
  expect(await withLockFile(path, async ({ holds }) => holds())).toBe(true);
});
