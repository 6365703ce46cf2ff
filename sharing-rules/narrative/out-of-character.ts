/**
 * Policy 420.4: what the kind of agency that asks does not do. The one finding that depends on who asks; it needs no
 * words, only the deeds that they told, so it is made where the agency is known for certain.
 */
import type { AgencyClass } from '../terms/agency-classes.ts';
import type { Finding } from '../terms/decision.ts';
import { findPurpose } from '../terms/purposes.ts';
import table from './vocabulary/purpose-events.json' with { type: 'json' };

const OUT_OF_CHARACTER: ReadonlyMap<
  string,
  { readonly purposes: readonly string[]; readonly events: readonly string[] }
> = new Map(Object.entries(table.outOfCharacter));

/** What a query's words gave away, no matter who asks. */
export interface ScreenedWords {
  readonly findings: readonly Finding[];
  /** Families of what was done, as the justification tells it. Absent where there are no words of an officer. */
  readonly deeds?: ReadonlySet<string>;
}

/** All findings, once it is known who asks. Takes no time that depends on the words. */
export function findingsFor(
  { findings, deeds }: ScreenedWords,
  code: string,
  agencyClass: AgencyClass | undefined,
): readonly Finding[] {
  const strange = agencyClass && OUT_OF_CHARACTER.get(agencyClass);
  if (!strange || deeds === undefined || findPurpose(code)?.answer !== 'approved') return findings;
  if (strange.purposes.includes(code)) return [...findings, contradiction('agency_class_and_code')];
  const isStrange = deeds.size > 0 && [...deeds].every((family) => strange.events.includes(family));
  return isStrange ? [...findings, contradiction('agency_class_and_narrative')] : findings;
}

function contradiction(detail: string): Finding {
  return { code: 'purpose_contradiction', effect: 'review', detail };
}
