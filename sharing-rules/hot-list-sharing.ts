/**
 * Decides which lists can be shared at all, before it is asked with whom: a forwarded list shares without
 * anyone searching (Policy 420.4, C.R.S. 24-74-103), so it takes a purpose, and must be the owner's own.
 */
import { findPurpose } from './terms/purposes.ts';

/** The facts of a list that are known before anybody asks for it. */
export interface SharableList {
  /** `standing`: the waiting queries of one partner, which concern nobody else. */
  readonly kind: 'imported' | 'standing';
  /** The partner whose entries these are; null: the owner. What a partner gave is not passed on to a third. */
  readonly agencyId: number | null;
  /** The purpose under which entries leave; null if none was set, so that they stay. */
  readonly purpose: string | null;
}

/** True if the list may be asked for at all; each asker is decided on afterwards. */
export function isSharedList({ agencyId, kind, purpose }: SharableList): boolean {
  return kind === 'imported' && agencyId === null && isSharingPurpose(purpose);
}

/**
 * True if a query for this purpose may wait in a list. Policy 420.4: danger to life justifies a query at that
 * moment, reviewed within a day; in a list it would stand for weeks.
 */
export function mayWait(purpose: string): boolean {
  return purpose !== 'exigent_life_safety';
}

/** True if reads are released for this purpose: only such a purpose may be a list's. */
export function isSharingPurpose(purpose: string | null): boolean {
  return purpose !== null && findPurpose(purpose)?.answer === 'approved';
}
