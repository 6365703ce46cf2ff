import { describe, expect, test } from '@jest/globals';
import type { Attempt, Withdrawn } from '../load/history.ts';
import { checkAnswers, checkTraced } from './check-answers.ts';
import { asked, LOG, returned } from './sample-run.ts';

describe('the checker of answers', () => {
  const check = (changes: Partial<Attempt>, lowered: Withdrawn[] = []) =>
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

  test.each<[string, Withdrawn]>([
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
