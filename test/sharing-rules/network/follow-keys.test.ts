/** The keys of another gateway's log: one that is trusted brings the next, and none comes in another way. */
import { describe, expect, test } from '@jest/globals';
import { afterKeyStep, type KeyStep } from '../../../sharing-rules/network/follow-keys.ts';

const [FIRST, SECOND, THIRD] = ['a.test/log+1+x', 'a.test/log+2+y', 'a.test/log+3+z'] as const;
const added = (key: string, beside: string): KeyStep => ({ kind: 'log_key_added', added: key, beside });
const retired = (key: string, goesOn: string): KeyStep => ({ kind: 'log_key_retired', retired: key, goesOn });
const followed = (known: readonly string[], ...steps: readonly KeyStep[]) =>
  steps.reduce(afterKeyStep, known);

describe('the keys of a log', () => {
  test('are followed from one to the next, and both count while both sign', () => {
    const begun = added(SECOND, FIRST);
    const ended = retired(FIRST, SECOND);
    expect(followed([FIRST], begun)).toEqual([FIRST, SECOND]);
    expect(followed([FIRST], begun, ended)).toEqual([SECOND]);
    expect(followed([FIRST], begun, ended, added(THIRD, SECOND))).toEqual([SECOND, THIRD]);
  });

  test('are the same when the log is read again from its beginning', () => {
    expect(followed([SECOND], added(SECOND, FIRST), retired(FIRST, SECOND))).toEqual([SECOND]);
    expect(followed([FIRST, SECOND], added(SECOND, FIRST))).toEqual([FIRST, SECOND]);
  });

  test('stay as they were where the next one was given up', () => {
    expect(followed([FIRST], added(SECOND, FIRST), retired(SECOND, FIRST))).toEqual([FIRST]);
  });

  test.each([
    ['a key that nobody known brings', added(THIRD, SECOND)],
    ['a key of another log', added('b.test/log+2+y', FIRST)],
    ['an end after which no known key goes on', retired(FIRST, SECOND)],
    ['an end of the key that goes on', retired(FIRST, FIRST)],
  ])('are not changed by %s', (_, step) => {
    expect(followed([FIRST], step)).toEqual([FIRST]);
  });
});
