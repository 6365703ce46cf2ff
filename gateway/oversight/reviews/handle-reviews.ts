/** Reviews over HTTP: what waits, one in full, approve, refuse. Approving releases nothing. */
import type { Router } from 'express';
import type pg from 'pg';
import type { SeenDocument } from '../../../sharing-rules/review.ts';
import { appendEvents } from '../../audit/append-events.ts';
import { ownerEvent } from '../../audit/owner-event.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { GatewayError } from '../../faults/errors.ts';
import { answerOnce } from '../../http/idempotency/answer-once.ts';
import { pageOf } from '../../http/page-of.ts';
import { parseBody } from '../../http/parse-body.ts';
import { limitOf, parseSearch } from '../../http/parse-search.ts';
import { pathId } from '../../http/path-id.ts';
import { validateReason } from '../../http/reason.schema.ts';
import { strictRouter } from '../../http/strict-router.ts';
import { findAgencyByOri } from '../../registry/agencies/agencies-store.ts';
import { findHeldQuery } from '../../release/facts/pick-up-store.ts';
import { requireAdministrator, type SignInDeps } from '../../sign-in/require-administrator.ts';
import { decideReview } from './decide-review.ts';
import { validateApproval, validateSearch } from './review.schema.ts';
import { findReview, findReviews, type Review } from './reviews-store.ts';
import type { FindWouldRelease, WouldRelease } from './would-release.ts';

export interface ReviewRoutesDeps extends SignInDeps {
  readonly pool: pg.Pool;
  readonly findWouldRelease: FindWouldRelease;
}

export function reviewRoutes(deps: ReviewRoutesDeps): Router {
  const { pool } = deps;
  const router = strictRouter();

  router.get('/v1/reviews', async (request, response) => {
    await requireAdministrator(request, deps, 'read_reviews');
    const { agency: ori, limit: size, status = 'waiting', ...search } = parseSearch(request, validateSearch);
    const agency = ori === undefined ? undefined : await findAgencyByOri(pool, ori);
    if (agency === null) throw new GatewayError('not_found', 'no agency of the registry has this ORI');
    const limit = limitOf(size);
    const filter = { ...search, status, limit: limit + 1 };
    const found = await findReviews(pool, agency === undefined ? filter : { ...filter, agencyId: agency.id });
    const { page, next } = pageOf(found, limit);
    response.set('Cache-Control', 'no-store').json({ reviews: page.map(summarise), next });
  });

  router.get('/v1/reviews/:id', async (request, response) => {
    const { personId } = await requireAdministrator(request, deps, 'read_reviews');
    const review = await findReview(pool, pathId(request.params.id, 'review'));
    if (review === null) throw new GatewayError('not_found', 'no review has this id');
    const would = await wouldReleaseOf(review, deps);
    await recordLook(pool, review, personId);
    response.set('Cache-Control', 'no-store').json({ ...present(review), ...would });
  });

  for (const word of ['approve', 'refuse'] as const) {
    router.post(`/v1/reviews/:id/${word}`, async (request, response) => {
      const administrator = await requireAdministrator(request, deps, `${word}_review`);
      await answerOnce(deps, request, response, administrator, async () => {
        const given: { reason: string; document?: SeenDocument } =
          word === 'approve' ? parseBody(request, validateApproval) : parseBody(request, validateReason);
        const reviewId = pathId(request.params.id, 'review');
        const { reason, document = null } = given;
        const review = await decideReview(pool, { reviewId, by: administrator, word, reason, document });
        return { status: 200, body: summarise(review) };
      });
    });
  }

  return router;
}

/** Without plate, names and narrative: these are shown one by one, and each look is in the log. */
function summarise(review: Review): object {
  const { agency, decidedAt, decidedBy, due, id, index, kind, officerId, query, reasons, since, status } =
    review;
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
  };
}

function present(review: Review): object {
  const { from, to, ...query } = review.query;
  const window = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  return { ...summarise(review), note: review.note, query: { ...query, ...window } };
}

/** Of what waits to be approved, or picked up; a release for danger to life has left, and nothing else is released. */
async function wouldReleaseOf(
  { id, kind, status }: Review,
  { findWouldRelease, pool }: ReviewRoutesDeps,
): Promise<{ wouldRelease?: WouldRelease | null }> {
  if (kind !== 'held' || (status !== 'held' && status !== 'approved')) return {};
  const held = await findHeldQuery(pool, id);
  return held === null ? {} : { wouldRelease: await findWouldRelease(held) };
}

/** Before it is shown: who looked at whose query. */
function recordLook(pool: pg.Pool, review: Review, personId: string): Promise<unknown> {
  const { agency, agencyId, id, index, officerId } = review;
  return inTransaction(pool, (trx) =>
    appendEvents(trx, [
      ownerEvent({
        kind: 'log_read',
        agency: { id: agencyId, ori: agency },
        owner: { by: personId, action: 'review', search: { review: id, index }, entries: 1, byPlate: false },
        officerId,
      }),
    ]),
  );
}
