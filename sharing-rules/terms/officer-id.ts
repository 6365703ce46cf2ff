/** How an agency's own id of an officer is compared: no other way of writing it makes another officer. */
import { normalise } from '../text/normalise.ts';

/** Nothing that follows takes a plain letter away: nearly every id begins so. */
const PLAIN = /^[A-Za-z0-9]/;

/** Whether there is anything to compare by. */
export function namesOfficer(id: string): boolean {
  // Folding costs as much as ten rules.
  return PLAIN.test(id) || foldOfficerId(id) !== '';
}

const BEYOND_ASCII = /[^ -~]/;
const DIGIT = /^\p{Nd}$/u;

/**
 * Digits of any script as 0 to 9. They stand in unbroken runs of ten from zero on (Unicode, section 4.6: what is added
 * later does, too), so the value is the distance from where the run begins.
 */
function plainDigits(id: string): string {
  if (!BEYOND_ASCII.test(id)) return id;
  return id.replace(/\p{Nd}/gu, (digit) => {
    const point = digit.codePointAt(0) as number;
    let before = 0;
    while (DIGIT.test(String.fromCodePoint(point - before - 1))) before += 1;
    return String(before % 10);
  });
}

/**
 * Lower case, digits of every script plain, look-alike letters replaced, invisible characters gone, whatever separates its parts one hyphen; empty
 * where nothing is left. Quotas, suspensions and the memory of refused words are an officer's, and `off-7 ` or `OFF-7`
 * must not shake them off.
 */
export function foldOfficerId(id: string): string {
  // Before, since some digits look like a letter; after, since one may have been escaped.
  return plainDigits(normalise(plainDigits(id)))
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}
