/** Compares an agency's own ids of officers: another way of writing an id makes no other officer. */
import { normalise } from '../text/normalise.ts';

/** The start of nearly every id: a plain letter or digit, which folding never removes. */
const PLAIN = /^[A-Za-z0-9]/;

/** True if folding the id leaves anything to compare by. */
export function namesOfficer(id: string): boolean {
  // Folding costs as much as ten rules.
  return PLAIN.test(id) || foldOfficerId(id) !== '';
}

const BEYOND_ASCII = /[^ -~]/;
const DIGIT = /^\p{Nd}$/u;

/**
 * Writes digits of any script as 0 to 9. They stand in unbroken runs of ten from zero on (Unicode, section
 * 4.6, even for later additions), so the value is the distance from where the run begins.
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
 * Folds an id: lower case, digits of every script plain, look-alike letters replaced, invisible characters
 * gone, each run of separators one hyphen; empty if nothing is left. Quotas, suspensions and refused words
 * stay with the officer, whom `off-7 ` or `OFF-7` must not free of them.
 */
export function foldOfficerId(id: string): string {
  // Digits first, since some look like letters; and again, since one may have been escaped.
  return plainDigits(normalise(plainDigits(id)))
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}
