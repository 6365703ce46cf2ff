/** `GET /v1/purposes`: what may be asked for, and what each purpose needs. Policy, so for anyone. */
import type { Router } from 'express';
import { PURPOSES, type PurposeRule } from '../../sharing-rules/purposes.ts';
import { strictRouter } from '../http/strict-router.ts';

export function purposeRoutes(): Router {
  const router = strictRouter();
  const body = JSON.stringify({ purposes: PURPOSES.map(present) });
  router.get('/v1/purposes', (_request, response) => {
    response.set('Cache-Control', 'public, max-age=300').type('application/json').send(body);
  });
  return router;
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
