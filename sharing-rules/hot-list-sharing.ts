/**
 * Which lists can leave the house at all, before it is asked for whom: a forwarded list shares without anyone
 * searching (Policy 420.4, C.R.S. 24-74-103), so one leaves only under a purpose, and only where it is the owner's own.
 */
import { findPurpose } from './terms/purposes.ts';

/** What is known of a list before anybody asks for it. */
export interface SharableList {
  /** `standing`: the queries of one partner that wait; nobody else's business. */
  readonly kind: 'imported' | 'standing';
  /** The partner whose entries these are; null: the owner. What a partner gave is not passed on to a third. */
  readonly agencyId: number | null;
  /** Purpose under which entries leave; null: none was set, so they stay. */
  readonly purpose: string | null;
}

/** Whether the list may be asked for; the decision about each asker comes after. */
export function isSharedList({ agencyId, kind, purpose }: SharableList): boolean {
  return kind === 'imported' && agencyId === null && isSharingPurpose(purpose);
}

/**
 * Whether a query for this purpose may wait in a list. Policy 420.4: danger to life is a ground for now, looked at
 * within a day; in a list it would be one for weeks.
 */
export function mayWait(purpose: string): boolean {
  return purpose !== 'exigent_life_safety';
}

/** Only a purpose for which reads are released may be a list's. */
export function isSharingPurpose(purpose: string | null): boolean {
  return purpose !== null && findPurpose(purpose)?.answer === 'approved';
}
