/** Tells which months must be audited, and by when (Policy 420.9.1; the memo is due in the first 15 days). */

/** The state of a month's audit. `due`: the month is over, and there is still time. */
export type AuditState = 'done' | 'due' | 'overdue';

/** The last day of the next month on which the audit is in time. */
const LAST_DAY = 15;

/** @param month `YYYY-MM` @param now ms since the epoch */
export function auditState(month: string, done: boolean, now: number): AuditState {
  if (done) return 'done';
  return now < auditDue(month) ? 'due' : 'overdue';
}

/** Returns when the time for a month's audit is over. @param month `YYYY-MM` */
export function auditDue(month: string): number {
  const [year, number] = numbersOf(month);
  return Date.UTC(year, number, LAST_DAY + 1);
}

/** The months from one time to another, both included, in UTC, as `YYYY-MM`; the newest first. */
export function monthsBetween(from: number, to: number): string[] {
  const months: string[] = [];
  for (let month = monthOf(to); month >= monthOf(from); month = monthBefore(month)) months.push(month);
  return months;
}

/** Returns the month of a time, as `YYYY-MM` in UTC. */
export function monthOf(time: number): string {
  return new Date(time).toISOString().slice(0, 7);
}

function monthBefore(month: string): string {
  const [year, number] = numbersOf(month);
  return monthOf(Date.UTC(year, number - 2, 1));
}

function numbersOf(month: string): [year: number, month: number] {
  const [year, number] = month.split('-').map(Number);
  return [year as number, number as number];
}
