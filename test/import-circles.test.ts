import { expect, test } from '@jest/globals';
import { filesBelow } from './setup/source-files.ts';

/** The first way from a file back to itself; null where none goes round. */
function findCircle(importsOf: ReadonlyMap<string, readonly string[]>): string[] | null {
  const done = new Set<string>();
  const way: string[] = [];
  const walk = (path: string): string[] | null => {
    if (way.includes(path)) return [...way.slice(way.indexOf(path)), path];
    if (done.has(path)) return null;
    way.push(path);
    for (const name of importsOf.get(path) ?? []) {
      const circle = walk(name);
      if (circle !== null) return circle;
    }
    way.pop();
    done.add(path);
    return null;
  };
  for (const path of importsOf.keys()) {
    const circle = walk(path);
    if (circle !== null) return circle;
  }
  return null;
}

test('a circle of imports is found', () => {
  const circle = new Map([
    ['a', ['b', 'c']],
    ['b', ['c']],
    ['c', ['b']],
  ]);
  expect(findCircle(circle)).toEqual(['b', 'c', 'b']);
  expect(findCircle(new Map([...circle, ['c', []]]))).toBeNull();
});

test('no file of ours imports itself, by whatever way, types included: each can be read after those it rests on', () => {
  const files = ['sharing-rules', 'gateway', 'migrations'].flatMap(filesBelow);
  expect(findCircle(new Map(files.map(({ path, imports }) => [path, imports])))).toBeNull();
});
