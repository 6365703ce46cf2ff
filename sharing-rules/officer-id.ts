/** How an agency's own id of an officer is compared: no other way of writing it makes another officer. */
import { normalise } from './narrative/normalise.ts';

/** Nothing that follows takes a plain letter away: nearly every id begins so. */
const PLAIN = /^[A-Za-z0-9]/;

/** Whether there is anything to compare by. */
export function namesOfficer(id: string): boolean {
  // Folding costs as much as ten rules.
  return PLAIN.test(id) || foldOfficerId(id) !== '';
}

/**
 * Lower case, look-alike letters replaced, invisible characters gone, whatever separates its parts one hyphen; empty
 * where nothing is left. Quotas, suspensions and the memory of refused words are an officer's, and `off-7 ` or `OFF-7`
 * must not shake them off.
 */
export function foldOfficerId(id: string): string {
  return normalise(id)
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}
