import { describe, expect, test } from '@jest/globals';
import type { Attempt, Lowered } from '../load/history.ts';
import { checkHistory } from './check-history.ts';
import { checkLog } from './check-log.ts';
import type { LogLine } from './read-log.ts';
import { heldInWrite, parseTrace } from './writes.ts';

const PARTNER = 'CO0010000';

function lines(
  ...entries: readonly (readonly [kind: string, epoch?: number, agency?: string | null])[]
): LogLine[] {
  return entries.map(([kind, epoch = 0, agency = PARTNER], index) => ({
    index,
    kind,
    agency,
    grant: null,
    epoch,
    leafHash: `hash ${index}`,
    releaseId: kind === 'release' ? `release ${index}` : null,
  }));
}

const LOG = lines(['log_created', 0, null], ['grant_approved'], ['release'], ['revoked', 3], ['refusal', 3]);

const asked = (changes: Partial<Attempt> = {}): Attempt => ({
  agency: PARTNER,
  begun: 10,
  ended: 20,
  status: 200,
  releaseId: 'release 2',
  index: 2,
  leafHash: 'hash 2',
  epoch: 0,
  followsEpoch: null,
  ...changes,
});

const returned = (ended: number, agency: string | null = PARTNER): Lowered => ({
  agency,
  begun: ended - 5,
  ended,
  status: 200,
  mark: 3,
});

describe('the checker of the log', () => {
  test('a log in order has no violation', () => {
    expect(checkLog(LOG, 0)).toEqual([]);
  });

  test.each<[string, LogLine[]]>([
    ['a release after a revoke', lines(['grant_approved'], ['revoked', 1], ['release', 1])],
    ['a release before any grant', lines(['release'])],
    ['a release while sharing is halted', lines(['grant_approved'], ['halted', 1, null], ['release', 1])],
    [
      'a release of an older epoch',
      lines(['grant_approved'], ['revoked', 1], ['grant_approved', 1], ['release', 0]),
    ],
    [
      'a release of an epoch before an officer was suspended',
      lines(['grant_approved'], ['subject_suspended', 1], ['release']),
    ],
    ['a gap', lines(['log_created', 0, null], ['grant_approved']).slice(1)],
  ])('%s is found', (_, log) => {
    expect(checkLog(log, 0).length).toBeGreaterThan(0);
  });

  test('what was before the run is not its fault', () => {
    expect(checkLog(lines(['release'], ['grant_approved'], ['release']), 1)).toEqual([]);
  });

  test('a revoke of an older grant, repeated late, does not end the next; its own does', () => {
    const log = lines(
      ['grant_approved'],
      ['revoked', 1],
      ['grant_approved', 1],
      ['revoked', 3],
      ['release', 3],
    );
    const naming = (...grants: string[]) => log.map((line, i) => ({ ...line, grant: grants[i] as string }));
    expect(checkLog(naming('g1', 'g1', 'g2', 'g1', 'g2'), 0)).toEqual([]);
    expect(checkLog(naming('g1', 'g1', 'g2', 'g2', 'g2'), 0)).toHaveLength(1);
  });
});

describe('the checker of histories and traces', () => {
  const wrote = (begun: number, releaseId = 'release 2', ended = begun) => [{ begun, ended, releaseId }];

  test('an answer and its writes before the return are right', () => {
    expect(checkHistory({ attempts: [asked()], lowered: [returned(30)] }, wrote(15), LOG)).toEqual([]);
  });

  test('a byte written after the return is found, by agency and by everybody', () => {
    expect(checkHistory({ attempts: [], lowered: [returned(30)] }, wrote(31), LOG)).toHaveLength(1);
    expect(checkHistory({ attempts: [], lowered: [returned(30, null)] }, wrote(31), LOG)).toHaveLength(1);
    expect(checkHistory({ attempts: [], lowered: [returned(30, 'CO0010100')] }, wrote(31), LOG)).toEqual([]);
  });

  test('records in the answer to a request begun after the return are found', () => {
    expect(checkHistory({ attempts: [asked({ begun: 31 })], lowered: [returned(30)] }, [], LOG)).toHaveLength(
      1,
    );
  });

  test('a later return does not hide an earlier mark that was higher', () => {
    const lowered = [returned(30), { ...returned(40), mark: 1 }];
    expect(checkHistory({ attempts: [], lowered }, wrote(41), LOG)).toHaveLength(1);
  });

  test.each<[string, Partial<Attempt>]>([
    ['an answer whose entry is not in the log', { index: 7 }],
    ['an answer whose entry is another', { leafHash: 'other' }],
    ['a refusal without a receipt', { status: 403, releaseId: null, index: null }],
    ['a refusal whose entry was rolled back', { status: 403, releaseId: null, index: 2 }],
    ['a page continued over a mark', { followsEpoch: 3 }],
  ])('%s is found', (_, changes) => {
    expect(checkHistory({ attempts: [asked(changes)], lowered: [] }, [], LOG)).toHaveLength(1);
  });

  test('a line of the trace is a write', () => {
    expect(parseTrace(['31 35 release-2 1200'])).toEqual([{ begun: 31, ended: 35, releaseId: 'release-2' }]);
  });

  test.each<[string, number, number, number | null, number]>([
    ['over before the return', 10, 20, 20, 0],
    ['begun after it: that is a violation', 31, 35, null, 0],
    ['under way at the return, and its answer had arrived', 10, 35, 20, 0],
    ['under way at the return, and its answer arrived later', 10, 35, 36, 1],
    ['under way at the return, and its answer never arrived', 10, 35, null, 1],
  ])('a write %s', (_, begun, ended, arrived, held) => {
    const attempts = arrived === null ? [] : [asked({ ended: arrived })];
    const writes = wrote(begun, 'release 2', ended);
    expect(heldInWrite({ attempts, lowered: [returned(30)] }, writes, LOG)).toHaveLength(held);
  });

  test('a write of what the log does not hold is found', () => {
    expect(checkHistory({ attempts: [], lowered: [] }, wrote(1, 'unknown'), LOG)).toHaveLength(1);
  });
});
