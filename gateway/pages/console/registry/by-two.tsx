/** Tells what came of an act that takes two administrators: the first one's word is a proposal. */
import type { ComponentChildren } from 'preact';
import { Alert } from '../../layout/alert.tsx';
import type { Acted } from '../../serve/page.ts';

export interface AnswerToOne {
  readonly status: string;
  /** Log index of its entry. */
  readonly index: number;
}

interface Said {
  /** Ends the sentence “Another administrator must …”. */
  readonly what: string;
  /** The sentence, without its end, if the second has done it. */
  readonly done: string;
  readonly next: ComponentChildren;
}

export function toldByTwo({ index, status }: AnswerToOne, { done, next, what }: Said): Acted {
  const isOpen = status === 'proposed';
  return {
    title: isOpen ? 'Proposed' : done,
    body: (
      <>
        <Alert kind={isOpen ? 'info' : 'success'}>
          {isOpen
            ? `Nothing has changed yet (log entry ${index}): another administrator must do the same to ${what}.`
            : `${done}, since log entry ${index}.`}
        </Alert>
        <p>Next: {next}.</p>
      </>
    ),
  };
}
