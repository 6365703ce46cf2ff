/** Serves reviews over HTTP: lists, shows, approves and refuses them. Approving releases nothing. */

import type { ValidateFunction } from 'ajv';
import type pg from 'pg';
import { tellIncident } from '../../../sharing-rules/incident/tell-incident.ts';
import { screenWords } from '../../../sharing-rules/narrative/screen.ts';
import { liftedBy, needsDocument, type SeenDocument } from '../../../sharing-rules/review.ts';
import { comesReworded } from '../../../sharing-rules/rules/purpose/reworded.ts';
import type { ReviewVerdict } from '../../../sharing-rules/terms/statuses.ts';
import { shownWords } from '../../../sharing-rules/what-to-do.ts';
import { appendOwnerEvent } from '../../audit/owner-event.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { readNow } from '../../database/read-now.ts';
import { requireFound } from '../../faults/errors.ts';
import { pathId } from '../../http/path-id.ts';
import { json, type Operation, type Route } from '../../http/routes/route.ts';
import type { TypeOf } from '../../http/schemas/shapes.ts';
import { upToNow } from '../../projections/up-to-now.ts';
import { listRoute } from '../../registry/agencies/list-route.ts';
import { findHeldQuery } from '../../release/facts/collection-store.ts';
import { admitted } from '../../sign-in/door.ts';
import type { SignInDeps } from '../../sign-in/require-administrator.ts';
import { decideReview } from './decide-review.ts';
import { type Beside, findBeside } from './find-beside.ts';
import { findRefusedBefore, type RefusedWords } from './refused-before-store.ts';
import {
  shownReview,
  validateApproval,
  validateRefusal,
  validateSearch,
  wholeReview,
} from './review.schema.ts';
import { findHeldAgain, findReview, findReviews, type Review } from './reviews-store.ts';
import type { FindWouldRelease, WouldRelease } from './would-release.ts';

export interface ReviewDeps extends SignInDeps {
  readonly pool: pg.Pool;
  readonly findWouldRelease: FindWouldRelease;
}

const listed = listRoute({
  path: '/v1/reviews',
  id: 'listReviews',
  action: 'read_reviews',
  summary: 'Queries that wait for a person.',
  search: validateSearch,
  ...{ name: 'Reviews', member: 'reviews', shown: shownReview },
  find: (db, { status = 'waiting', ...filter }) => findReviews(db, { ...filter, status }),
  present: summarise,
});

const shown = admitted(
  {
    method: 'get',
    path: '/v1/reviews/{id}',
    id: 'readReview',
    action: 'read_reviews',
    summary: 'One in full; the look is in the log.',
    answers: { 200: json('The review.', wholeReview) },
  },
  async ({ by: { personId }, params }, deps: ReviewDeps) => {
    const review = requireFound(await findReview(deps.pool, pathId(params.id, 'review')), 'review');
    const whole = await present(review, deps);
    await recordLook(deps.pool, review, { personId, ...whole });
    return whole;
  },
);

interface Decision extends Pick<Operation, 'id' | 'summary'> {
  readonly word: 'approve' | 'refuse';
  readonly body: ValidateFunction<{
    readonly reason: string;
    readonly document?: SeenDocument;
    readonly verdict?: ReviewVerdict;
  }>;
  readonly done: string;
}

const decision = ({ word, body, done, ...told }: Decision) =>
  admitted(
    {
      ...told,
      method: 'post',
      path: `/v1/reviews/{id}/${word}`,
      action: `${word}_review`,
      side: 'ordinary',
      body,
      answers: { 200: json(done, shownReview) },
    },
    async ({ body, by, params }, deps: ReviewDeps) => {
      const { reason, document = null, verdict = null } = body;
      const reviewId = pathId(params.id, 'review');
      const asked = { reviewId, by, word, reason, document, verdict };
      return summarise(await decideReview(deps.pool, asked));
    },
  );

export const REVIEW_ROUTES: readonly Route<ReviewDeps>[] = [
  listed,
  shown,
  decision({
    word: 'approve',
    id: 'approveReview',
    summary: 'Approve; releases nothing by itself.',
    body: validateApproval,
    done: 'Approved.',
  }),
  decision({
    word: 'refuse',
    id: 'refuseReview',
    summary: 'Refuse.',
    body: validateRefusal,
    done: 'Refused.',
  }),
];

/** Leaves out plate, names and narrative: those are shown one by one, and each look is logged. */
function summarise(review: Review): TypeOf<typeof shownReview> {
  const {
    agency,
    decidedAt,
    decidedBy,
    decidedIndex,
    due,
    id,
    index,
    kind,
    officerId,
    query,
    reasons,
    since,
    status,
    verdict,
  } = review;
  return {
    id,
    kind,
    status,
    agency,
    subjectId: officerId,
    purpose: query.purpose.code,
    reasons: reasons.map(({ effect: _, ...reason }) => reason),
    since: since.toISOString(),
    due: due.toISOString(),
    index,
    decidedBy,
    decidedAt: decidedAt?.toISOString() ?? null,
    decidedIndex,
    verdict,
  };
}

async function present(review: Review, deps: ReviewDeps): Promise<TypeOf<typeof wholeReview>> {
  const { from, to, ...query } = review.query;
  const window = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  await upToNow(deps.pool);
  const [would, again, before, beside] = await Promise.all([
    wouldReleaseOf(review, deps),
    review.status === 'picked_up' ? findHeldAgain(deps.pool, review.id) : null,
    comesReworded(review.reasons) ? findRefusedBefore(deps.pool, review) : null,
    findBeside(deps.pool, review, await readNow(deps.pool)),
  ]);
  const { context: stated = [] } = query.purpose;
  return {
    ...{ stated, found: foundIn(review), beside },
    ...{ ...summarise(review), note: review.note, query: { ...query, ...window }, ...would },
    ...(before === null ? {} : { refusedBefore: before.map((one) => presentRefused(one, review)) }),
    ...(again === null ? {} : { heldAgainAs: again }),
    ...approvalOf(review, would.wouldRelease ?? null),
  };
}

/**
 * Tells what an approval of a waiting query would lift; a release for danger to life has nothing to lift.
 * Reasons that would stand all the same are left out: the rules may have changed since it was held.
 */
function approvalOf(
  { reasons, status }: Review,
  would: WouldRelease | null,
): Pick<TypeOf<typeof wholeReview>, 'approval'> {
  if (status !== 'held') return {};
  const standing = new Set(would?.reasons.map(({ code }) => code));
  const lifts = liftedBy(reasons).lifts.filter((code) => !standing.has(code));
  return { approval: { lifts, needsDocument: needsDocument(reasons) } };
}

function presentRefused({ at, index, officerId, query }: RefusedWords, review: Review) {
  const sameOfficer = officerId !== null && officerId === review.officerId;
  const { justification = '' } = query.purpose;
  const incident = tellIncident(query.purpose);
  return {
    ...{ index, at: at.toISOString(), sameOfficer, justification, incident },
    found: foundIn({ query }),
  };
}

/** Finds words by today's rules, since what is kept of a held query names none. */
function foundIn({ query }: Pick<Review, 'query'>): TypeOf<typeof wholeReview>['found'] {
  return screenWords(query).findings.flatMap(({ code, detail, found }) =>
    found === undefined ? [] : [{ code, detail, words: shownWords(found) }],
  );
}

/** Previews the release of a query that waits for approval or collection; no other review would release. */
async function wouldReleaseOf(
  { id, kind, status }: Review,
  { findWouldRelease, pool }: ReviewDeps,
): Promise<Pick<TypeOf<typeof wholeReview>, 'wouldRelease'>> {
  if (kind !== 'held' || (status !== 'held' && status !== 'approved')) return {};
  const held = await findHeldQuery(pool, id);
  return held === null ? {} : { wouldRelease: await findWouldRelease(held) };
}

interface Look {
  readonly personId: string;
  readonly refusedBefore?: readonly { readonly index: number }[];
  readonly beside: Beside;
}

/** Logs who looks at whose query, and at which others beside it, before it is shown. */
function recordLook(
  pool: pg.Pool,
  review: Review,
  { beside, personId, refusedBefore = [] }: Look,
): Promise<unknown> {
  const others = Object.entries({ refusedBefore, ...beside }).flatMap(([name, found]) =>
    found.length === 0 ? [] : [[name, found.map(({ index }) => index)] as const],
  );
  const entries = new Set([review.index, ...others.flatMap(([, indices]) => indices)]).size;
  const { agency, agencyId, id, index, officerId } = review;
  return inTransaction(pool, (trx) =>
    appendOwnerEvent(trx, {
      kind: 'log_read',
      agency: { id: agencyId, ori: agency },
      owner: {
        ...{ by: personId, action: 'review', entries, byPlate: false },
        search: { review: id, index, ...Object.fromEntries(others) },
      },
      officerId,
    }),
  );
}
