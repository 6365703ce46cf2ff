import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ListRow } from '../../../../gateway/hot-lists/import/layouts/list-row.ts';
import { judgeEntry } from '../../../../sharing-rules/hot-list.ts';
import { ccicSample, ncicRecord, ncicSample } from '../lists/sample-lists.ts';
import { entriesOf as entries, readRows as read } from './read-rows.ts';

const faults = (rows: readonly ListRow[]) =>
  rows.flatMap((row) => ('fault' in row ? [[row.line, row.fault]] : []));

function fates(rows: readonly ListRow[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const entry of entries(rows)) {
    const { fate } = judgeEntry(entry);
    counts[fate] = (counts[fate] ?? 0) + 1;
  }
  return counts;
}

describe('layouts of hot lists', () => {
  test('the NCIC extract: header skipped, every record letter told, exact counts', async () => {
    const rows = await read(ncicSample(), 'ncic');
    expect(rows).toHaveLength(18);
    expect(fates(rows)).toEqual({ take: 8, restrict: 5, drop: 2, set_aside: 3 });
    expect(entries(rows)[0]).toMatchObject({
      letter: 'V',
      plate: 'ZZV100',
      state: 'CO',
      reference: 'V000000001',
      originator: 'COTST0000',
      effectiveAt: Date.UTC(2026, 3, 3),
      note: '2003 CHEV SUB LL BLK SAMPLE',
    });
  });

  test('an NCIC extract without a header loses no row, and Washington has the letter in column 2', async () => {
    const washington = `21V0000001WAKCS000020211006ZZT1234   WA2022PC`;
    const rows = await read(`${ncicRecord('V', 'ZZT0001')}\n${washington}`, 'ncic');
    expect(entries(rows)).toMatchObject([
      { letter: 'V', plate: 'ZZT0001' },
      { letter: 'V', plate: 'ZZT1234', state: 'WA', originator: 'WAKCS0000' },
    ]);
  });

  test("Colorado's extract: ten list types, cut at 22 characters", async () => {
    const rows = await read(ccicSample(), 'ccic');
    expect(rows).toHaveLength(11);
    expect(fates(rows)).toEqual({ take: 9, restrict: 1, set_aside: 1 });
    expect(entries(rows)[9]).toMatchObject({ plate: 'ZZC109', state: 'CO', note: '2002 FORD FOC BLK' });
  });

  test.each([
    ['ZZT1;Stolen;CO;2026-01-01;2026-02-01', ';'],
    ['Stolen;CO;ZZT1;2026-01-01;2026-02-01', ';'],
    ['PlateNumber,Category,PlateState,EffectiveDate,ExpiryDate\nZZT1,Stolen,CO,20260101,20260201', ','],
    ['Category\tPlateNumber\tPlateState\tExpiryDate\nStolen\tZZT1\tCO\t20260201', 'tab'],
    ['ZZT1:Stolen:CO:20260101:20260201', ':'],
  ])('AutoVu text %j', async (text) => {
    const [entry] = entries(await read(text, 'autovu'));
    expect(entry).toMatchObject({
      plate: 'ZZT1',
      category: 'Stolen',
      state: 'CO',
      expiresAt: Date.UTC(2026, 1, 2),
    });
  });

  test('AutoVu without a header and without a state cannot be told, and is refused', async () => {
    await expect(read('ZZT1;Stolen;;;', 'autovu')).rejects.toThrow('line 1: the order of the attributes');
  });

  test('Flock: the event log as CSV, the API as JSON, wrapped or not', async () => {
    const csv =
      'Hotlist Name,License,State,Reason,Case,Expiry,Consolidated\nCounty,ZZT1,CO,Stolen,CR-26-1,2026-02-01,no';
    const json = {
      plate: 'ZZT1',
      reason: 'Stolen',
      caseNumber: 'CR-26-1',
      state: 'CO',
      expiry: '2026-02-01T00:00:00Z',
      note: { message: 'red "van" ]' },
    };
    const texts = [csv, JSON.stringify([json]), JSON.stringify({ name: 'x', entries: [json] }, null, 2)];
    for (const text of texts) {
      for (const chunk of [1, 7, 65_536]) {
        const rows = await read(text, 'flock', chunk);
        expect(entries(rows)).toMatchObject([{ plate: 'ZZT1', state: 'CO', reference: 'CR-26-1' }]);
      }
    }
  });

  test('NDJSON, with a row that is not JSON set aside by its line', async () => {
    const rows = await read('{"plate":"ZZT1","type":"Stolen"}\nnonsense\n{"plate":"ZZT2"}\n', 'ndjson');
    expect(entries(rows).map(({ plate }) => plate)).toEqual(['ZZT1', 'ZZT2']);
    expect(faults(rows)).toEqual([[2, 'not_json']]);
  });

  test('a published list of stolen vehicles as plain CSV', async () => {
    const text =
      'plate,color,make,model,year,type,date_reported_stolen,police_district\n10ZRB,Green,Kawasaki,EX,2008,Roadbike,2011-12-11,Waikato\n';
    const rows = await read(text, 'csv');
    expect(entries(rows)).toMatchObject([
      {
        plate: '10ZRB',
        category: 'Stolen Vehicle',
        note: 'Green Kawasaki EX 2008 Roadbike',
        effectiveAt: Date.UTC(2011, 11, 11),
      },
    ]);
  });

  test('columns that nobody needs, like names and dates of birth, are not kept', async () => {
    const rows = await read('plate,type,name,dob\nZZT1,Stolen,A Person,1990-01-01\n', 'csv');
    expect(JSON.stringify(rows)).not.toMatch(/Person|1990/);
  });

  test('a record letter as the type of a CSV row counts as one', async () => {
    expect(fates(await read('plate,type\nZZT1,N\nZZT2,V\n', 'csv'))).toEqual({ drop: 1, take: 1 });
  });

  test('rows are the same however the bytes are cut, with LF or CRLF, with BOM or gzip', async () => {
    const text = `${ncicRecord('V', 'ZZT1', 'CAFÉ')}\n${ncicRecord('P', 'ZZT2')}\nshort\n${ncicRecord('M', 'ZZT3')}`;
    const expected = await read(text, 'ncic');
    expect(entries(expected)[0]?.note).toMatch(/CAFÉ$/);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 300 }), async (size) => {
        expect(await read(text, 'ncic', size)).toEqual(expected);
        expect(await read(`\uFEFF${text.replaceAll('\n', '\r\n')}`, 'ncic', size)).toEqual(expected);
        expect(await read(Buffer.from(text, 'latin1'), 'ncic', size)).toEqual(expected);
      }),
      { numRuns: 30 },
    );
    expect(await read(gzipSync(text), 'ncic', 5)).toEqual(expected);
  });
});
