/** A log with one release and a revoke after it, and what was seen of them from outside. */
import type { Attempt, Withdrawn } from '../load/history.ts';
import type { LogLine } from './read-log.ts';

export const PARTNER = 'CO0010000';

/** Entries of a log, without a grant. */
export function lines(
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

export const LOG = lines(
  ['log_created', 0, null],
  ['grant_approved'],
  ['release'],
  ['revoked', 3],
  ['refusal', 3],
);

/** A query that was answered with the release of `LOG`. */
export const asked = (changes: Partial<Attempt> = {}): Attempt => ({
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

/** The revoke of `LOG`, as its administrator saw it return. */
export const returned = (ended: number, agency: string | null = PARTNER): Withdrawn => ({
  agency,
  begun: ended - 5,
  ended,
  status: 200,
  mark: 3,
});
