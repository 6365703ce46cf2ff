/** Reviews of what officers asked. */
import { validateReason } from '../http/reason.schema.ts';
import { json, type Operation } from '../http/routes/route.ts';
import { reasons } from '../http/schemas/answers.ts';
import { count, object, oneOf, orNull, page, text, time, uuid } from '../http/schemas/shapes.ts';
import { validateApproval, validateSearch } from '../oversight/reviews/review.schema.ts';
import { get, post } from './owner-operation.ts';

const reviewFacts = {
  id: uuid,
  kind: oneOf('held', 'exigent'),
  status: text,
  agency: text,
  subjectId: orNull(uuid),
  purpose: text,
  reasons,
  since: time,
  due: time,
  index: count,
  decidedBy: orNull(uuid),
  decidedAt: orNull(time),
};
const review = { $id: 'Review', ...object(reviewFacts) };
const wholeReview = {
  $id: 'WholeReview',
  ...object(
    {
      ...{ ...reviewFacts, note: orNull(text), query: { type: 'object' } },
      // Of what waits to be approved or picked up; null: not known, since the store did not answer in time.
      wouldRelease: orNull(object({ reads: count, plates: count, cameras: count, reasons })),
    },
    'wouldRelease',
  ),
};

export const oversightOperations: readonly Operation[] = [
  get(
    'listReviews',
    'read_reviews',
    '/v1/reviews',
    'Queries that wait for a person.',
    json('A page.', { $id: 'Reviews', ...page('reviews', review) }),
    validateSearch,
  ),
  get(
    'readReview',
    'read_reviews',
    '/v1/reviews/{id}',
    'One in full; the look is in the log.',
    json('The review.', wholeReview),
  ),
  post(
    'approveReview',
    'approve_review',
    '/v1/reviews/{id}/approve',
    'Approve; releases nothing by itself.',
    validateApproval,
    {
      200: json('Approved.', review),
    },
  ),
  post('refuseReview', 'refuse_review', '/v1/reviews/{id}/refuse', 'Refuse.', validateReason, {
    200: json('Refused.', review),
  }),
];
