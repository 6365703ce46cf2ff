/** Tells in words if what is kept of an entry matches the log; commands and pages say it alike. */
import type { HeldAgainstLog } from './hold-against-log.ts';

const NAMES: Readonly<Record<string, string>> = {
  entry: 'its text',
  details: 'its details',
  details_missing: 'its details were removed',
  at: 'its time',
  kind: 'its kind',
  effect: 'its answer',
  agencyId: 'its agency',
  officerId: 'its officer',
  namedOfficerId: 'its named officer',
  purpose: 'its purpose',
  reasonCodes: 'its reasons',
  releaseId: 'its release',
  plate: 'its plate',
  releasedPlates: 'its released plates',
  question: 'whether it is a question of its own',
};

/** Returns, e.g., `DOES NOT MATCH its log entry, altered: its details`. */
export function heldInWords({ altered, proved }: HeldAgainstLog): string {
  if (proved === null) return 'no longer kept';
  if (proved) return 'matches its log entry';
  return `DOES NOT MATCH its log entry, altered: ${altered.map((one) => NAMES[one] ?? one).join('; ')}`;
}

interface ListedHeld extends HeldAgainstLog {
  readonly index: number;
}

/** Returns an entry's index for a table, with a mark if the entry is not as it was logged. */
export function indexInWords({ index, proved }: ListedHeld): string {
  return proved === false ? `${index} ALTERED` : String(index);
}

/** Returns the note below a table of entries: which of them do not match, or that all do. */
export function allHeldInWords(entries: readonly ListedHeld[]): string {
  const altered = entries.filter(({ proved }) => proved === false);
  if (altered.length > 0) return altered.map((one) => `entry ${one.index} ${heldInWords(one)}`).join('\n');
  return entries.length === 0
    ? ''
    : 'held against the log: all that is kept of these matches their log entries';
}
