/** Words of a query that an answer names, for a person: which they are, and as whose part of the story they were read. */
import type { Frame } from '../../sharing-rules/terms/decision.ts';
import type { ShownWords } from '../../sharing-rules/what-to-do.ts';

const READ_AS: Readonly<Record<Frame, string>> = {
  requester: 'of who wants the query',
  suspects_conduct: "the suspect's conduct",
  victim_or_witness: 'of a victim or witness',
  name_or_place: 'a name or place',
  impostor_or_threat: 'of an impostor or a threat',
  negation: 'denied',
  none: 'nothing tells whose part they are',
};

/** E.g. `"ice" (a name or place)`, `"wtarr" ("warrant"?)`; another field than the justification is named. */
export function foundWords({ field, frame, meant, words }: ShownWords): string {
  const told = [
    ...(field === 'justification' ? [] : [field]),
    ...(frame ? [READ_AS[frame] ?? frame] : []),
    ...(meant === undefined ? [] : [`"${meant}"?`]),
  ];
  return `"${words}"${told.length === 0 ? '' : ` (${told.join('; ')})`}`;
}

/** The line for all of a reason; none where it names no words. */
export function foundLine(found: readonly ShownWords[] | undefined): string[] {
  return found === undefined || found.length === 0 ? [] : [`    words: ${found.map(foundWords).join(', ')}`];
}
