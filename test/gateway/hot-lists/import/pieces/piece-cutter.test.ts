import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PieceCutter } from '../../../../../gateway/hot-lists/import/pieces/piece-cutter.ts';

const line = fc.string({ unit: fc.constantFrom('A', 'B', '7', ' '), minLength: 0, maxLength: 300 });
const text = fc
  .array(line, { minLength: 1, maxLength: 400, size: 'max' })
  .map((lines) => `\n \n${lines.join('\n')}`);

function piecesOf(bytes: Buffer, sizes: readonly number[]): string[] {
  const cutter = new PieceCutter();
  const pieces: string[] = [];
  let turn = 0;
  for (let at = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] as number;
    cutter.push(bytes.subarray(at, at + size));
    at += size;
    for (let piece = cutter.next(false); piece !== null; piece = cutter.next(false))
      pieces.push(piece.toString());
  }
  return [...pieces, cutter.rest.toString()];
}

test('pieces are the same however the bytes come, and nothing is lost or doubled between them', () => {
  const chunks = fc.array(fc.oneof(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 70_000 })), {
    minLength: 1,
    maxLength: 6,
  });
  fc.assert(
    fc.property(text, chunks, (content, sizes) => {
      const bytes = Buffer.from(content);
      const pieces = piecesOf(bytes, sizes);
      expect(pieces.join('')).toBe(content);
      expect(pieces).toEqual(piecesOf(bytes, [bytes.length]));
    }),
    { numRuns: 100 },
  );
});

test('a line that was put in changes the pieces around it and no other', () => {
  const lines = Array.from({ length: 20_000 }, (_, i) => `${(i * 7_919) % 1_000_003},CO,Stolen Vehicle`);
  const before = new Set(piecesOf(Buffer.from(lines.join('\n')), [65_536]));
  lines.splice(7_000, 0, 'ZZNEW1,CO,Stolen Vehicle');
  const after = piecesOf(Buffer.from(lines.join('\n')), [65_536]);
  expect(after.length).toBeGreaterThan(50);
  expect(after.filter((piece) => !before.has(piece)).length).toBeLessThan(10);
});
