/**
 * C.R.S. 24-76.6-101, 24-76.6-102: detainers and warrants that an officer of the executive signs (I-200, I-205,
 * I-247) are not judicial process, and neither is an order of an immigration judge, who sits in the Department
 * of Justice. Anyone who claims one is refused, under any purpose.
 */
import type { DecisionInput } from '../../terms/decision.ts';
import { reason } from '../../terms/reasons.ts';
import type { Verdict } from '../rule.ts';

export const ADMINISTRATIVE = reason('judicial_process_administrative', 'deny');

const ISSUER = new RegExp(
  [
    String.raw`\b(administrative|immigration|deportation|removal|detainer|detention|asylum|homeland)\b`,
    String.raw`\b(i ?c ?e|e ?r ?o|h ?s ?i|d ?h ?s|c ?b ?p|u ?s ?c ?i ?s|e ?o ?i ?r|s ?d ?d ?o|border patrol)\b`,
    String.raw`\b(customs|department of justice|field office|(supervisory|enforcement|special) (officer|agent))\b`,
  ].join('|'),
);
const BEYOND_ASCII = /[^ -~]/;
const FORM = /\bi ?(200|203|205|213|247[a-z]?|286|851|860)\b|\ba ?\d{8,9}\b/;

export function judicialProcessAdministrative({ query }: DecisionInput): Verdict {
  const { judicialProcess } = query.purpose;
  if (judicialProcess === undefined) return null;
  const { court, docket, judge, kind } = judicialProcess;
  return issuedWithoutCourt(`${kind} of ${court} before ${judge}`) || FORM.test(plain(docket))
    ? ADMINISTRATIVE
    : null;
}

/** True if the words name an office of the executive, or one of its forms. */
export function issuedWithoutCourt(words: string): boolean {
  const issuer = plain(words);
  return ISSUER.test(issuer) || FORM.test(issuer);
}

/** Returns plain text: lower case, no accents, other characters as one space: `I.C.E.` reads like `i c e`. */
function plain(text: string): string {
  const letters = BEYOND_ASCII.test(text) ? text.normalize('NFKD').replace(/\p{M}/gu, '') : text;
  return letters
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}
