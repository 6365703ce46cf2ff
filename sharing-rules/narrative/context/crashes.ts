/**
 * How somebody drove who then hurt somebody or fled: `ran a red light, hit a cyclist`. Part of the crime, where both
 * stand in one clause; what stands elsewhere may be all that is wanted.
 */
import type { Match } from '../match-phrases.ts';
import type { Tokens } from '../tokens.ts';

const CRASHES: ReadonlySet<string> = new Set(['hit_and_run', 'violence']);
/** Of how somebody drove, and with what license; not of papers and parking. */
const DRIVING: ReadonlySet<string> = new Set(['traffic_infraction', 'licence_status']);

export function isPartOfCrash(
  detail: string,
  { sentences }: Tokens,
  matches: readonly Match[],
  { start }: Match,
): boolean {
  const isCrash = ({ meaning, start: from }: Match) =>
    meaning.kind === 'event' && CRASHES.has(meaning.family) && sentences[from] === sentences[start];
  return DRIVING.has(detail) && matches.some(isCrash);
}
