/** Lines are the same however the file comes in pieces. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LONGEST_LINE, readLines } from '../../../gateway/reads/read-lines.ts';

async function linesOf(chunks: readonly Buffer[]) {
  const lines = [];
  for await (const { number, bytes, tooLong } of readLines(streamOf(chunks))) {
    lines.push({ number, text: bytes.toString('latin1'), tooLong });
  }
  return lines;
}

async function* streamOf(chunks: readonly Buffer[]) {
  yield* chunks;
}

describe('lines', () => {
  test('do not depend on where the stream is cut', async () => {
    const pieces = fc.array(fc.constantFrom('a', 'bc', '\n', '\r\n', '\r', '"', 'é'), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(pieces, fc.array(fc.nat(40), { maxLength: 6 }), async (parts, cuts) => {
        const whole = Buffer.from(parts.join(''));
        const places = [0, ...cuts.filter((cut) => cut < whole.length).sort((a, b) => a - b), whole.length];
        const chunks = places.slice(1).map((end, i) => whole.subarray(places[i], end));
        const wanted = whole.toString('latin1').split('\n');
        if (wanted.at(-1) === '') wanted.pop();
        const lines = await linesOf(chunks);
        expect(lines.map(({ text }) => text)).toEqual(wanted.map((line) => line.replace(/\r$/, '')));
        expect(lines.map(({ number }) => number)).toEqual(wanted.map((_, i) => i + 1));
      }),
    );
  });

  test('lose a byte order mark at the start of the file, and only there', async () => {
    const mark = Buffer.from('\uFEFF').toString('latin1');
    const lines = await linesOf([Buffer.from('\uFEFFa\n\uFEFFb')]);
    expect(lines.map(({ text }) => text)).toEqual(['a', `${mark}b`]);
  });

  test('that are too long are cut, said to be so, and do not touch the next one', async () => {
    const long = Buffer.alloc(LONGEST_LINE + 1, 'x');
    const lines = await linesOf([long.subarray(0, 70_00), long.subarray(70_00), Buffer.from('\nnext\n')]);
    expect(lines.map(({ text, tooLong }) => [text.length, tooLong])).toEqual([
      [LONGEST_LINE, true],
      [4, false],
    ]);
  });
});
