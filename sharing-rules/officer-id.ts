/** How an agency's own id of an officer is compared: no other way of writing it makes another officer. */
import { normalise } from './narrative/normalise.ts';

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
