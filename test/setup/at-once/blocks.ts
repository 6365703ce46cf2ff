/**
 * Replaces jest's own `describe`, `test` and hooks in test files (`transform.cjs` sees to it). If a file is run by itself,
 * its calls go to jest as it is read. If it is read along with others, its calls are kept, and made later inside a block
 * for that file, because jest's `describe` takes no function that waits for an import.
 */
import * as own from '@jest/globals';

/** Keeps the calls of the file that is being read; undefined while calls go straight to jest. */
let kept: (() => unknown)[] | undefined;

/** Keeps its calls while a file is read, and those of `each`, `skip` and the others that it has. */
function keeping<Tell extends object>(tell: Tell): Tell {
  const call = tell as unknown as (...words: unknown[]) => unknown;
  return new Proxy(tell, {
    apply: (_, __, words) => (kept === undefined ? call(...words) : void kept.push(() => call(...words))),
    get: (_, name) => {
      const part: unknown = Reflect.get(tell, name);
      if (typeof part !== 'function') return part;
      return name === 'each' ? (...table: unknown[]) => keeping(part(...table)) : keeping(part);
    },
  });
}

export const describe = keeping(own.describe);
export const test = keeping(own.test);
export const beforeAll = keeping(own.beforeAll);
export const beforeEach = keeping(own.beforeEach);
export const afterEach = keeping(own.afterEach);
export const afterAll = keeping(own.afterAll);
export const { expect, jest } = own;

/** A block with all that the file tells while it is read. */
export async function describeFile(name: string, read: () => Promise<unknown>): Promise<void> {
  const told: (() => unknown)[] = [];
  kept = told;
  await read().finally(() => {
    kept = undefined;
  });
  own.describe(name, () => {
    for (const tell of told) tell();
  });
}
