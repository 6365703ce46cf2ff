/** The suite itself runs by `npm run test:attacks`; here only that no attack is left out of it. */
import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { ATTACKS, BY, loadAttack } from './attack-list.ts';

describe('the attacks', () => {
  test('are all carried out: each file is in the list, and none twice', () => {
    const files = [...new Set(Object.values(BY))].flatMap((folder) =>
      readdirSync(new URL(folder, import.meta.url)).map((name) => `${folder}/${name}`),
    );
    expect(ATTACKS.map((name) => `${BY[name]}/${name}.ts`).sort()).toEqual(files.sort());
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
