/** Shows by when something must be done, and how long that is from now. */
import { Time } from '../layout/time.tsx';

interface DueProps {
  /** The time as ISO 8601. */
  readonly at: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export function Due({ at, now }: DueProps) {
  const left = Date.parse(at) - now;
  return (
    <>
      <Time at={at} /> {left < 0 ? <strong>overdue by {lengthOf(-left)}</strong> : `(in ${lengthOf(left)})`}
    </>
  );
}

const MINUTE = 60_000;

/** Returns the largest unit that fits, rounded down. */
export function lengthOf(ms: number): string {
  const minutes = Math.floor(ms / MINUTE);
  if (minutes < 60) return counted(minutes, 'minute');
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? counted(hours, 'hour') : counted(Math.floor(hours / 24), 'day');
}

const counted = (count: number, unit: string) => `${count} ${unit}${count === 1 ? '' : 's'}`;
