/** Serves `/query/refused`: an officer's refused queries of the last days, to read again, without reads. */
import { findPurpose } from '../../../sharing-rules/terms/purposes.ts';
import type { ListedRefusal } from '../../query/own/own-refusals.schema.ts';
import { filtersOf, searchOf } from '../console/registry/addresses.ts';
import { DataTable } from '../layout/data-table.tsx';
import { ReasonCodes } from '../layout/reason-codes.tsx';
import { Time } from '../layout/time.tsx';
import type { Shown, Visit } from '../serve/page.ts';

export const OWN_REFUSALS_ADDRESS = '/query/refused';

export const refusalAddress = ({ index }: ListedRefusal) => `${OWN_REFUSALS_ADDRESS}/${index}`;

export async function showOwnRefusals({ api, search }: Visit): Promise<Shown> {
  const { before } = filtersOf(search, 'before');
  const { next, refusals } = await api.call<{ refusals: ListedRefusal[]; next: string | null }>(
    'GET',
    `/v1/refusals${searchOf({ before, limit: '50' })}`,
  );
  return {
    title: 'Refused queries',
    body: (
      <>
        <p>
          Queries that you asked and that were refused in the last 7 days, the newest first. Each shows its
          reasons again, with the words that they are about and the form as you filled it in.
        </p>
        <DataTable
          name="Your refused queries"
          columns={[
            { name: 'Refused', of: ({ refusedAt }) => <Time at={refusedAt} /> },
            { name: 'Case', of: ({ caseNumber }) => caseNumber },
            { name: 'Plate', of: ({ plate }) => plate ?? 'an area' },
            { name: 'Purpose', of: ({ purpose }) => findPurpose(purpose)?.title ?? purpose },
            {
              name: 'Refused for',
              of: ({ reasons }) => <ReasonCodes codes={reasons.map(({ code }) => code)} />,
            },
            { name: 'Next', of: (one) => <a href={refusalAddress(one)}>Read why, and correct it</a> },
          ]}
          rows={refusals}
          empty="None of your queries was refused in the last 7 days. Next: ask for reads."
        />
        {next === null ? null : (
          <p>
            <a href={`${OWN_REFUSALS_ADDRESS}${searchOf({ before: next })}`}>Older queries</a>
          </p>
        )}
        <p>
          <a href="/query">Ask for reads</a>
        </p>
      </>
    ),
  };
}
