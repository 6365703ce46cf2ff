/** The suite itself runs by `npm run test:attacks`; here only that no attack is left out of it. */
import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { ATTACKS, loadAttack } from './attack-list.ts';

/** Beside the attacks. */
const OTHERS = ['attack', 'attack-list', 'attacks.test', 'main'];

describe('the attacks', () => {
  test('are all carried out: each file is in the list, and none twice', () => {
    const files = readdirSync(new URL('.', import.meta.url))
      .filter((name) => name.endsWith('.ts'))
      .map((name) => name.replace(/\.ts$/, ''))
      .filter((name) => !OTHERS.includes(name));
    expect([...ATTACKS].sort()).toEqual(files.sort());
  });

  test('say what they try', async () => {
    for (const name of ATTACKS) {
      const { run, tries } = await loadAttack(name);
      expect({ name, tries: tries.length > 20, run: typeof run }).toEqual({
        name,
        tries: true,
        run: 'function',
      });
    }
  });
});
