/** Describes a review for commands and pages: what an approval would release, and what a decision did. */
import { withIncidentTold } from '../../../sharing-rules/incident/tell-incident.ts';
import { isReasonCode, sentence, whyHeld } from '../../../sharing-rules/terms/reasons.ts';
import { foundWords } from '../../cli/found-words.ts';
import { membersOf } from '../../cli/members-of.ts';
import type { Beside } from './find-beside.ts';
import type { ShownReview, WholeReview } from './review.schema.ts';
import { statusName } from './status-names.ts';
import type { WouldRelease } from './would-release.ts';

/** A review as a list has it, or in full. */
export type ReviewView = ShownReview & Partial<WholeReview>;

/** A query whose words were refused, and of which the reviewed one may be a rewording. */
export type RefusedBefore = NonNullable<WholeReview['refusedBefore']>[number];

/** Puts what is said about the words first, since the reviewer must judge it. */
export function describeReview({
  beside,
  found = [],
  refusedBefore = [],
  stated = [],
  wouldRelease,
  ...review
}: ReviewView): string {
  const said = stated.map(({ is, words }) => `"${words}": ${is}`).join(', ');
  const objected = objectedTo(found);
  const before = refusedBefore.map(
    (one) =>
      `entry ${one.index}, ${one.sameOfficer ? 'the same officer' : 'a colleague'}: ${saidBefore(one)}`,
  );
  return membersOf({
    ...(said === '' ? {} : { 'the officer states': said }),
    ...(objected.length === 0 ? {} : { 'words found': objected.join('; ') }),
    ...(before.length === 0 ? {} : { 'refused before': before.join('; ') }),
    ...(beside === undefined ? {} : entriesBeside(beside)),
    ...inPlainWords({ ...review, ...queryTold(review) }),
    ...(review.kind === 'exigent'
      ? { 'was released': `for danger to life, at ${review.since}, before any look` }
      : {}),
    ...(wouldRelease === undefined ? {} : { 'would release': inWords(wouldRelease) }),
  });
}

/** Names the log entries of what else was asked; the page shows what they say. */
function entriesBeside({ case: ofCase, officer }: Beside): object {
  const named = { "the officer's other entries": officer, 'others of the case': ofCase };
  return Object.fromEntries(
    Object.entries(named).flatMap(([name, found]) =>
      found.length === 0 ? [] : [[name, found.map(({ index }) => index).join(', ')]],
    ),
  );
}

function queryTold({ query }: Pick<ReviewView, 'query'>): object {
  return query === undefined ? {} : { query: { ...query, purpose: withIncidentTold(query.purpose) } };
}

function saidBefore({ found, incident, justification }: RefusedBefore): string {
  const objected = found.length === 0 ? '' : ` (${objectedTo(found).join('; ')})`;
  const words = justification === '' ? [] : [`"${justification}"${objected}`];
  return [...(incident === null ? [] : [incident]), ...words].join(', ');
}

/** Labels as the page has them. Unknown values are left out, and so is the officer's id. */
const NAMES: Readonly<Record<string, string | null>> = {
  ...{ id: 'review', status: 'stands', since: 'held since', due: 'lapses', index: 'log entry' },
  ...{
    decidedBy: 'decided by',
    decidedAt: 'decided at',
    decidedIndex: 'decided by log entry',
    note: 'reason given',
    subjectId: null,
  },
  verdict: "the officer's part in it",
  heldAgainAs: 'held again as',
};

function inPlainWords(review: object): object {
  const { kind } = review as Pick<ReviewView, 'kind'>;
  const names = kind === 'exigent' ? { ...NAMES, since: null, due: 'to be looked at by' } : NAMES;
  return Object.fromEntries(
    Object.entries(review).flatMap(([member, value]) => {
      const name = Object.hasOwn(names, member) ? names[member] : member;
      if (value === null || name === null || name === undefined) return [];
      return [[name, member === 'status' ? statusName(String(value)).toLowerCase() : value]];
    }),
  );
}

function objectedTo(found: NonNullable<ReviewView['found']>): string[] {
  return found.map(({ code, detail, words }) => `${code} (${detail}): ${words.map(foundWords).join(', ')}`);
}

export function inWords(would: WouldRelease | null): string {
  if (would === null) return 'not known: the reads could not be counted in time; look again';
  const { cameras, plates, reads } = would;
  const left = afterApproval(would);
  if (left !== null) return `nothing: ${left}`;
  return `${of(reads, 'read')} of ${of(plates, 'plate')} by ${of(cameras, 'camera')}, if it is picked up now`;
}

/** Tells why collecting it would release nothing although it is approved; null if it would. */
export function afterApproval({ effect, reasons }: WouldRelease): string | null {
  if (reasons.length === 0) return null;
  const isHeld = effect === 'review';
  const why = reasons.map(({ code, ...reason }) => {
    if (!isReasonCode(code)) return code;
    return `${isHeld ? whyHeld({ ...reason, code }) : sentence({ ...reason, code })} (${code})`;
  });
  return isHeld
    ? `approved now, it is held again when it is picked up, since ${why.join(', and since ')}`
    : `approved now, it is refused when it is picked up: ${why.join('; ')}`;
}

const of = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

type Decided = Pick<ReviewView, 'agency' | 'heldAgainAs' | 'kind' | 'since' | 'status' | 'verdict'>;

/** Tells what the reviewer's decision did. */
export function describeWord(review: ReviewView): string {
  return `${review.status}: ${review.id}\n${whatCameOf(review)}`;
}

/** Tells what the decision means for the agency, and for the one who asked. */
export function whatCameOf(review: Decided): string {
  const { agency, kind, since, status, verdict } = review;
  const what = kind === 'exigent' ? released(status, agency, since) : waited(review);
  const reported = kind === 'held' && verdict === 'misuse';
  return `${what}${reported ? '; the Chief has a report of it' : ''}`;
}

function waited({ agency, heldAgainAs, status }: Decided): string {
  if (heldAgainAs !== undefined) return `it was picked up and held again: review ${heldAgainAs}`;
  if (status === 'picked_up') return `it was picked up, and released to ${agency}`;
  return status === 'approved'
    ? `nothing is released before ${agency} picks it up`
    : `nothing is released; ${agency} is told so when it asks for the answer`;
}

function released(status: string, agency: string, since: string): string {
  const left = `it had been released to ${agency} for danger to life at ${since}, before this look`;
  return status === 'sound' ? `${left}; nothing more is owed` : `${left}; the Chief has a report of it`;
}
