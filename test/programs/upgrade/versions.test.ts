/** The suite itself runs by `npm run test:upgrade`; here only that it begins, by default, with an older schema. */
import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { filesBelow, ROOT } from '../../setup/source-files.ts';
import { versionBefore } from './versions.ts';

describe('the version that an upgrade begins with', () => {
  test('is the newest one that lacks a step of the schema, or the baseline of the steps that it has', () => {
    const listed = execFileSync(
      'git',
      ['-C', ROOT, 'ls-tree', '-r', '--name-only', versionBefore(ROOT), '--', 'migrations'],
      { encoding: 'utf8' },
    );
    const before = listed.split('\n');
    const now = filesBelow('migrations').map(({ path }) => path);
    expect(before.length).toBeGreaterThan(5);
    expect(now.filter((path) => !before.includes(path)).length).toBeGreaterThan(0);
  });
});
