/** What the README and the demo's first words say works when typed as it stands, after `npm start`. */
import { describe, expect, test } from '@jest/globals';
import { follow, runRow } from './row.ts';
import { NEWCOMER } from './rows/newcomer.ts';
import { OVERSIGHT } from './rows/oversight.ts';
import { useScene } from './scene.ts';

const scene = useScene('npm start');
const followed = new Set<string>();

describe('a newcomer types', () => {
  test('`npm start`, and then what it says to try', async () => {
    expect(scene().output).toContain('npm run gateway -- query DEMO001 --as adams ');
    await follow(scene(), scene().output, followed);
  });

  test.each(NEWCOMER.map((row) => [row.named, row] as const))('%s', (_, row) =>
    runRow(scene(), row, followed),
  );
});

describe('anyone who oversees the gateway types', () => {
  test.each(OVERSIGHT.map((row) => [row.named, row] as const))('%s', (_, row) =>
    runRow(scene(), row, followed),
  );
});
