import { describe, expect, test } from '@jest/globals';
import type { Attempt, Lowered } from '../load/history.ts';
import { checkAnswers, checkTraced } from './check-answers.ts';
import { checkLog } from './check-log.ts';
import { checkWrites } from './check-writes.ts';
import type { LogLine } from './read-log.ts';
import { writesOf } from './writes.ts';

const PARTNER = 'CO0010000';

function lines(
  ...entries: readonly (readonly [kind: string, epoch?: number, agency?: string | null])[]
): LogLine[] {
  return entries.map(([kind, epoch = 0, agency = PARTNER], index) => ({
    index,
    kind,
    agency,
    effect: kind === 'refusal' ? 'deny' : 'permit',
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
    ['a notice of a hit after a revoke', lines(['grant_approved'], ['revoked', 1], ['hit_notice', 1])],
    ['a batch of a hot list before any grant', lines(['hot_list_sync'])],
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

describe('the checker of what nodes wrote', () => {
  const HALTED = lines(['log_created', 0, null], ['grant_approved'], ['release'], ['halted', 3, null]);
  const wrote = (begun: number, ended = begun, stopped = false, releaseId = 'release 2') => [
    { begun, ended, releaseId, stopped },
  ];
  const check = (
    writes: ReturnType<typeof wrote>,
    { agency = PARTNER as string | null, log = LOG, attempts = [] as Attempt[] } = {},
  ) => {
    const { heldInWrite, violations } = checkWrites(
      { attempts, lowered: [returned(30, agency)] },
      writes,
      log,
    );
    return { heldInWrite, violations: violations.length };
  };

  test('a line of the trace is a write; one that a stop of its node touches is told apart', () => {
    const write = { begun: 31, ended: 35, releaseId: 'release-2' };
    const stops = (from: number, to: number) =>
      writesOf({ lines: ['31 35 release-2'], stops: [{ from, to }] });
    expect(stops(10, 30)).toEqual([{ ...write, stopped: false }]);
    expect(stops(36, 40)).toEqual([{ ...write, stopped: false }]);
    expect(stops(33, Number.POSITIVE_INFINITY)).toEqual([{ ...write, stopped: true }]);
    expect(stops(20, 32)).toEqual([{ ...write, stopped: true }]);
  });

  test('a byte written after the return is found, by agency and by everybody', () => {
    expect(check(wrote(15))).toEqual({ violations: 0, heldInWrite: 0 });
    expect(check(wrote(31))).toEqual({ violations: 1, heldInWrite: 0 });
    expect(check(wrote(31), { agency: null, log: HALTED })).toEqual({ violations: 1, heldInWrite: 0 });
    expect(check(wrote(31), { agency: 'CO0010100' })).toEqual({ violations: 0, heldInWrite: 0 });
  });

  test('a later return does not hide an earlier mark that was higher', () => {
    const lowered = [returned(30), { ...returned(40), mark: 1 }];
    expect(checkWrites({ attempts: [], lowered }, wrote(41), LOG).violations).toHaveLength(1);
  });

  test('a write that was under way at the return is a violation, unless its process had been stopped in it', () => {
    expect(check(wrote(10, 35))).toEqual({ violations: 1, heldInWrite: 0 });
    expect(check(wrote(10, 35, true))).toEqual({ violations: 0, heldInWrite: 1 });
    expect(check(wrote(10, 35, true), { agency: null, log: HALTED })).toEqual({
      violations: 0,
      heldInWrite: 1,
    });
    expect(check(wrote(31, 35, true))).toEqual({ violations: 1, heldInWrite: 0 });
  });

  test('what had arrived by the return was written before, whatever its process did then', () => {
    expect(check(wrote(10, 35), { attempts: [asked({ ended: 20 })] })).toEqual({
      violations: 0,
      heldInWrite: 0,
    });
    expect(check(wrote(10, 35), { attempts: [asked({ ended: 36 })] })).toEqual({
      violations: 1,
      heldInWrite: 0,
    });
  });

  test('a write of what the log does not hold as a release is found', () => {
    expect(check(wrote(1, 1, false, 'unknown')).violations).toBe(1);
    const refused = LOG.map((line) => (line.kind === 'refusal' ? { ...line, releaseId: 'refused' } : line));
    expect(check(wrote(1, 1, false, 'refused'), { log: refused }).violations).toBe(1);
  });
});

describe('the checker of answers', () => {
  const check = (changes: Partial<Attempt>, lowered: Lowered[] = []) =>
    checkAnswers({ attempts: [asked(changes)], lowered }, LOG);

  test('an answer before the return is right', () => {
    expect(check({}, [returned(30)])).toEqual([]);
  });

  test('records in the answer to a request begun after the return are found', () => {
    expect(check({ begun: 31 }, [returned(30)])).toHaveLength(1);
  });

  test.each<[string, Partial<Attempt>]>([
    ['an answer whose entry is not in the log', { index: 7 }],
    ['an answer whose entry is another', { leafHash: 'other' }],
    ['an answer without an id', { releaseId: null }],
    ['an answer without a receipt', { index: null }],
    ['a refusal without a receipt', { status: 403, releaseId: null, index: null }],
    ['a refusal whose entry was rolled back', { status: 403, releaseId: null, index: 2 }],
    ['a page continued over a mark', { followsEpoch: 3 }],
    ['an answer that is a fault', { status: 500, releaseId: null, index: null }],
  ])('%s is found', (_, changes) => {
    expect(check(changes)).toHaveLength(1);
  });

  test.each<[string, Lowered]>([
    ['that is not in the log', { ...returned(30), mark: 7 }],
    ['whose entry is another', { ...returned(30), mark: 4 }],
    ['of another agency', returned(30, 'CO0010100')],
    ['of everybody, where the log says of one', returned(30, null)],
  ])('a revoke that returned, %s, is found', (_, lowered) => {
    expect(checkAnswers({ attempts: [], lowered: [lowered] }, LOG)).toHaveLength(1);
  });

  test('an answer that no node was seen to write is found, but for one each time a node was killed', () => {
    const history = { attempts: [asked()], lowered: [] };
    expect(checkTraced(history, [{ releaseId: 'release 2' }], 0)).toEqual([]);
    expect(checkTraced(history, [], 0)).toHaveLength(1);
    expect(checkTraced(history, [], 1)).toEqual([]);
  });
});
