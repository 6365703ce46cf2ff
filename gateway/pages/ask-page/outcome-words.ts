/** Says in words what became of a question at another agency. */
import type { AskOutcome } from '../../network/asks/ask.schema.ts';

/** Explains the outcomes that bring neither reads nor reasons. */
export const OUTCOME_WORDS: Readonly<Record<Exclude<AskOutcome, 'released' | 'refused'>, string>> = {
  held: 'A person there reads the question first. Nothing was given yet.',
  no_answer:
    'It did not answer, so nothing is known of what it has. Next: look again in a minute; if that does not help, tell an administrator, who can test the way to it.',
  unproven:
    'It answered, and the answer could not be proved: nothing of it is shown. It is asked no more until a person has looked. Next: tell an administrator; if it cannot wait, call that agency.',
  pending: 'It has not answered yet.',
};

export const OUTCOME_NAMES: Readonly<Record<AskOutcome, string>> = {
  released: 'Released',
  held: 'Held',
  refused: 'Refused',
  no_answer: 'No answer',
  unproven: 'Not proved',
  pending: 'Pending',
};

/** @param word as the peer's row has it */
export function stopInWords(word: string): string {
  return `It is not asked now, since an answer of it could not be proved (${word.replaceAll('_', ' ')}). An administrator looks at that first, and lets it be asked again.`;
}
