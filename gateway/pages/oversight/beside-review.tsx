/** Shows beside a review what else the officer asked, and who asked for the same case: one query alone says little. */
import { findPurpose } from '../../../sharing-rules/terms/purposes.ts';
import type { Beside } from '../../oversight/reviews/find-beside.ts';
import { LogEntryLink } from '../console/registry/log-entry-link.tsx';
import { DataTable } from '../layout/data-table.tsx';
import { asSentence } from '../layout/first-upper.ts';
import { meansOf, ReasonCodes } from '../layout/reason-codes.tsx';
import { Time } from '../layout/time.tsx';
import type { Visit } from '../serve/page.ts';

interface BesideReviewProps {
  readonly beside: Beside;
  readonly visit: Visit;
}

export function BesideReview({ beside, visit }: BesideReviewProps) {
  return (
    <>
      <Answers name="What else the officer asked" rows={beside.officer} visit={visit} />
      <Answers name="Who asked for the same case" rows={beside.case} visit={visit} />
    </>
  );
}

const ANSWERS: Readonly<Record<string, string>> = { release: 'Released', refusal: 'Refused', review: 'Held' };

interface AnswersProps {
  readonly name: string;
  readonly rows: Beside['officer'];
  readonly visit: Visit;
}

function Answers({ name, rows, visit }: AnswersProps) {
  return (
    <DataTable
      name={name}
      columns={[
        { name: 'Log entry', of: ({ index }) => <LogEntryLink {...{ index, visit }} />, isNumber: true },
        { name: 'When', of: ({ at }) => <Time at={at} /> },
        {
          name: 'Answer',
          of: ({ kind, reasonCodes }) => (
            <>
              {ANSWERS[kind] ?? kind} <ReasonCodes codes={reasonCodes} wordsOf={meansOf} />
            </>
          ),
        },
        { name: 'Officer', of: ({ says }) => says?.officer?.name },
        { name: 'Case', of: ({ says }) => says?.caseNumber },
        { name: 'Plate', of: ({ says }) => says?.plate },
        { name: 'Purpose', of: ({ purpose }) => purpose && (findPurpose(purpose)?.title ?? purpose) },
        {
          name: 'In words',
          isText: true,
          of: ({ says }) => (
            <>
              {says?.incident ? <p>{asSentence(says.incident)}</p> : null}
              {says === null ? 'no longer kept' : says.justification}
            </>
          ),
        },
      ]}
      rows={rows}
      empty="None in the last 30 days."
    />
  );
}
