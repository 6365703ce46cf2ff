/** Whether all sharing is halted, in words. */
import type { SharingState } from './sharing-store.ts';

/** A repeated halt is an entry too, and so is the removal of an issuer: the newest need not be the beginning. */
export function describeSharing({ epoch, halted }: SharingState): string {
  const newest = epoch === 0 ? '' : ` (newest mark for everybody: log entry ${epoch})`;
  return halted ? `all sharing is halted${newest}` : `not halted: grants in force share${newest}`;
}
