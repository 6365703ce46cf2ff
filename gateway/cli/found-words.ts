/** Shows a person which words of a query an answer names, and in which role they were read. */
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

/** Returns, e.g., `"ice" (a name or place)`, `"wtarr" ("warrant"?)`, with any field but the justification. */
export function foundWords({ field, frame, meant, words }: ShownWords): string {
  const told = [
    ...(field === 'justification' ? [] : [field]),
    ...(frame ? [READ_AS[frame] ?? frame] : []),
    ...(meant === undefined ? [] : [`"${meant}"?`]),
  ];
  return `"${words}"${told.length === 0 ? '' : ` (${told.join('; ')})`}`;
}

/** Returns one line for all words of a reason; none if it names no words. */
export function foundLine(found: readonly ShownWords[] | undefined): string[] {
  return found === undefined || found.length === 0 ? [] : [`    words: ${found.map(foundWords).join(', ')}`];
}
