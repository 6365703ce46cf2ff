/** The records of a month as one archive, of a registry with a grant in force, one that ended before, and one revoked. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { strFromU8, unzipSync } from 'fflate';
import { packRecords } from '../../../../gateway/oversight/packet/pack-records.ts';
import type { PacketSource } from '../../../../gateway/oversight/packet/packet-lists.ts';

const grant = (
  partner: string,
  approvedAt: string,
  endedAt: string | null = null,
  validFrom = approvedAt,
) => ({
  ...{ partner, partnerName: `Agency of ${partner}`, approvedAt, endedAt, validFrom },
  ...{
    validUntil: '2027-06-01T00:00:00.000Z',
    purposes: ['stolen_vehicle'],
    dataClasses: ['reads'],
    lookBackDays: 30,
  },
  ...{ proposedByName: 'Officer Smith', approvedByName: 'Officer Jones', endedReason: 'told his wife' },
});

const SOURCE = {
  told: {
    ...{
      asOf: '2026-12-01T10:00:00.000Z',
      owner: { ori: 'CO0010300', name: 'Commerce City PD', contact: null },
    },
    agencies: [{ ori: 'CO0010000', dataClasses: ['reads', 'hot_lists'] }],
    ...{ policy: [], retention: [], prohibited: [], audits: [], purposes: [] },
    months: [{ month: '2026-11', answers: 30, released: 20, held: 0, refused: 10, furtherPages: null }],
    events: { earlier: 0, newest: [] },
    misuse: { reports: 0, open: 0, founded: 0, unfounded: 0, overdue: 0 },
  },
  grants: [
    grant('CO0010000', '2026-05-01T00:00:00.000Z'),
    grant('CO0010100', '2026-05-01T00:00:00.000Z', '2026-11-30T23:59:00.000Z'),
    grant('CO0010200', '2026-05-01T00:00:00.000Z', '2026-10-31T23:59:00.000Z'),
    grant('CO0010400', '2026-12-01T00:00:00.000Z'),
    { ...grant('CO0010900', '', null), approvedAt: null, validFrom: null },
  ],
  readsSources: [{ name: 'north gate', vendor: 'generic', status: 'active' }],
  hotLists: [
    {
      name: 'CBI stolen',
      kind: 'imported',
      purpose: 'stolen_vehicle',
      entries: 12,
      importedAt: '2026-11-30T01:00:00Z',
    },
    { name: 'CR-2026-0142', kind: 'standing', purpose: 'stolen_vehicle', entries: 1, importedAt: null },
  ],
  listSources: [{ list: 'CBI stolen', partner: null, url: 'https://lists.example/cbi?key=secret' }],
  pushes: [{ list: 'CBI stolen', partner: 'CO0010000' }],
} as unknown as PacketSource;

const packed = packRecords(SOURCE, '2026-11');
const members = unzipSync(packed.zip);
const textOf = (name: string) => strFromU8(members[name] as Uint8Array);
const rowsOf = (name: string): string[][] => parse(textOf(name), { fromLine: 2 });

describe('the records of a month', () => {
  test('have each member hashed, as anybody computes it', () => {
    const sums = textOf('SHA256SUMS').trimEnd().split('\n');
    expect(sums.map((line) => line.slice(66)).sort()).toEqual(
      Object.keys(members)
        .filter((name) => name !== 'SHA256SUMS')
        .sort(),
    );
    for (const line of sums) {
      const hash = createHash('sha256')
        .update(members[line.slice(66)] as Uint8Array)
        .digest('hex');
      expect(line.slice(0, 64)).toBe(hash);
    }
  });

  test('list each grant that was in force at any time of the month, and no other', () => {
    expect(rowsOf('shares-with.csv').map((row) => [row[0], row.at(-1)])).toEqual([
      ['CO0010000', 'yes'],
      ['CO0010100', 'no'],
    ]);
  });

  test('list who sends reads and lists, and who gets lists', () => {
    expect(rowsOf('receives-from.csv')).toEqual([
      ['reads', 'north gate', 'active'],
      ['hot list CBI stolen', 'lists.example', 'in use'],
    ]);
    expect(rowsOf('hot-lists-in.csv')).toEqual([
      ['CBI stolen', 'lists.example', 'stolen_vehicle', '12', '2026-11-30'],
    ]);
    expect(rowsOf('hot-lists-out.csv')).toEqual([
      ['CBI stolen', 'CO0010000', 'pushed'],
      ['all that are shared', 'CO0010000', 'may be fetched'],
    ]);
  });

  test('hold what the public was told as it was told, its tables with the same numbers, small ones withheld', () => {
    expect(JSON.parse(textOf('transparency.json'))).toEqual(SOURCE.told);
    expect(rowsOf('public-months.csv')).toEqual([['2026-11', '30', '20', '0', '10', 'withheld']]);
  });

  test('name no person, no case and no key', () => {
    const all = Object.keys(members).map(textOf).join('\n');
    for (const secret of ['Smith', 'Jones', 'wife', 'CR-2026-0142', 'key=secret'])
      expect(all).not.toContain(secret);
  });

  test('are the same bytes whenever they are made from the same', () => {
    expect(packRecords(SOURCE, '2026-11').zip).toEqual(packed.zip);
  });
});
