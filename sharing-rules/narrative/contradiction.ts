/**
 * Policy 420.4: purpose code, narrative, offense and kind of agency must tell one story. A false code is how a
 * prohibited search passes a closed list, so a mismatch is a finding of its own.
 */
import { findOffense } from '../offenses.ts';
import { findPurpose } from '../purposes.ts';
import type { AgencyClass, Finding, Purpose } from '../terms.ts';
import type { Match } from './match-phrases.ts';
import table from './vocabulary/purpose-events.json' with { type: 'json' };

const FITS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(table.fits).map(([code, families]) => [code, new Set([...families, ...table.anyPurpose])]),
);
const OUT_OF_CHARACTER: ReadonlyMap<
  string,
  { readonly purposes: readonly string[]; readonly events: readonly string[] }
> = new Map(Object.entries(table.outOfCharacter));

/** Findings that no approved purpose can share a narrative with. */
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
    const fitting = FITS.get(code);
    return fitting === undefined || [...families].some((family) => fitting.has(family));
  });
}

/** Contradictions between what was coded, what was written and who asks. */
export function findContradictions(
  purpose: Purpose,
  agencyClass: AgencyClass | undefined,
  matches: readonly Match[],
  findings: readonly Finding[],
): Finding[] {
  const found: Finding[] = [];
  if (findPurpose(purpose.code)?.answer !== 'approved') return found;
  if (findings.some(({ code, effect }) => effect === 'deny' && PROHIBITED.has(code))) {
    found.push(contradiction('deny', 'prohibited_narrative'));
  }
  const families = new Set<string>();
  for (const { meaning } of matches) if (meaning.kind === 'event') families.add(meaning.family);
  if (families.size > 0) {
    if (!fitsAny([purpose.code], families)) found.push(contradiction('review', 'code_and_narrative'));
    const covered = purpose.offense && findOffense(purpose.offense)?.purposes;
    // A warrant may be for any offense: the word alone contradicts none.
    families.delete('warrant');
    if (covered && covered.size > 0 && families.size > 0 && !fitsAny(covered, families)) {
      found.push(contradiction('review', 'offense_and_narrative'));
    }
  }
  const strange = agencyClass && OUT_OF_CHARACTER.get(agencyClass);
  if (strange?.purposes.includes(purpose.code)) {
    found.push(contradiction('review', 'agency_class_and_code'));
  } else if (
    strange &&
    families.size > 0 &&
    [...families].every((family) => strange.events.includes(family))
  ) {
    found.push(contradiction('review', 'agency_class_and_narrative'));
  }
  return found;
}
