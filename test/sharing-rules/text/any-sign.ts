/** Any sign of Unicode. fast-check's unit `binary` first makes a table of all 1.1 million: that took longer than the tests. */
import fc from 'fast-check';

/** Signs without the halves of a pair, which are none by themselves. */
export const anySign: fc.Arbitrary<string> = fc
  .integer({ min: 0, max: 0x10f7ff })
  .map((point) => String.fromCodePoint(point < 0xd800 ? point : point + 0x800));
