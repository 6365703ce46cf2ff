/** The memo of a monthly audit as a document: seven answers, each with its discrepancies and on what it rests. */

import { describeMonth } from '../../oversight/replay/describe-replay.ts';
import type { MonthReplayed } from '../../oversight/replay/replay-month.ts';
import type { AuditAnswer, Discrepancy } from '../../oversight/reports/monthly-audit.schema.ts';
import type { MonthlyAudit } from '../../oversight/reports/monthly-audits-store.ts';
import type { NameOf } from '../console/registry/agency-name.tsx';
import { Facts } from '../layout/facts.tsx';
import { Time } from '../layout/time.tsx';
import { factsInWords } from './memo-facts.ts';

export interface KeptAudit extends MonthlyAudit {
  readonly agencies: readonly { readonly agencyId: number; readonly ori: string }[];
}

interface MemoViewProps {
  readonly audit: KeptAudit;
  readonly nameOf: NameOf;
}

export function MemoView({ audit, nameOf }: MemoViewProps) {
  const { agencies, index, memo, memoHash } = audit;
  return (
    <>
      <Facts
        of={[
          ['To', 'the Chief (Policy 420.9.1)'],
          ['Completed', <Time at={memo.completedAt} />],
          ['By', nameOf(memo.completedBy)],
          ['Log entry', <a href={`/console/audit/${index}`}>{index}</a>],
          ['SHA-256 of the memo', <code>{memoHash}</code>],
        ]}
      />
      <AnswerList {...{ answers: memo.answers, agencies, nameOf }} />
      <p>
        The Chief has a report of each discrepancy: <a href="/console/misuse">reports of misuse</a>.
      </p>
      <Signatures of={['Auditor', 'Chief']} />
    </>
  );
}

/** Shows on paper alone where persons sign the memo for the file. */
function Signatures({ of }: { readonly of: readonly string[] }) {
  return (
    <div class="print-only signatures">
      {of.map((who) => (
        <p key={who}>{who}, signature and date</p>
      ))}
    </div>
  );
}

interface AnswerListProps extends Pick<KeptAudit, 'agencies'> {
  readonly answers: readonly AuditAnswer[];
  /** The numbers, from 0, of answers that wait for an auditor, and whose word that is, as in `your`. */
  readonly waits?: { readonly answers: readonly number[]; readonly whose: string };
  readonly nameOf: NameOf;
}

export function AnswerList({ agencies, answers, nameOf, waits }: AnswerListProps) {
  const oris = new Map(agencies.map(({ agencyId, ori }) => [agencyId, ori]));
  return (
    <ol class="sentences">
      {answers.map((answer, at) => (
        <li key={answer.question}>
          <Answer {...{ answer, oris, nameOf }} waitsFor={waits?.answers.includes(at) ? waits.whose : null} />
        </li>
      ))}
    </ol>
  );
}

interface AnswerProps {
  readonly answer: AuditAnswer;
  readonly oris: ReadonlyMap<number, string>;
  readonly nameOf: NameOf;
  readonly waitsFor: string | null;
}

const IN_WORDS = new Map([
  [true, 'Yes'],
  [false, 'NO'],
  [null, 'Nothing to judge'],
]);

function Answer({ answer: { discrepancies, facts, ok, question }, nameOf, oris, waitsFor }: AnswerProps) {
  // A no stands whatever the auditor says; a yes does not stand yet.
  const said = ok === true && waitsFor !== null ? `waits for ${waitsFor} answer` : IN_WORDS.get(ok);
  const rests = <Facts of={factsInWords(facts, nameOf)} />;
  return (
    <>
      <p>
        {question.charAt(0).toUpperCase() + question.slice(1)} <strong>{said}</strong>
      </p>
      {discrepancies.length === 0 ? null : (
        <ul>
          {discrepancies.map((one, at) => (
            <li key={at}>
              <Named {...one} oris={oris} />
            </li>
          ))}
        </ul>
      )}
      {typeof facts.marked === 'number' && facts.marked > 0 ? (
        <ul>
          <li>Reports to the Chief of releases of the month whose reasons are inadequate: {facts.marked}</li>
        </ul>
      ) : null}
      {facts.replay ? (
        <ul>
          {describeMonth(facts.replay as MonthReplayed).map((line) => (
            <li key={line}>{line.charAt(0).toUpperCase() + line.slice(1)}.</li>
          ))}
        </ul>
      ) : null}
      <details class="no-print">
        <summary>What it rests on</summary>
        {rests}
      </details>
      <div class="print-only">{rests}</div>
    </>
  );
}

function Named({
  agencyId,
  entries = [],
  officerId,
  oris,
  summary,
}: Discrepancy & Pick<AnswerProps, 'oris'>) {
  const ori = agencyId === undefined ? undefined : oris.get(agencyId);
  return (
    <>
      {summary}
      {ori === undefined ? null : (
        <>
          {', '}
          <a href={`/console/agencies/${ori}`}>{ori}</a>
        </>
      )}
      {officerId === undefined ? null : (
        <>
          {', '}
          <a href={`/console/officers/${officerId}`}>the officer</a>
        </>
      )}
      {entries.map((index) => (
        <span key={index}>
          , entry <a href={`/console/audit/${index}`}>{index}</a>
        </span>
      ))}
    </>
  );
}
