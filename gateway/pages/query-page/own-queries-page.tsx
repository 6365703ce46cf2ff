/** Serves `/query/held`: an officer's held queries, and what has come of each. It shows no reads. */
import { findPurpose } from '../../../sharing-rules/terms/purposes.ts';
import type { ShownOwnQuery } from '../../query/own/own-queries.schema.ts';
import { filtersOf, searchOf } from '../console/registry/addresses.ts';
import { DataTable } from '../layout/data-table.tsx';
import { asSentence } from '../layout/first-upper.ts';
import { MoreLink } from '../layout/more-link.tsx';
import { ReasonCodes } from '../layout/reason-codes.tsx';
import { Time } from '../layout/time.tsx';
import type { Shown, Visit } from '../serve/page.ts';
import { heldAddress } from './held-view.tsx';
import { OWN_REFUSALS_ADDRESS } from './own-refusals-page.tsx';

export const OWN_QUERIES_ADDRESS = '/query/held';

const STATUS_WORDS: Readonly<Record<ShownOwnQuery['status'], string>> = {
  held: 'Waits for a reviewer',
  approved: 'Approved',
  refused: 'Refused by a reviewer',
  picked_up: 'Picked up, and the reads released',
  dropped: 'Ended, since access was changed',
  lapsed: 'Lapsed, since its time was over',
};

export async function showOwnQueries({ api, search }: Visit, now: number): Promise<Shown> {
  const { after } = filtersOf(search, 'after');
  const { next, queries } = await api.call<{ queries: ShownOwnQuery[]; next: string | null }>(
    'GET',
    `/v1/queries${searchOf({ after, limit: '50' })}`,
  );
  return {
    title: 'Held queries',
    body: (
      <>
        <p>
          Queries that a reviewer of the owner reads before anything is released, the newest first: only those
          that you asked, for 90 days.
        </p>
        <DataTable
          name="Your held queries"
          columns={[
            { name: 'Held', of: ({ heldAt }) => <Time at={heldAt} /> },
            { name: 'Case', of: ({ caseNumber }) => caseNumber },
            { name: 'Plate', of: ({ plate }) => plate ?? 'an area' },
            { name: 'Purpose', of: ({ purpose }) => findPurpose(purpose)?.title ?? purpose },
            { name: 'What happened', isText: true, of: ({ incident }) => incident && asSentence(incident) },
            {
              name: 'Held for',
              of: ({ reasons }) => <ReasonCodes codes={reasons.map(({ code }) => code)} />,
            },
            { name: 'Status', of: statusOf },
            { name: 'Next', of: (one) => nextOf(one, now) },
          ]}
          rows={queries}
          empty="None of your queries was held. Next: ask for reads; what is held shows here at once."
        />
        <MoreLink address={OWN_QUERIES_ADDRESS} filters={{}} next={next} name="Older queries" />
        <p>
          <a href="/query">Ask for reads</a>
        </p>
      </>
    ),
  };
}

function statusOf({ expiresAt, heldAgainAs, ready, refusedIndex, status }: ShownOwnQuery) {
  if (heldAgainAs !== null) return 'Picked up, and held again for other reasons';
  if (status === 'held' && ready) return 'Waits for nobody any more: the roster has a place';
  if (status !== 'held' && status !== 'approved') return STATUS_WORDS[status];
  return (
    <>
      {STATUS_WORDS[status]}
      {refusedIndex === null ? null : (
        <>
          , but <a href={`${OWN_REFUSALS_ADDRESS}/${refusedIndex}`}>refused when it was picked up</a>
        </>
      )}
      ; lapses <Time at={expiresAt} />
    </>
  );
}

const NEXT_WORDS: Partial<Readonly<Record<ShownOwnQuery['status'], string>>> = {
  held: 'Look again',
  refused: 'Read why',
  dropped: 'Read why',
  lapsed: 'Read why',
  // This holds as long as its approval: after that its address says why not.
  picked_up: 'Show the reads again',
};

function nextOf({ expiresAt, heldAgainAs, queryId, ready, status }: ShownOwnQuery, now: number) {
  if (heldAgainAs !== null) return <a href={heldAddress(heldAgainAs)}>See the one that waits now</a>;
  if (status === 'picked_up' && Date.parse(expiresAt) <= now) return null;
  const words = ready ? 'Get the reads' : NEXT_WORDS[status];
  return words === undefined ? null : <a href={heldAddress(queryId)}>{words}</a>;
}
