/** What a reviewer is told at the command line: what an approval would give, and what has come of a word. */
import type { PublicReason } from '../../../sharing-rules/terms/reasons.ts';
import { membersOf } from '../../cli/members-of.ts';
import type { WouldRelease } from './would-release.ts';

export interface ReviewView {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  readonly agency: string;
  readonly purpose: string;
  readonly reasons: readonly PublicReason[];
  readonly since: string;
  readonly due: string;
  /** Of what waits to be approved or picked up; null: not known. */
  readonly wouldRelease?: WouldRelease | null;
}

export function describeReview({ wouldRelease, ...review }: ReviewView): string {
  return membersOf(
    wouldRelease === undefined ? review : { ...review, 'would release': inWords(wouldRelease) },
  );
}

function inWords(would: WouldRelease | null): string {
  if (would === null) return 'not known: the reads could not be counted in time; look again';
  const { cameras, plates, reads, reasons } = would;
  const against = reasons.map(({ code, detail }) => (detail === undefined ? code : `${code} (${detail})`));
  if (against.length > 0) return `nothing, even if it is approved: ${against.join(', ')}`;
  return `${of(reads, 'read')} of ${of(plates, 'plate')} by ${of(cameras, 'camera')}, if it is picked up now`;
}

const of = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

/** What the reviewer's word has done: a release for danger to life had left before anybody looked. */
export function describeWord({ agency, id, kind, since, status }: ReviewView): string {
  return `${status}: ${id}\n${kind === 'exigent' ? released(status, agency, since) : waited(status, agency)}`;
}

function waited(status: string, agency: string): string {
  return status === 'approved'
    ? `nothing is released before ${agency} picks it up`
    : `nothing is released; ${agency} is told so when it asks for the answer`;
}

function released(status: string, agency: string, since: string): string {
  const left = `it had been released to ${agency} for danger to life at ${since}, before this look`;
  return status === 'sound' ? `${left}; nothing more is owed` : `${left}; the Chief has a report of it`;
}
