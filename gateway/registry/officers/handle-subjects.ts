/** Officers over HTTP: look up, suspend, reinstate, attest. Paths name them by opaque ids only. */
import type { Router } from 'express';
import { publicReasons } from '../../../sharing-rules/terms/reasons.ts';
import { readNow } from '../../database/read-now.ts';
import { GatewayError } from '../../faults/errors.ts';
import { answerOnce } from '../../http/idempotency/answer-once.ts';
import type { StoredAnswer } from '../../http/idempotency/idempotency-store.ts';
import { pageOf } from '../../http/page-of.ts';
import { parseBody } from '../../http/parse-body.ts';
import { parseOptionalBody } from '../../http/parse-optional-body.ts';
import { limitOf, parseSearch } from '../../http/parse-search.ts';
import { pathId } from '../../http/path-id.ts';
import { validateOptionalReason, validateReason } from '../../http/reason.schema.ts';
import { strictRouter } from '../../http/strict-router.ts';
import {
  type AnswerLoweringDeps,
  answerLowering,
  type HasLoweringSide,
  onLoweringSide,
} from '../../sign-in/answer-lowering.ts';
import {
  administratorOf,
  requireAdministrator,
  type SignInDeps,
} from '../../sign-in/require-administrator.ts';
import { agencyFilter } from '../agencies/agency-filter.ts';
import { attestSubject } from './attest-subject.ts';
import { validateAttestation } from './attestation.schema.ts';
import { reinstateSubject } from './reinstate-subject.ts';
import { validateSearch } from './subject-search.schema.ts';
import { type EnrolledSubject, findSubject, findSubjects } from './subjects-store.ts';
import { suspendSubject } from './suspend-subject.ts';

export function subjectRoutes(deps: SignInDeps & AnswerLoweringDeps & HasLoweringSide): Router {
  const { pool } = deps;
  const lowering = onLoweringSide(deps);
  const router = strictRouter();

  router.get('/v1/subjects', async (request, response) => {
    await requireAdministrator(request, deps, 'read_registry');
    const { agency: ori, limit: size, ...search } = parseSearch(request, validateSearch);
    const limit = limitOf(size);
    const filter = { ...search, ...(await agencyFilter(pool, ori)) };
    const found = await findSubjects(pool, { ...filter, limit: limit + 1 });
    const { page, next } = pageOf(found, limit);
    response.json({ subjects: page.map(present), next });
  });

  router.get('/v1/subjects/:id', async (request, response) => {
    await requireAdministrator(request, deps, 'read_registry');
    const subject = await findSubject(pool, pathId(request.params.id, 'subject'));
    if (subject === null) throw new GatewayError('not_found', 'no subject has this id');
    response.json(present(subject));
  });

  router.post('/v1/subjects/:id/suspend', (request, response) =>
    answerLowering(lowering, request, response, {
      action: 'suspend_subject',
      lower: async (by) => {
        const { reason } = parseBody(request, validateReason);
        const subjectId = pathId(request.params.id, 'subject');
        const result = await suspendSubject(lowering, { subjectId, reason, ...by });
        return { status: 200, body: { id: subjectId, status: 'suspended', ...result } };
      },
      stands: async () =>
        (await findSubject(lowering.pool, pathId(request.params.id, 'subject')))?.status === 'suspended',
    }),
  );

  router.post('/v1/subjects/:id/reinstate', async (request, response) => {
    const administrator = await requireAdministrator(request, deps, 'reinstate_subject');
    const subjectId = pathId(request.params.id, 'subject');
    const work = async () => {
      const { reason = '' } = parseOptionalBody(request, validateOptionalReason);
      const subject = await reinstateSubject(deps, { subjectId, reason, by: administrator });
      return { status: 200, body: present(subject) };
    };
    const stands = async () => (await findSubject(pool, subjectId))?.status === 'active';
    await answerOnce(deps, request, response, administrator, work, { stands });
  });

  router.post('/v1/subjects/:id/attest', async (request, response) => {
    // What bars an officer suspends, by a key alone; what does not lets them go on.
    const administrator = await requireAdministrator(request, lowering, 'suspend_subject');
    const mayRaise = () => administratorOf(administrator, 'attest_subject', lowering);
    const subjectId = pathId(request.params.id, 'subject');
    const work = async () => {
      const facts = parseBody(request, validateAttestation);
      const now = await readNow(lowering.pool);
      const { reasons, suspension } = await attestSubject(
        lowering,
        { ...facts, subjectId, by: administrator, mayRaise },
        now,
      );
      const subject = (await findSubject(lowering.pool, subjectId)) as EnrolledSubject;
      const body = { ...present(subject), reasons: publicReasons(reasons), ...suspension };
      return { status: 200, body };
    };
    // What bars an officer suspends.
    const stands = async ({ body }: StoredAnswer) =>
      (await findSubject(lowering.pool, subjectId))?.status === (JSON.parse(body) as EnrolledSubject).status;
    await answerOnce(lowering, request, response, administrator, work, { stands });
  });

  return router;
}

function present({ agencyId: _, attestedAt, enrolledAt, ...subject }: EnrolledSubject): object {
  return {
    ...subject,
    enrolledAt: enrolledAt.toISOString(),
    attestedAt: attestedAt?.toISOString() ?? null,
  };
}
