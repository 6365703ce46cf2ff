/** Which tests are slow, and what a change of which calls for them. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ROOT } from './setup/source-files.ts';

const { SLOW, slowFiles } = createRequire(import.meta.url)('./setup/slow/slow-files.cjs') as {
  readonly SLOW: Readonly<Record<string, readonly string[]>>;
  slowFiles(changed?: readonly string[]): readonly string[];
};

describe('the slow tests', () => {
  test('are there, and so is all that they are about', () => {
    const places = [...Object.keys(SLOW), ...Object.values(SLOW).flat()];
    expect(places.filter((place) => !existsSync(join(ROOT, place)))).toEqual([]);
  });

  test('are run where what they are about was changed, or they themselves', () => {
    expect(slowFiles(['sharing-rules/narrative/words.ts'])).toEqual([
      'test/programs/weights/learn-weights.test.ts',
    ]);
    expect(slowFiles(['test/hostile/random.ts'])).toEqual(['test/hostile/hostile-bodies.test.ts']);
    expect(slowFiles(['gateway/release/release.ts'])).toEqual(['test/programs/faults/model/model.test.ts']);
  });

  test('are not run where only others were changed, and all of them where nobody can tell', () => {
    expect(slowFiles(['sharing-rules/rules.ts', 'sharing-rules/narrative.ts'])).toEqual([]);
    expect(slowFiles().length).toBeGreaterThan(Object.keys(SLOW).length);
  });
});
