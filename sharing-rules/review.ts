/** Decides who may review, what an approval lifts, and how long it stands (design: "rules"). */
import { isOverRoster } from './rules/officer/officer-standing.ts';
import { type DataClass, isOfReads } from './terms/agency.ts';
import type { Decision, Reason, ReviewApproval } from './terms/decision.ts';
import type { JudicialProcess } from './terms/query.ts';

/** True if the query waits for a reviewer: a list or a notice that would have to wait is not sent. */
export function waitsForReviewer({ effect }: Pick<Decision, 'effect'>, dataClass: DataClass): boolean {
  return effect === 'review' && isOfReads(dataClass);
}

/** True if the query is another person's. A system client names no person; its officers are of an agency. */
export function mayReview(persons: {
  readonly requesterPersonId: string | null;
  readonly reviewerPersonId: string;
}): boolean {
  return persons.requesterPersonId !== persons.reviewerPersonId;
}

/** Returns the reasons that an approval lifts: those of the hold but for a court document's own check. */
export function liftedBy(reasons: readonly Reason[]): ReviewApproval {
  const held = reasons.filter(({ effect }) => effect === 'review');
  const lifts = [...new Set(held.map(({ code }) => code))].filter(
    (code) => code !== 'judicial_process_unverified',
  );
  const rows = held.flatMap(({ code, detail }) =>
    code === 'incident_needs_review' && detail !== undefined ? [detail] : [],
  );
  return rows.length === 0 ? { lifts } : { lifts, rows };
}

/** True if approving the query requires that the court's document has been read. */
export function needsDocument(reasons: readonly Reason[]): boolean {
  return reasons.some(({ code, effect }) => code === 'judicial_process_unverified' && effect === 'review');
}

/** The facts that the reviewer found in the document itself. */
export interface SeenDocument {
  readonly documentSha256: string;
  readonly court: string;
  readonly docket: string;
  readonly judge: string;
  /** The date of issue, `YYYY-MM-DD`. */
  readonly issuedOn: string;
  /** The affirmation of SB25-129 is in the document, or beside it. */
  readonly affirmation: boolean;
}

/**
 * Names the facts in which the document differs from what the officer gave; empty if it bears the query out
 * (C.R.S. 24-74-103(1), SB25-129). The hash may be new: the officer need not have given one.
 */
export function differencesOf(given: JudicialProcess | undefined, seen: SeenDocument): string[] {
  if (given === undefined) return ['judicialProcess'];
  const differences: string[] = [];
  for (const name of ['court', 'docket', 'judge', 'issuedOn'] as const) {
    if (plain(given[name]) !== plain(seen[name])) differences.push(name);
  }
  if (given.documentSha256 !== undefined && given.documentSha256 !== seen.documentSha256) {
    differences.push('documentSha256');
  }
  if (seen.affirmation !== true || given.affirmation === false) differences.push('affirmation');
  return differences;
}

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}

/** True if the query waits for a place on the agency's roster, and for nothing else. */
export function waitsForPlace(reasons: readonly Reason[]): boolean {
  const [only, ...others] = reasons;
  return others.length === 0 && only?.effect === 'review' && isOverRoster(only);
}

/** The facts to which an approval was bound, and the same facts now. */
export interface ApprovalBounds {
  /** The SHA-256 of the query, which names the officer where a system asked. */
  readonly queryHash: string;
  /** The person who signed in; null where a system asked. */
  readonly personId: string | null;
  /** Null if the officer has no row, since the roster has no place for it. */
  readonly officerId: string | null;
  readonly rulesRevision: string;
}

/**
 * True if an approval still stands: for that very query of that officer under those rules, until it expires
 * or the approver may no longer sign in, since whoever took over that sign-in may have given it. Query and
 * person identify an officer beyond the roster; a row made since then is theirs.
 */
export function standsFor(
  approved: ApprovalBounds & { readonly expiresAt: number; readonly approverStands: boolean },
  present: ApprovalBounds & { readonly now: number },
): boolean {
  return (
    approved.queryHash === present.queryHash &&
    approved.personId === present.personId &&
    (approved.officerId === null || approved.officerId === present.officerId) &&
    approved.rulesRevision === present.rulesRevision &&
    approved.approverStands === true &&
    present.now < approved.expiresAt
  );
}

/** True if the person may handle a report of misuse: anyone but the one it concerns (Policy 420.9.1). */
export function maySeeTo(persons: { readonly concerns: string | null; readonly personId: string }): boolean {
  return persons.concerns !== persons.personId;
}
