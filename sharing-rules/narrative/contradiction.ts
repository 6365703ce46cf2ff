/**
 * Policy 420.4: purpose code, narrative and offense must tell one story. A false code is how a prohibited search passes
 * a closed list, so a mismatch is a finding of its own. What the kind of agency that asks does not do is one
 * more; it is made where the agency is known for certain, from the deeds alone.
 */
import type { AgencyClass } from '../terms/agency-classes.ts';
import type { Finding } from '../terms/decision.ts';
import { findOffense } from '../terms/offenses.ts';
import { findPurpose } from '../terms/purposes.ts';
import type { Purpose } from '../terms/query.ts';
import table from './vocabulary/purpose-events.json' with { type: 'json' };

/** The families that fit every purpose. */
const FITTING: ReadonlySet<string> = new Set(table.anyPurpose);

/** The findings that no approved purpose can share a narrative with. */
const PROHIBITED: ReadonlySet<string> = new Set([
  'narrative_immigration',
  'narrative_minor_traffic',
  'narrative_personal',
  'narrative_protected_health',
]);

function contradiction(effect: 'deny' | 'review', detail: string): Finding {
  return { code: 'purpose_contradiction', effect, detail };
}

/** True if the events fit one of the purposes; a purpose with no list fits anything. */
function fitsAny(purposes: Iterable<string>, families: ReadonlySet<string>): boolean {
  return [...purposes].some((code) => {
    const events = findPurpose(code)?.events ?? null;
    return events === null || [...families].some((family) => FITTING.has(family) || events.has(family));
  });
}

/** Returns true if the purpose is for what happened. */
export function covers(code: string, events: ReadonlySet<string>): boolean {
  return fitsAny([code], events);
}

/**
 * Finds contradictions between what was coded and what was written.
 *
 * @param events families of what happened, as the justification tells it
 * @param deeds those of them but warrants, which may be for any offense: the word contradicts none
 */
export function findContradictions(
  purpose: Purpose,
  events: ReadonlySet<string>,
  deeds: ReadonlySet<string>,
  findings: readonly Finding[],
): Finding[] {
  const found: Finding[] = [];
  if (findPurpose(purpose.code)?.answer !== 'approved') return found;
  if (findings.some(({ code, effect }) => effect === 'deny' && PROHIBITED.has(code))) {
    found.push(contradiction('deny', 'prohibited_narrative'));
  }
  if (events.size > 0) {
    if (!covers(purpose.code, events)) found.push(contradiction('review', 'code_and_narrative'));
    const covered = purpose.offense && findOffense(purpose.offense)?.purposes;
    if (covered && covered.size > 0 && deeds.size > 0 && !fitsAny(covered, deeds)) {
      found.push(contradiction('review', 'offense_and_narrative'));
    }
  }
  return found;
}

const OUT_OF_CHARACTER: ReadonlyMap<
  string,
  { readonly purposes: readonly string[]; readonly events: readonly string[] }
> = new Map(Object.entries(table.outOfCharacter));

/** The findings in a query's words, no matter who asks. */
export interface ScreenedWords {
  readonly findings: readonly Finding[];
  /** The families of what was done, as the justification tells it. Absent if an officer wrote no words. */
  readonly deeds?: ReadonlySet<string>;
}

/** Returns all findings, once it is known who asks. Takes no time that depends on the words. */
export function findingsFor(
  { findings, deeds }: ScreenedWords,
  code: string,
  agencyClass: AgencyClass | undefined,
): readonly Finding[] {
  const strange = agencyClass && OUT_OF_CHARACTER.get(agencyClass);
  if (!strange || deeds === undefined || findPurpose(code)?.answer !== 'approved') return findings;
  if (strange.purposes.includes(code)) return [...findings, contradiction('review', 'agency_class_and_code')];
  const isStrange = deeds.size > 0 && [...deeds].every((family) => strange.events.includes(family));
  return isStrange ? [...findings, contradiction('review', 'agency_class_and_narrative')] : findings;
}
