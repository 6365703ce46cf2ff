/** Who looks after it: officers, and the reviews of what they asked. */
import { validateOptionalReason, validateReason } from '../http/reason.schema.ts';
import { json, type Operation } from '../http/routes/route.ts';
import { lowering, reasons } from '../http/schemas/answers.ts';
import { count, day, flag, object, oneOf, orNull, page, text, time, uuid } from '../http/schemas/shapes.ts';
import {
  validateApproval,
  validateSearch as validateReviewSearch,
} from '../oversight/reviews/review.schema.ts';
import { validateAttestation } from '../registry/officers/attestation.schema.ts';
import { validateSearch as validateSubjectSearch } from '../registry/officers/subject-search.schema.ts';
import { get, post } from './owner-operation.ts';

const subjectFacts = {
  id: uuid,
  agency: text,
  reference: text,
  name: text,
  status: oneOf('active', 'held', 'inactive', 'suspended'),
  enrolledAt: time,
  attestation: orNull(object({ employerOri: text, federalDetail: flag, trainedOn: day })),
  attestedAt: orNull(time),
};
const subject = { $id: 'OfficerOfPartner', ...object(subjectFacts) };
const attested = {
  $id: 'AttestedOfficer',
  ...object(
    { ...subjectFacts, reasons, ...lowering },
    ...(Object.keys(lowering) as (keyof typeof lowering)[]),
  ),
};

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
    'listOfficers',
    'read_registry',
    '/v1/subjects',
    'Officers of partners.',
    json('A page.', { $id: 'Officers', ...page('subjects', subject) }),
    validateSubjectSearch,
  ),
  get('readOfficer', 'read_registry', '/v1/subjects/{id}', 'One officer.', json('The officer.', subject)),
  post(
    'suspendOfficer',
    'suspend_subject',
    '/v1/subjects/{id}/suspend',
    'Stop an officer, now, on every node.',
    validateReason,
    {
      200: json('Suspended.', {
        $id: 'Suspended',
        ...object({ id: uuid, status: oneOf('suspended'), ...lowering }),
      }),
    },
  ),
  {
    ...post(
      'reinstateOfficer',
      'reinstate_subject',
      '/v1/subjects/{id}/reinstate',
      'Let an officer ask again.',
      validateOptionalReason,
      {
        200: json('Reinstated.', subject),
      },
    ),
    bodyOptional: true,
  },
  post(
    'attestOfficer',
    'suspend_subject',
    '/v1/subjects/{id}/attest',
    'Employer and training of an officer; what bars suspends.',
    validateAttestation,
    {
      200: json('Kept.', attested),
    },
  ),
  get(
    'listReviews',
    'read_reviews',
    '/v1/reviews',
    'Queries that wait for a person.',
    json('A page.', { $id: 'Reviews', ...page('reviews', review) }),
    validateReviewSearch,
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
