/** The vendor's audit as it is exported, and what either side has that the other has not. */
import { describe, expect, test } from '@jest/globals';
import { compareAudits, type Intent } from '../../../../gateway/oversight/reconcile/compare-audits.ts';
import { readVendorAudit } from '../../../../gateway/oversight/reconcile/vendor-audit.ts';

const ID = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const told = (n: number) => `stolen_vehicle, case CR-2026-0142, CO0010000, release ${ID(n)}`;
const intent = (n: number): Intent => ({
  ...{ index: n, at: '2026-11-28T04:31:07.120Z', releaseId: ID(n), told: told(n), plate: 'ZZO1234' },
});
const search = (row: number, reason: string, plate: string | null = 'zz0 1234') => ({
  ...{ row, at: null, reason, plate },
});
const compare = (searches: ReturnType<typeof search>[], ...intents: Intent[]) =>
  compareAudits(searches, intents, intents);

describe('the export of an audit', () => {
  const rows = [
    {
      Name: 'gateway',
      Reason: told(1),
      'Search Time': '11/28/2026, 04:31:07 AM UTC',
      'License Plate': 'ZZT1234',
    },
    {
      Name: 'an officer',
      Reason: 'a look, "just so"',
      'Search Time': '11/28/2026, 04:31 PM',
      'License Plate': 'X',
    },
  ];
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const csv = [Object.keys(rows[0] as object), ...rows.map((row) => Object.values(row))]
    .map((row) => `${row.map(cell).join(',')}\r\n`)
    .join('');
  const searches = [
    { row: 1, at: Date.UTC(2026, 10, 28, 4, 31, 7), reason: told(1), plate: 'ZZT1234' },
    { row: 2, at: Date.UTC(2026, 10, 28, 16, 31), reason: 'a look, "just so"', plate: 'X' },
  ];

  test('is read as CSV, and as JSON, with or without an object around its list', () => {
    for (const content of [csv, `\uFEFF${csv}`, JSON.stringify(rows), JSON.stringify({ total: 2, rows })]) {
      expect(readVendorAudit(content)).toEqual(searches);
    }
    expect(readVendorAudit('ID,Reason\n')).toEqual([]);
  });

  test.each([
    ['no reasons', 'Name,License Plate\na,ZZT1234\n', 'has no column `Reason`'],
    ['half of it', `[{"Reason":"ZZT1234"`, 'begins as JSON and is not'],
    ['two lists', '{"a":[{}],"b":[{}]}', 'is JSON without one list of searches'],
    ['other rows than columns', 'Reason,Name\nZZT1234\n', 'is neither JSON nor CSV'],
  ])('with %s is refused, and nothing of it is told', (_, content, says) => {
    const read = () => readVendorAudit(content);
    expect(read).toThrow(says);
    expect(read).not.toThrow('ZZT1234');
  });
});

describe('two audits', () => {
  test('tell the same where each search has its question, and each question its search, or two', () => {
    const searches = [search(1, told(1)), search(2, told(2)), search(3, told(2))];
    expect(compare(searches, intent(1), intent(2))).toEqual({
      ...{ matched: 3, searchesWithout: [], intentsWithout: [] },
    });
  });

  test('differ by a search that was made past the gateway', () => {
    expect(compare([search(1, told(1)), search(2, 'CR-2026-0142')], intent(1)).searchesWithout).toEqual([
      { row: 2, why: 'no_release_id' },
    ]);
  });

  test('differ by a search that makes up a release, or borrows one', () => {
    const borrowed = told(1).replace('stolen_vehicle', 'missing_endangered');
    const searches = [
      search(1, told(9)),
      search(2, borrowed),
      ...[3, 4, 5].map((row) => search(row, told(1))),
    ];
    expect(compare(searches, intent(1)).searchesWithout).toEqual([
      { row: 1, why: 'unknown_release' },
      { row: 2, why: 'other_reason' },
      { row: 5, why: 'repeated' },
    ]);
  });

  test('differ by a search that borrows the reason of a question later, as an officer with a log-in at the vendor could', () => {
    const at = Date.UTC(2026, 10, 28, 4, 31, 7);
    const searches = [0, 3_000, 3_600_000].map((later, i) => ({
      row: i + 1,
      at: at + later,
      reason: told(1),
      plate: null,
    }));
    const [first, again, later] = searches as [
      (typeof searches)[0],
      (typeof searches)[0],
      (typeof searches)[0],
    ];
    expect(compareAudits([first, again], [intent(1)], []).searchesWithout).toEqual([]);
    expect(compareAudits([first, later], [intent(1)], []).searchesWithout).toEqual([
      { row: 3, why: 'repeated' },
    ]);
  });

  test('differ by a search that borrows the reason of a question for another plate', () => {
    const searches = [search(1, told(1), 'XYZ9999'), search(2, told(1), null)];
    expect(compare(searches, intent(1))).toMatchObject({
      ...{ matched: 1, searchesWithout: [{ row: 1, why: 'other_plate' }] },
    });
    // Of an entry that does not say its plate nothing is made up.
    expect(compare(searches, { ...intent(1), plate: null }).searchesWithout).toEqual([]);
  });

  test('differ by a question of which the vendor has nothing', () => {
    expect(compare([search(1, told(1))], intent(1), intent(2)).intentsWithout).toEqual([intent(2)]);
  });
});
