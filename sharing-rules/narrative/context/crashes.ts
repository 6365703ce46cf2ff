/**
 * How somebody drove who then hurt somebody or fled: `ran a red light, hit a cyclist`. Part of the crime, where both
 * stand in one clause; what stands elsewhere may be all that is wanted.
 */

const CRASHES: ReadonlySet<string> = new Set(['hit_and_run', 'violence']);
/** Of how somebody drove, and with what license; not of papers and parking. */
const DRIVING: ReadonlySet<string> = new Set(['traffic_infraction', 'licence_status']);

/** @param families of the events in the clause of the words */
export function isPartOfCrash(detail: string, families: readonly string[]): boolean {
  return DRIVING.has(detail) && families.some((family) => CRASHES.has(family));
}
