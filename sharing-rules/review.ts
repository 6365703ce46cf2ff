/** What a reviewer's word is worth: who may give it, what it lifts, and how long it stands (design: "rules"). */
import { isOverRoster } from './rules/officer/officer-standing.ts';
import type { DataClass } from './terms/agency.ts';
import type { Decision, Reason, ReviewApproval } from './terms/decision.ts';
import type { JudicialProcess } from './terms/query.ts';

/** Only a query for reads waits for a reviewer: a list or a notice that would have to is not sent. */
export function waitsForReviewer({ effect }: Pick<Decision, 'effect'>, dataClass: DataClass): boolean {
  return effect === 'review' && dataClass === 'reads';
}

/** Nobody decides on a query of their own. A system client names no person; its officers are of another agency. */
export function mayReview(persons: {
  readonly requesterPersonId: string | null;
  readonly reviewerPersonId: string;
}): boolean {
  return persons.requesterPersonId !== persons.reviewerPersonId;
}

/** Exactly the reasons that the query was held for. The check of a court document is lifted by the check alone. */
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

/** Whether an approval of the query needs the court's document to have been read. */
export function needsDocument(reasons: readonly Reason[]): boolean {
  return reasons.some(({ code, effect }) => code === 'judicial_process_unverified' && effect === 'review');
}

/** What the reviewer found in the document itself. */
export interface SeenDocument {
  readonly documentSha256: string;
  readonly court: string;
  readonly docket: string;
  readonly judge: string;
  /** Date, `YYYY-MM-DD`. */
  readonly issuedOn: string;
  /** The affirmation of SB25-129 is in the document, or beside it. */
  readonly affirmation: boolean;
}

/**
 * Names of the facts in which the document differs from what the officer gave; empty if it bears the query out
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

/** Whether a query waits for a place on the agency's roster, and for nothing else. */
export function waitsForPlace(reasons: readonly Reason[]): boolean {
  const [only, ...others] = reasons;
  return others.length === 0 && only?.effect === 'review' && isOverRoster(only);
}

/** The facts to which an approval was bound, and the same facts now. */
export interface ApprovalBounds {
  /** SHA-256 of the query, which names the officer where a system asked. */
  readonly queryHash: string;
  /** The person who signed in; null where a system asked. */
  readonly personId: string | null;
  /** Null: has no row, since the roster has no place for it. */
  readonly officerId: string | null;
  readonly rulesRevision: string;
}

/**
 * An approval stands for that very query of that officer under those rules, until it expires, or the one who gave it
 * may not sign in any more: it may have been given by the one who took their sign-in. Of an officer beyond the roster,
 * query and person say who it is; a row that was made since is theirs.
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

/** Policy 420.9.1: a report of misuse is not seen to, and not closed, by the person whom it concerns. */
export function maySeeTo(persons: { readonly concerns: string | null; readonly personId: string }): boolean {
  return persons.concerns !== persons.personId;
}
