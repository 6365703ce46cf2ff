/** CSV as RFC 4180 has it, and what becomes of the lines around a faulty one. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readCsv } from '../../../gateway/reads/read-csv.ts';
import { readLines } from '../../../gateway/reads/read-lines.ts';

const columns = { all: ['a', 'b'], required: ['a'] };

async function recordsOf(text: string) {
  const records = [];
  for await (const record of readCsv(readLines(streamOf(text)), columns)) records.push(record);
  return records;
}

async function* streamOf(text: string) {
  yield Buffer.from(text);
}

const quoted = (field: string) => `"${field.replaceAll('"', '""')}"`;

describe('CSV', () => {
  test('is read back as it was written, with commas, quotes and line ends in its fields', async () => {
    const character = fc.constantFrom('x', ',', '"', '\n', ' ', 'é', ';');
    const field = fc.string({ unit: character, minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ a: field, b: field }), { maxLength: 20 }), async (rows) => {
        // Fields of three line ends at most: a record spans no more lines than are put together.
        const flat = rows.map(({ a, b }) => ({ a: `-${a.replace(/\n(?=.*\n)/gs, '')}`, b }));
        const short = flat.filter(({ b }) => b.split('\n').length < 6);
        const text = ['a,b', ...short.map(({ a, b }) => `${quoted(a)},${quoted(b)}`)].join('\r\n');
        expect((await recordsOf(text)).map(({ value }) => value)).toEqual(short);
      }),
    );
  });

  test('names the line where a record begins, also far down and across batches', async () => {
    const rows = Array.from({ length: 600 }, (_, i) => (i % 51 === 0 ? `"${i}\nmore",x` : `${i},x`));
    const records = await recordsOf(['a,b', ...rows].join('\n'));
    expect(records).toHaveLength(600);
    expect(records.every(({ fault }) => fault === undefined)).toBe(true);
    let line = 2;
    for (const [i, record] of records.entries()) {
      expect(record.line).toBe(line);
      line += i % 51 === 0 ? 2 : 1;
    }
  });

  test('a faulty line costs itself alone, wherever it stands', async () => {
    const faulty = fc.constantFrom('"open,x', 'x"y,z', '"a"b,c', 'one', 'a,b,c', 'x,"open');
    await fc.assert(
      fc.asyncProperty(faulty, fc.nat(30), fc.integer({ min: 0, max: 30 }), async (line, before, after) => {
        const good = (count: number) => Array.from({ length: count }, (_, i) => `${i},x`);
        const records = await recordsOf(['a,b', ...good(before), line, ...good(after)].join('\n'));
        expect(records.filter(({ fault }) => fault === undefined)).toHaveLength(before + after);
        expect(records.filter(({ fault }) => fault !== undefined).map((record) => record.line)).toEqual([
          before + 2,
        ]);
      }),
    );
  });
});
