import { expect, test } from '@jest/globals';
import { BoardPasses } from '../../../gateway/jobs/board-pass.ts';

let now = 1_800_000_000_000;
const key = Buffer.alloc(32, 7);
const holder = { agencyId: 1, identities: 7 };
const passes = new BoardPasses(key, () => now);

test('a link is good for a minute, a cookie for fourteen, on every node with the same key', () => {
  const link = passes.issue('link', holder).text;
  const cookie = passes.issue('cookie', holder).text;
  const other = new BoardPasses(key, () => now);
  const good = () => [other.holderOf('link', link), other.holderOf('cookie', cookie)];
  expect(good()).toEqual([holder, holder]);
  now += 59_999;
  expect(good()).toEqual([holder, holder]);
  now += 1;
  expect(good()).toEqual([null, holder]);
  now += 779_999;
  expect(good()).toEqual([null, holder]);
  now += 1;
  expect(good()).toEqual([null, null]);
});

test('a pass is good for nothing under another key, as another kind, or changed in any character', () => {
  const { text } = passes.issue('cookie', holder);
  expect(passes.holderOf('cookie', text)).toEqual(holder);
  expect(passes.holderOf('link', text)).toBeNull();
  expect(new BoardPasses(Buffer.alloc(32, 8), () => now).holderOf('cookie', text)).toBeNull();
  for (let i = 0; i < text.length - 1; i += 1) {
    const other = text[i] === '1' ? '2' : '1';
    expect(passes.holderOf('cookie', text.slice(0, i) + other + text.slice(i + 1))).toBeNull();
  }
});
