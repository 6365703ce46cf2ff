import { describe, expect, test } from '@jest/globals';
import { type BothLogs, checkAllLogs, checkLogs, type Shown } from './check-logs.ts';

const LOGS: BothLogs = {
  asked: [{ index: 5, leafHash: 'asked', at: 10 }],
  answered: [
    {
      ...{ index: 6, at: 30, ask: 'one', asked: 5, outcome: 'released', count: 2 },
      ...{ there: 9, leafHash: 'release' },
    },
  ],
  theirs: [
    { index: 9, leafHash: 'release', at: 20, kind: 'release', asker: { index: 5, leafHash: 'asked' } },
  ],
};
const [ASKED] = LOGS.asked as [BothLogs['asked'][number]];
const [ANSWERED] = LOGS.answered as [BothLogs['answered'][number]];
const [THEIRS] = LOGS.theirs as [BothLogs['theirs'][number]];
const SHOWN: Shown = {
  ...{ partner: 'CO0010400', ask: 'one', outcome: 'released', order: 'proved', reads: 2 },
  there: 9,
};

describe('the checker of both logs', () => {
  test('an ask in order has no violation, shown once or again', () => {
    expect(checkLogs(LOGS, [SHOWN, SHOWN])).toEqual([]);
  });

  test.each<[string, Partial<BothLogs>]>([
    ['an entry of theirs that we did not ask for', { asked: [{ ...ASKED, leafHash: 'other' }] }],
    ['an entry of theirs that names none of ours', { theirs: [{ ...THEIRS, asker: null }] }],
    ['an entry of theirs that is older than our question', { theirs: [{ ...THEIRS, at: 9 }] }],
    ['an entry of theirs that is newer than our answer', { theirs: [{ ...THEIRS, at: 31 }] }],
    ['a second release for one question', { theirs: [THEIRS, { ...THEIRS, index: 11 }] }],
    ['an answer before its question', { asked: [{ ...ASKED, index: 7 }] }],
    ['an answer by an entry that is not there', { answered: [{ ...ANSWERED, leafHash: 'other' }] }],
  ])('%s is found', (_, changes) => {
    expect(checkLogs({ ...LOGS, ...changes }, []).length).toBeGreaterThan(0);
  });

  test.each<[string, readonly Shown[]]>([
    ['without its entry', [{ ...SHOWN, ask: 'other' }]],
    ['with more reads than its entry says', [{ ...SHOWN, reads: 3 }]],
    ['without a proof of its order', [{ ...SHOWN, order: 'not_proved' }]],
  ])('an answer that was shown %s is found', (_, shown) => {
    expect(checkLogs(LOGS, shown)).toHaveLength(1);
  });

  test('a partner that stands in the other one’s log is named', () => {
    const other = { ...SHOWN, partner: 'CO0010500', there: 3 };
    const logs = (ori: string, there: number): [string, BothLogs] => [
      ori,
      {
        ...LOGS,
        answered: [{ ...ANSWERED, there }],
        theirs: [{ ...THEIRS, index: there }],
      },
    ];
    const [one, two] = [logs('CO0010400', 9), logs('CO0010500', 3)];
    expect(checkAllLogs(new Map([one, two]), [SHOWN, other])).toEqual([]);
    expect(checkAllLogs(new Map([one, logs('CO0010500', 9)]), [SHOWN, other])).toEqual([
      'CO0010500: ask one: shown without its `peer_answered` (their entry 3)',
    ]);
  });

  test('an entry of theirs that was shown to two asks is found', () => {
    const answered = [ANSWERED, { ...ANSWERED, ask: 'two' }];
    expect(checkLogs({ ...LOGS, answered }, [SHOWN, { ...SHOWN, ask: 'two' }])).toHaveLength(1);
  });
});
