import { describe, expect, test } from '@jest/globals';
import { checkLog } from './check-log.ts';
import type { LogLine } from './read-log.ts';
import { LOG, lines } from './sample-run.ts';

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
