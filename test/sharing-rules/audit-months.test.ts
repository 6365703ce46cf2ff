/** Which months have to be audited: each that is over, and in time up to the 15th of the next. */
import { describe, expect, test } from '@jest/globals';
import { auditState, monthOf, monthsBetween } from '../../sharing-rules/audit-months.ts';

const at = (time: string) => Date.parse(time);

describe('the audit of a month', () => {
  test('is due until the 15th of the next month is over, and overdue after it, also across a year', () => {
    expect(auditState('2026-10', false, at('2026-11-15T23:59:59Z'))).toBe('due');
    expect(auditState('2026-10', false, at('2026-11-16T00:00:00Z'))).toBe('overdue');
    expect(auditState('2026-12', false, at('2027-01-15T12:00:00Z'))).toBe('due');
    expect(auditState('2026-12', false, at('2027-01-16T00:00:00Z'))).toBe('overdue');
  });

  test('is done once it is done, however late', () => {
    expect(auditState('2024-02', true, at('2026-11-16T00:00:00Z'))).toBe('done');
  });
});

test('months are counted in UTC, from the newest back, both ends included', () => {
  expect(monthsBetween(at('2026-11-30T23:59:00Z'), at('2027-02-01T00:00:00Z'))).toEqual([
    ...['2027-02', '2027-01', '2026-12', '2026-11'],
  ]);
  expect(monthsBetween(at('2026-11-01T00:00:00Z'), at('2026-11-30T23:59:59Z'))).toEqual(['2026-11']);
  expect(monthOf(at('2026-11-30T23:59:59.999Z'))).toBe('2026-11');
});
