/** Shows what went wrong, above a form or alone: each reason with its code, its clause, and what to do. */
import { isReasonCode, sentence } from '../../../sharing-rules/terms/reasons.ts';
import type { Terms } from '../../http/schemas/terms.ts';
import { Alert } from '../layout/alert.tsx';
import { asSentence } from '../layout/first-upper.ts';
import { inLabels } from './field-labels.ts';
import { type Problem, type ToldReason, wantsSignIn } from './problem.ts';

interface ProblemViewProps {
  readonly problem: Problem;
  /** The address of the page, to come back to after a sign-in. */
  readonly at: string;
  /** The sentence for each wrong field, by name; default: the faults that the form itself found. */
  readonly faults?: ReadonlyMap<string, string> | undefined;
  /** The terms of the page's form, whose labels name the fields. */
  readonly terms?: Terms | undefined;
}

const HEADINGS: Readonly<Record<number, string>> = {
  403: 'Refused',
  404: 'Not found',
  409: 'Not possible as things stand',
  412: 'Somebody else changed it in the meantime',
  422: 'Correct what is named here',
  429: 'Too many requests',
};

/** The words with which the API sends a program to its reasons, which stand below here. */
const SEE_REASONS = /: see `reasons`$/;

/** Says what to change: to an officer as the API said it, else as the table of reasons has it. */
export function whatToDo({ code, detail = '', whatToDo: told }: ToldReason): string | null {
  return told ?? (isReasonCode(code) ? sentence({ code, detail }) : null);
}

/** Returns what a form found wrong, by the name of its field. */
function faultsIn({ members }: Problem): ReadonlyMap<string, string> {
  if (members.faults instanceof Map) return members.faults;
  return new Map(Object.entries((members.fields ?? {}) as Record<string, string>));
}

export function ProblemView({ at, faults, problem, terms }: ProblemViewProps) {
  const { detail, heading, reasons, status } = problem;
  const left = new Map([...(faults ?? faultsIn(problem))].map(([name, sentence]) => [sentence, name]));
  /** Makes a sentence that a field has too the way to that field. */
  const linked = (sentence: string) => {
    const name = left.get(sentence);
    left.delete(sentence);
    return name === undefined ? sentence : <a href={`#field-${name}`}>{sentence}</a>;
  };
  const summary = linked(asSentence(inLabels(detail.replace(SEE_REASONS, ''), terms)));
  const steps = reasons.map((reason) => whatToDo(reason)).map((told) => told && linked(asSentence(told)));
  return (
    <Alert kind="error" heading={heading ?? HEADINGS[status] ?? 'The gateway cannot do this now'}>
      <p>{summary}</p>
      {reasons.length === 0 ? null : (
        <ul>
          {reasons.map((reason, place) => (
            <li key={reason.code}>
              <code>{reason.code}</code>
              {reason.clause === undefined ? '' : ` (${reason.clause})`}
              {reason.detail === undefined ? '' : `: ${reason.detail}`}
              {steps[place] ? <p>{steps[place]}</p> : null}
            </li>
          ))}
        </ul>
      )}
      {left.size === 0 ? null : (
        <ul>
          {[...left.keys()].map((sentence) => (
            <li key={sentence}>{linked(sentence)}</li>
          ))}
        </ul>
      )}
      {wantsSignIn(problem) ? (
        <p>
          This takes a sign-in with a second factor that is not older than 15 minutes. Next:{' '}
          <a href={`/sign-in?return=${encodeURIComponent(at)}`}>sign in again</a>, then send it once more.
        </p>
      ) : null}
    </Alert>
  );
}
