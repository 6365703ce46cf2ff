import { expect, test } from '@jest/globals';
import { BoardPasses } from '../../../gateway/jobs/board-pass.ts';

let now = 1_800_000_000_000;
const key = Buffer.alloc(32, 7);
const passes = new BoardPasses(key, () => now);

test('a link is good for a minute, a cookie for fourteen, on every node with the same key', () => {
  const link = passes.issue('link').text;
  const cookie = passes.issue('cookie').text;
  const other = new BoardPasses(key, () => now);
  const good = () => [other.isGood('link', link), other.isGood('cookie', cookie)];
  expect(good()).toEqual([true, true]);
  now += 59_999;
  expect(good()).toEqual([true, true]);
  now += 1;
  expect(good()).toEqual([false, true]);
  now += 779_999;
  expect(good()).toEqual([false, true]);
  now += 1;
  expect(good()).toEqual([false, false]);
});

test('a pass is good for nothing under another key, as another kind, or changed in any character', () => {
  const { text } = passes.issue('cookie');
  expect(passes.isGood('cookie', text)).toBe(true);
  expect(passes.isGood('link', text)).toBe(false);
  expect(new BoardPasses(Buffer.alloc(32, 8), () => now).isGood('cookie', text)).toBe(false);
  for (let i = 0; i < text.length - 1; i += 1) {
    const other = text[i] === '1' ? '2' : '1';
    expect(passes.isGood('cookie', text.slice(0, i) + other + text.slice(i + 1))).toBe(false);
  }
});
