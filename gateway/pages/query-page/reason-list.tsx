/** Lists reasons in words: code, clause, what it means, what to do, and the words that it is about. */
import { isReasonCode, sentence } from '../../../sharing-rules/terms/reasons.ts';
import { foundWords } from '../../cli/found-words.ts';
import { coloradoTime } from '../layout/colorado-clock.ts';
import { asSentence } from '../layout/first-upper.ts';
import type { ToldReason } from '../serve/problem.ts';

const NOT_AGAIN =
  /the first answer to this `Idempotency-Key` is not given again: (.*); to ask again, use a new key/;

const IN_CONTEXT = /say (?:so )?in `purpose\.context`(?: what (?:they|these words) are)? \([^)]*\)/g;

/** Turns the API's own words for programs into those that an officer at the page needs. */
export function inPage(text: string): string {
  return text
    .replace(NOT_AGAIN, 'these reads are not shown again: $1; ask the query again, if it is still needed')
    .replaceAll(IN_CONTEXT, 'say below, under “Words that may have been misread”, what they are')
    .replace('state the incident (`purpose.incident`)', 'state the incident')
    .replaceAll(/ \(`[a-z_]+`\)/g, '')
    .replaceAll(/\bthe justification\b/g, 'what you wrote')
    .replaceAll(/\bjustification\b/g, 'your words')
    .replace(/; ask `GET [^`]*` for the answer/, '; this page shows the answer when there is one')
    .replace('give the case or CAD number in `caseNumber`', 'give the case or CAD number')
    .replace('attach the court document in `judicialProcess`: ', 'fill in the court document below: ')
    .replace('the purpose `judicial_process`', 'the purpose “Subpoena, warrant or order of a court”')
    .replaceAll('`POST /v1/decisions`', 'Check')
    .replaceAll('`GET /v1/purposes`', 'the list of what each purpose needs');
}

function whatToDo({ code, detail = '', whatToDo: told }: ToldReason): string {
  if (told !== undefined) return inPage(told);
  return isReasonCode(code) ? inPage(sentence({ code, detail })) : 'ask the owner’s sharing administrator';
}

const TIME = /\d{4}-\d\d-\d\dT[\d:.]+Z/g;

/** Writes times by the clock that the officer has before her. */
function detailInWords(detail: string): string {
  return detail
    .replace(TIME, (at) => coloradoTime(Date.parse(at)))
    .replace(/\bP(\d+)D\b/g, '$1 days')
    .replaceAll('_', ' ');
}

export function ReasonList({ reasons }: { readonly reasons: readonly ToldReason[] }) {
  return (
    <ul>
      {reasons.map((reason, at) => (
        <li key={at}>
          <code>{reason.code}</code>
          {reason.clause === undefined ? '' : ` (${reason.clause})`}
          {reason.detail === undefined ? '' : `, ${detailInWords(reason.detail)}`}
          <br />
          {asSentence(whatToDo(reason))}
          <FoundWords found={reason.found} />
        </li>
      ))}
    </ul>
  );
}

function FoundWords({ found = [] }: { readonly found: ToldReason['found'] | undefined }) {
  if (found.length === 0) return null;
  return (
    <>
      <br />
      Words found:{' '}
      {found.map((one, at) => (
        <span key={at}>
          {at === 0 ? '' : ', '}
          <mark>{foundWords(one as Parameters<typeof foundWords>[0])}</mark>
        </span>
      ))}
    </>
  );
}
