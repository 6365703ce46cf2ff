/** What administrators and reviewers read in help texts and next lines works when typed as it stands. */
import { describe, test } from '@jest/globals';
import { runRow } from './row.ts';
import { DEPARTMENT } from './rows/department.ts';
import { useScene } from './scene.ts';

const scene = useScene('npm run gateway -- demo');
const followed = new Set<string>();

describe('a department types', () => {
  test.each(DEPARTMENT.map((row) => [row.named, row] as const))('%s', (_, row) =>
    runRow(scene(), row, followed),
  );
});
