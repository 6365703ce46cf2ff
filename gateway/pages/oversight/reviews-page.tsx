/** Lists what waits for a reviewer: held queries, and releases for danger to life to look at afterwards. */
import { findPurpose } from '../../../sharing-rules/terms/purposes.ts';
import { REVIEW_SEARCHES, type ReviewKind } from '../../../sharing-rules/terms/statuses.ts';
import type { ReviewView } from '../../oversight/reviews/describe-review.ts';
import { STATUS_NAMES, statusName } from '../../oversight/reviews/status-names.ts';
import type { NameOf } from '../console/registry/agency-name.tsx';
import { AgencyName, readAgencyNames } from '../console/registry/agency-name.tsx';
import { DataTable } from '../layout/data-table.tsx';
import { Select } from '../layout/fields.tsx';
import { meansOf, ReasonCodes } from '../layout/reason-codes.tsx';
import { Day } from '../layout/time.tsx';
import type { Page, Visit } from '../serve/page.ts';
import { Due } from './due.tsx';

interface ReviewsPage {
  readonly reviews: readonly ReviewView[];
  readonly next: string | null;
}

const KINDS: Readonly<Record<ReviewKind, { readonly name: string; readonly none: string }>> = {
  exigent: {
    name: 'Releases for danger to life, to be reviewed',
    none: 'None. Each such release is to be reviewed within the time that the policy gives.',
  },
  held: { name: 'Held queries', none: 'None. A query that is held shows here at once.' },
};

export const REVIEWS: Page = {
  path: '/console/reviews',
  action: 'read_reviews',
  link: { name: 'Reviews' },
  show: async (visit) => {
    const status = visit.search.get('status') ?? 'waiting';
    const kinds = kindsOf(visit.search.get('kind'));
    const pages = await Promise.all(kinds.map((kind) => readReviews(visit, kind, status)));
    const shown = pages.flatMap(({ reviews }) => reviews);
    const agencyOf = await readAgencyNames(
      visit.api,
      shown.map(({ agency }) => agency),
    );
    const now = Date.now();
    return {
      title: 'Reviews',
      body: (
        <>
          <p>
            Of what waits, what is due first is at the top; of what is decided, the newest. The page of each
            has its plate, names and words; opening it is logged.
          </p>
          <form method="get" class="usa-form">
            <Select
              name="status"
              label="Which ones"
              choices={REVIEW_SEARCHES.map((value) => ({ value, name: STATUS_NAMES[value] }))}
              value={status}
            />
            <button type="submit" class="usa-button">
              Show
            </button>
          </form>
          {kinds.map((kind, at) => (
            <ReviewTable key={kind} {...{ agencyOf, kind, status, now, page: pages[at] as ReviewsPage }} />
          ))}
        </>
      ),
    };
  },
};

/** Returns the one kind that is asked for, as by its further pages, or else both. */
function kindsOf(given: string | null): readonly ReviewKind[] {
  return given === 'held' || given === 'exigent' ? [given] : ['exigent', 'held'];
}

function readReviews({ api, search }: Visit, kind: ReviewKind, status: string): Promise<ReviewsPage> {
  const after = search.get('after');
  const asked = new URLSearchParams({ kind, status, limit: '50', ...(after === null ? {} : { after }) });
  return api.call<ReviewsPage>('GET', `/v1/reviews?${asked}`);
}

interface ReviewTableProps {
  readonly agencyOf: NameOf;
  readonly kind: ReviewKind;
  readonly status: string;
  readonly now: number;
  readonly page: ReviewsPage;
}

function ReviewTable({ agencyOf, kind, now, page: { next, reviews }, status }: ReviewTableProps) {
  const { name, none } = KINDS[kind];
  return (
    <>
      <DataTable
        name={name}
        columns={[
          {
            name: 'Due',
            of: ({ decidedAt, due, status }) =>
              waits(status) ? <Due at={due} now={now} /> : <Decided at={decidedAt} />,
          },
          { name: 'Agency', of: ({ agency }) => <AgencyName {...{ agencyOf }} ori={agency} /> },
          { name: 'Purpose', of: ({ purpose }) => findPurpose(purpose)?.title ?? purpose },
          {
            name: 'Held for',
            of: ({ reasons }) =>
              reasons.length === 0 ? (
                'danger to life'
              ) : (
                <ReasonCodes codes={reasons.map(({ code }) => code)} wordsOf={meansOf} />
              ),
          },
          { name: 'Status', of: ({ status }) => statusName(status) },
          { name: 'Page', of: ({ id }) => <a href={`/console/reviews/${id}`}>Look at {id.slice(0, 8)}</a> },
        ]}
        rows={reviews}
        empty={none}
      />
      {next === null ? null : (
        <a href={`/console/reviews?${new URLSearchParams({ kind, status, after: next })}`}>More: {name}</a>
      )}
    </>
  );
}

/** Tells when it was decided; a query that was dropped ended without a decision. */
function Decided({ at }: { readonly at: string | null }) {
  if (at === null) return 'over';
  return (
    <>
      decided <Day at={at} />
    </>
  );
}

/** Returns true if nobody has decided yet. */
export const waits = (status: string): boolean => status === 'held' || status === 'open';
