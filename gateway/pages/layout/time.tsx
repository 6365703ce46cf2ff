/** Times as people read them: UTC, to the minute, with the whole time behind it for programs. */

interface TimeProps {
  /** ISO 8601. */
  readonly at: string | null;
  /** Shown for null; default: nothing. */
  readonly none?: string;
}

/** For running text: UTC, to the minute. */
export const toMinute = (at: string) => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;

export function Time({ at, none = '' }: TimeProps) {
  if (at === null) return none;
  return <time dateTime={at}>{toMinute(at)}</time>;
}

/** A day alone. */
export function Day({ at, none = '' }: TimeProps) {
  return at === null ? none : <time dateTime={at.slice(0, 10)}>{at.slice(0, 10)}</time>;
}
