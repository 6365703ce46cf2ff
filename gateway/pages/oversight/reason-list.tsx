/** Lists a decision's reasons in words: why a person looks, what it rests on, what the asker could change. */
import { isReasonCode, type PublicReason, sentence, whyHeld } from '../../../sharing-rules/terms/reasons.ts';
import type { ShownWords } from '../../../sharing-rules/what-to-do.ts';
import { foundWords } from '../../cli/found-words.ts';

export interface FoundInText {
  readonly code: string;
  readonly detail: string;
  readonly words: readonly ShownWords[];
}

interface ReasonListProps {
  readonly reasons: readonly PublicReason[];
  /** True if the query was held for them; else it was refused. */
  readonly isHeld: boolean;
}

export function ReasonList({ isHeld, reasons }: ReasonListProps) {
  return (
    <ul>
      {reasons.map(({ clause, code, detail }) => (
        <li key={`${code} ${detail}`}>
          <code>{code}</code> ({clause}){detail === undefined ? '' : `: ${detail.replaceAll('_', ' ')}`}
          {isReasonCode(code) ? (
            <InWords {...{ code, isHeld, ...(detail === undefined ? {} : { detail }) }} />
          ) : null}
        </li>
      ))}
    </ul>
  );
}

interface InWordsProps extends Pick<PublicReason, 'code' | 'detail'> {
  readonly isHeld: boolean;
}

function InWords({ isHeld, ...reason }: InWordsProps) {
  return (
    <p>
      {isHeld ? `A person reads it first, since ${whyHeld(reason)}. ` : ''}
      {isHeld ? 'What the officer could change: ' : 'What to do: '}
      {sentence(reason)}.
    </p>
  );
}

/** Lists what the screen objects to today, and whose part of the story the words seemed to tell. */
export function FoundList({ found }: { readonly found: readonly FoundInText[] }) {
  return (
    <ul>
      {found.map(({ code, detail, words }) => (
        <li key={`${code} ${detail}`}>
          <code>{code}</code>: {detail}
          {words.length === 0 ? '' : `: ${words.map(foundWords).join(', ')}`}
        </li>
      ))}
    </ul>
  );
}
