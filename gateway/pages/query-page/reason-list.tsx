/** Lists reasons in words: what to do first, then code and clause, and the words that they are about. */
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

interface ReasonListProps {
  readonly reasons: readonly ToldReason[];
  /** Returns the id of the field that has to change, where the form stands on the page. */
  readonly fieldOf?: (reason: ToldReason) => string | undefined;
}

/** Merges reasons that differ only in their details and words into one item. */
function itemsOf(reasons: readonly ToldReason[], fieldOf: NonNullable<ReasonListProps['fieldOf']>) {
  const items = new Map<string, [ToldReason, ...ToldReason[]]>();
  for (const one of reasons) {
    const key = JSON.stringify([one.code, one.clause, whatToDo(one), fieldOf(one)]);
    const alike = items.get(key);
    if (alike === undefined) items.set(key, [one]);
    else alike.push(one);
  }
  return [...items.values()].map((alike) => ({
    ...{ first: alike[0], field: fieldOf(alike[0]), told: asSentence(whatToDo(alike[0])) },
    details: alike.flatMap(({ detail }) => (detail === undefined ? [] : [detailInWords(detail)])),
    found: alike.flatMap(({ found = [] }) => found),
  }));
}

export function ReasonList({ fieldOf = () => undefined, reasons }: ReasonListProps) {
  return (
    <ul class="sentences">
      {itemsOf(reasons, fieldOf).map(({ details, field, first, found, told }, at) => (
        <li key={at}>
          {told}
          {field === undefined ? null : (
            <>
              {' '}
              <a href={`#${field}`}>Go to the field</a>.
            </>
          )}
          <br />
          <code>{first.code}</code>
          {first.clause === undefined ? '' : ` (${first.clause})`}
          {details.length === 0 ? '' : `, ${details.join('; ')}`}
          <FoundWords found={found} />
        </li>
      ))}
    </ul>
  );
}

function FoundWords({ found }: { readonly found: readonly unknown[] }) {
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
