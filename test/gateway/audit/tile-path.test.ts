import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseTilePath, printTilePath, type TileRef } from '../../../gateway/audit/tile-path.ts';

describe('tile paths', () => {
  test.each<[string, TileRef]>([
    ['tile/0/000', { kind: 'hashes', level: 0, index: 0, width: 256 }],
    ['tile/63/x001/x234/067', { kind: 'hashes', level: 63, index: 1234067, width: 256 }],
    ['tile/1/x273/112.p/1', { kind: 'hashes', level: 1, index: 273112, width: 1 }],
    ['tile/entries/000.p/255', { kind: 'entries', index: 0, width: 255 }],
  ])('`%s` is read and printed', (path, ref) => {
    expect(parseTilePath(path)).toEqual(ref);
    expect(printTilePath(ref)).toBe(path);
  });

  test('every tile has one path', () => {
    fc.assert(
      fc.property(
        fc.option(fc.integer({ min: 0, max: 63 })),
        fc.maxSafeNat(),
        fc.integer({ min: 1, max: 256 }),
        (level, index, width) => {
          const ref: TileRef =
            level === null ? { kind: 'entries', index, width } : { kind: 'hashes', level, index, width };
          expect(parseTilePath(printTilePath(ref))).toEqual(ref);
        },
      ),
    );
  });

  test.each([
    '',
    'tile',
    'tile/0',
    'tile/0/',
    'tile/0/0',
    'tile/0/00',
    'tile/0/0000',
    '/tile/0/000',
    'tile/0/000/',
    'tile/00/000',
    'tile/64/000',
    'tile/-1/000',
    'tile/0/x000/001',
    'tile/0/x001',
    'tile/0/001/002',
    'tile/0/x1/002',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/01',
    'tile/0/000.p/',
    'tile/0/000.p',
    'tile/0/000.p/1/2',
    'tile/entries',
    'tile/entry/000',
    'tile/0/../000',
    'tile/0/000%2ep/1',
    'tile/0/000\n',
    'tile/0/٠٠٠',
    'tile/0/x999/x999/x999/x999/x999/x999/999',
    'tile/0/x999/x999/x999/x999/x999/999',
  ])('`%s` is not a path of a tile', (path) => {
    expect(parseTilePath(path)).toBeNull();
  });
});
