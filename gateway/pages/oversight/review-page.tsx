/** Shows one query that waits, or release for danger to life: all a reviewer needs, and the two answers. */

import type { ReviewVerdict } from '../../../sharing-rules/terms/statuses.ts';
import { inWords, type ReviewView, whatCameOf } from '../../oversight/reviews/describe-review.ts';
import type { WholeReview } from '../../oversight/reviews/review.schema.ts';
import { statusName } from '../../oversight/reviews/status-names.ts';
import { reviewAddress, searchOf } from '../console/registry/addresses.ts';
import type { NameOf } from '../console/registry/agency-name.tsx';
import { AgencyName, readAgencyNames } from '../console/registry/agency-name.tsx';
import { LogEntryLink } from '../console/registry/log-entry-link.tsx';
import { Alert } from '../layout/alert.tsx';
import { Facts } from '../layout/facts.tsx';
import { asSentence } from '../layout/first-upper.ts';
import { meansOf, ReasonCodes } from '../layout/reason-codes.tsx';
import { Time, toMinute } from '../layout/time.tsx';
import { may } from '../serve/may.ts';
import type { Fields, Page, Visit } from '../serve/page.ts';
import { AskedQuery } from './asked-query.tsx';
import { BesideReview } from './beside-review.tsx';
import { DecideReview, documentOf, VERDICTS } from './decide-review.tsx';
import { Due } from './due.tsx';
import { findNamedOfficer, readNames } from './named.ts';
import { FoundList, ReasonList } from './reason-list.tsx';
import { RefusedBeforeList } from './refused-before.tsx';
import { waits } from './reviews-page.tsx';

export const REVIEW: Page = {
  path: '/console/reviews/:id',
  action: 'read_reviews',
  show: async (visit) => {
    const { api, at } = visit;
    const review = await api.call<WholeReview>('GET', `/v1/reviews/${encodeURIComponent(at.id ?? '')}`);
    const [officer, nameOf, agencyOf, next] = await Promise.all([
      findNamedOfficer(api, review.subjectId),
      readNames(api),
      readAgencyNames(api, [review.agency]),
      waits(review.status) ? null : findNext(api, review.kind),
    ]);
    const mayDecide = may(visit, 'approve_review');
    return {
      title: review.kind === 'exigent' ? 'Release for danger to life' : 'Held query',
      body: (
        <>
          <Standing {...{ review, visit, agencyOf, by: nameOf(review.decidedBy) }} />
          {review.reasons.length === 0 ? null : (
            <>
              <h2>Why it is reviewed</h2>
              <ReasonList reasons={review.reasons} isHeld />
            </>
          )}
          <h2>What was asked</h2>
          <AskedQuery
            {...{ query: review.query, officer, found: review.found ?? [], agency: review.agency }}
          />
          {(review.found ?? []).length === 0 ? null : (
            <>
              <h3>Words that the screen found</h3>
              <FoundList found={review.found ?? []} />
            </>
          )}
          <RefusedBeforeList {...review} />
          <h2>Other queries of the last 30 days</h2>
          <p>The newest 10 of each.</p>
          <BesideReview {...{ visit }} beside={review.beside} />
          {waits(review.status) && mayDecide ? <DecideReview {...{ visit, review }} /> : null}
          {waits(review.status) && !mayDecide ? <p>A reviewer decides on it; your role only reads.</p> : null}
          {waits(review.status) ? null : <Kept typed={visit.typed} />}
          <p class="no-print">
            Next:{' '}
            {next === null ? null : (
              <>
                <a href={reviewAddress(next.id)}>the next that waits</a>, due{' '}
                <Due at={next.due} now={Date.now()} />;{' '}
              </>
            )}
            <a href="/console/reviews">what else waits</a>.
          </p>
        </>
      ),
    };
  },
  act: async ({ at, post, typed }) => {
    const id = encodeURIComponent(at.id ?? '');
    const word = typed.get('word') === 'approve' ? 'approve' : 'refuse';
    const document = word === 'approve' ? documentOf(typed) : null;
    const body = {
      reason: typed.get('reason') ?? '',
      ...(typed.get('verdict') ? { verdict: typed.get('verdict') } : {}),
      ...(document === null ? {} : { document }),
    };
    await post(`/v1/reviews/${id}/${word}`, body);
    return { goTo: `/console/reviews/${id}` };
  },
};

/** Finds what is due first: of the same kind, or else of the other; null if nothing waits. */
async function findNext(api: Visit['api'], kind: string): Promise<ReviewView | null> {
  for (const narrowed of [{ kind }, {}]) {
    const asked = searchOf({ ...narrowed, status: 'waiting', limit: '1' });
    const { reviews } = await api.call<{ reviews: ReviewView[] }>('GET', `/v1/reviews${asked}`);
    if (reviews[0] !== undefined) return reviews[0];
  }
  return null;
}

interface StandingProps {
  readonly agencyOf: NameOf;
  readonly review: WholeReview;
  readonly visit: Visit;
  readonly by: string | null;
}

function Standing({ agencyOf, by, review, visit }: StandingProps) {
  const { due, heldAgainAs, index, kind, note, since, status, verdict, wouldRelease } = review;
  const isExigent = kind === 'exigent';
  return (
    <>
      {waits(status) ? null : (
        <Alert
          kind={status === 'refused' || status === 'unsound' ? 'warning' : 'success'}
          heading={statusName(status)}
        >
          <p>
            {asSentence(
              whatCameOf({
                ...review,
                agency: agencyOf(review.agency) ?? review.agency,
                since: toMinute(review.since),
              }),
            )}
          </p>
          {heldAgainAs === undefined ? null : (
            <p>
              Next: <a href={`/console/reviews/${heldAgainAs}`}>the query that waits in its place</a>.
            </p>
          )}
        </Alert>
      )}
      <Facts
        of={[
          ['Agency', <AgencyName {...{ agencyOf }} ori={review.agency} />],
          [isExigent ? 'Released, before any look' : 'Held since', <Time at={since} />],
          waits(status)
            ? [isExigent ? 'To be looked at by' : 'Lapses', <Due at={due} now={Date.now()} />]
            : null,
          ['Status', statusName(status)],
          wouldRelease === undefined
            ? null
            : [waits(status) ? 'An approval would release' : 'It would release', inWords(wouldRelease)],
          review.approval === undefined || review.approval.lifts.length === 0
            ? null
            : ['An approval lifts', <Lifts {...review.approval} />],
          review.decidedAt === null ? null : ['Decided', <Time at={review.decidedAt} />],
          by === null ? null : ['Decided by', by],
          note === null ? null : ['Reason given', note],
          verdict === null || verdict === undefined
            ? null
            : ['The officer’s part in it', VERDICTS[verdict as ReviewVerdict]],
          ['Log entry', <LogEntryLink {...{ index, visit }} />],
          review.decidedIndex === null
            ? null
            : ['Log entry of the decision', <LogEntryLink {...{ visit }} index={review.decidedIndex} />],
        ]}
      />
    </>
  );
}

function Lifts({ lifts }: { readonly lifts: readonly string[] }) {
  return (
    <>
      <ReasonCodes codes={lifts} wordsOf={meansOf} />
      and nothing else: a reason that forbids still forbids, and it is decided again when it is picked up
    </>
  );
}

/** Keeps what was typed, to be copied, when somebody else was first. */
function Kept({ typed }: { readonly typed: Fields }) {
  const reason = typed.get('reason') ?? '';
  if (reason === '') return null;
  return (
    <>
      <h2>What you typed</h2>
      <pre>{reason}</pre>
    </>
  );
}
