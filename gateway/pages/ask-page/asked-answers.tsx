/** Shows what was asked, and below it the part of each agency. */
import { findPurpose } from '../../../sharing-rules/terms/purposes.ts';
import { Alert } from '../layout/alert.tsx';
import { Facts } from '../layout/facts.tsx';
import { Time } from '../layout/time.tsx';
import { windowText } from '../query-page/asked-facts.tsx';
import { typedQuery } from '../query-page/typed-query.ts';
import type { Visit } from '../serve/page.ts';
import { sortOf } from '../story/sort-reads.ts';
import type { Streets } from '../story/streets.ts';
import { type AnsweredPart, AskedPart } from './asked-part.tsx';

export interface ShownAnswers {
  readonly askId: string;
  readonly answers: readonly AnsweredPart[];
}

interface AskedAnswersProps {
  readonly answers: ShownAnswers;
  readonly nameOf: (ori: string) => string;
  /** Ms since the epoch, from before anybody was asked. */
  readonly statedAt: number;
  readonly streets: Streets | null;
  readonly visit: Pick<Visit, 'form' | 'request' | 'search' | 'session' | 'typed'>;
  /** True of the next page of one agency, which is the answer of a form. */
  readonly isFurther: boolean;
}

/** Lists the outcomes that may still change: the page offers another look. */
const OPEN: readonly string[] = ['held', 'no_answer', 'pending'];

export function AskedAnswers({ answers, isFurther, nameOf, statedAt, streets, visit }: AskedAnswersProps) {
  const { form, request, search, session, typed } = visit;
  const { answers: parts, askId } = answers;
  const own = session.person.ori;
  const isOpen = parts.some(({ outcome }) => OPEN.includes(outcome));
  return (
    <>
      <AskedAs {...{ session, statedAt, typed }} />
      <Alert kind="warning" heading="Verify before action">
        A read is a lead, not proof: verify plate, state and status before you act.
      </Alert>
      {isOpen || isFurther ? (
        <p class="no-print">
          <a href={request.path}>{isFurther ? 'See all answers' : 'Look again'}</a>
          {isFurther ? '.' : ' for what has not been answered.'}
        </p>
      ) : null}
      {parts.map((part) => (
        <AskedPart
          key={part.ori}
          {...{ part, statedAt, streets }}
          agency={{ ori: part.ori, name: nameOf(part.ori), isOwn: part.ori === own }}
          caseNumber={typed.get('caseNumber')}
          sort={isFurther ? null : sortOf(search)}
          next={{ form, askId }}
        />
      ))}
      <p>
        This gateway keeps no copy of the reads that another agency gave. If that agency ends our access, an
        open page removes them where scripts are on; what you printed or saved stays, and is yours to delete.
      </p>
    </>
  );
}

function AskedAs({
  session,
  statedAt,
  typed,
}: Pick<AskedAnswersProps['visit'], 'session' | 'typed'> & { readonly statedAt: number }) {
  const purpose = typed.get('purpose') ?? '';
  const { body } = typedQuery(typed, statedAt);
  return (
    <Facts
      of={[
        ['Plate', typed.get('plate') ?? ''],
        ['Asked by', `${session.name}, ${session.person.ori}`],
        ['Purpose', findPurpose(purpose)?.title ?? purpose],
        typed.get('caseNumber') ? ['Case number', typed.get('caseNumber')] : null,
        body === null ? null : ['Window searched', windowText(body)],
        ['When', <Time at={new Date(statedAt).toISOString()} />],
      ]}
    />
  );
}
