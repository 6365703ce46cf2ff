import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { readList } from '../../../../gateway/hot-lists/import/read-list.ts';
import type { Layout } from '../../../../gateway/hot-lists/lists/layout.ts';
import { ccicRecord, chunked, ncicSample } from '../lists/sample-lists.ts';
import { entriesOf, readRows } from './read-rows.ts';

describe('bad files are refused whole, with line and reason', () => {
  const good = ccicRecord('ZZT1', 'Stolen Plate');

  test.each<[string, Layout, string | Buffer, string]>([
    ['CSV as NCIC', 'ncic', 'plate,state\nZZT1,CO\nZZT2,CO\n', 'line 2: `not_an_ncic_record`'],
    ['NCIC as CSV', 'csv', ncicSample(), 'line 1: this is not the header'],
    ['CSV as NDJSON', 'ndjson', 'plate,state\nZZT1,CO\n', 'line 1: `not_json`'],
    ['no rows', 'csv', 'plate,state\n', 'holds no rows'],
    ['an empty file', 'ncic', '', 'holds no rows'],
    ['UTF-16', 'csv', Buffer.from('plate,state\nZZT1,CO\n', 'utf16le'), 'line 1: this is not text'],
    [
      'mixed encodings',
      'ccic',
      Buffer.concat([Buffer.from(`${good}\n${good}É\n${good}`), Buffer.from('É', 'latin1')]),
      'line 3: this is not text',
    ],
    ['a binary file', 'ncic', Buffer.from([1, 2, 3, 0, 255]), 'line 1: this is not text'],
    ['a zip archive', 'csv', Buffer.from('PK\u0003\u0004'), 'zip archive'],
    ['gzip cut short', 'csv', gzipSync('plate\nZZT1\n').subarray(0, 15), 'cut short'],
    [
      'a formula',
      'csv',
      'plate,note\nZZT1,ok\nZZT2,=HYPERLINK("x")\n',
      'line 3: a field begins like a formula',
    ],
    ['a formula in quotes', 'csv', 'plate,note\nZZT1,"@SUM(1)"\n', 'line 2: a field begins like a formula'],
    [
      'a formula in AutoVu',
      'autovu',
      'ZZT1;Stolen;CO\nZZT2;+1+cmd|x;CO\n',
      'line 2: a field begins like a formula',
    ],
    ['a JSON array cut short', 'flock', '[{"plate":"ZZT1"}', 'cut short'],
    ['a JSON array of something else', 'flock', '[1,2]', 'must hold objects'],
  ])('%s', async (_, layout, text, message) => {
    await expect(readRows(text, layout)).rejects.toThrow(message);
  });

  test('numbers with a sign and lone dashes are no formulas', async () => {
    expect(entriesOf(await readRows('plate,note\nZZT1,-\nZZT2,+1 303 555\n', 'csv'))).toHaveLength(2);
  });

  test('a line without end is refused at the bound, and what comes after is not read', async () => {
    let served = 0;
    async function* endless(): AsyncGenerator<Buffer> {
      yield Buffer.from(`${good}\n`);
      for (;;) {
        served += 1;
        yield Buffer.alloc(16 * 1024, 0x41);
      }
    }
    const drain = async () => {
      for await (const _ of readList(endless(), 'ccic'));
    };
    await expect(drain()).rejects.toThrow('line 2: the line is longer than 65536 bytes');
    expect(served).toBeLessThan(10);
  });

  test('a compression bomb is refused by its ratio, long before the size bound', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 2 ** 20, '\n'));
    await expect(readRows(bomb, 'csv')).rejects.toThrow('unpacks to more than 200 times its size');
  });

  test('a list beyond the size bound is refused', async () => {
    const drain = async (bytes: Buffer) => {
      for await (const _ of readList(chunked(bytes, 50), 'ccic', { bounds: { bytes: 200, ratio: 10 } }));
    };
    const large = Buffer.from(`${good}\n`.repeat(10));
    await expect(drain(large)).rejects.toThrow('larger than 200 bytes');
    await expect(drain(gzipSync(large))).rejects.toThrow('unpacks to more than 200 bytes');
  });

  test('no text of a row is ever part of the message', async () => {
    const fault = await readRows('plate,note\nZZSECRET,=1\n', 'csv').catch((error: Error) => error.message);
    expect(fault).not.toContain('ZZSECRET');
  });
});
