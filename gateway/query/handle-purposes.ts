/**
 * `GET /v1/purposes`: what may be asked for, what each purpose needs, and what partners' own lists mean. For anyone.
 */
import type { Router } from 'express';
import { DROP_DOWN_VALUES } from '../../sharing-rules/terms/drop-down.ts';
import { findPurpose, PURPOSES, type PurposeRule } from '../../sharing-rules/terms/purposes.ts';
import { strictRouter } from '../http/strict-router.ts';

export function purposeRoutes(): Router {
  const router = strictRouter();
  const body = Buffer.from(
    JSON.stringify({ purposes: PURPOSES.map(present), dropDown: DROP_DOWN_VALUES.map(presentValue) }),
  );
  router.get('/v1/purposes', (_request, response) => {
    response.set('Cache-Control', 'public, max-age=300').type('application/json').send(body);
  });
  return router;
}

/** The answer is that of its purposes: no value mixes approved ones with refused ones. */
function presentValue({ value, purposes }: (typeof DROP_DOWN_VALUES)[number]) {
  return { value, purposes, answer: findPurpose(purposes[0] ?? '')?.answer ?? 'not_approved' };
}

function present({ code, title, answer, needs, classes, clause, review }: PurposeRule) {
  return {
    code,
    title,
    answer,
    needs,
    agencyClasses: classes === null ? null : [...classes],
    clause,
    review,
  };
}
