/** The master switch over HTTP: halt, resume, and how it stands. */
import type { Router } from 'express';
import { answerOnce } from '../../http/idempotency/answer-once.ts';
import { parseBody } from '../../http/parse-body.ts';
import { parseOptionalBody } from '../../http/parse-optional-body.ts';
import { validateOptionalReason, validateReason } from '../../http/reason.schema.ts';
import { strictRouter } from '../../http/strict-router.ts';
import {
  type AnswerLoweringDeps,
  answerLowering,
  type HasLoweringSide,
  onLoweringSide,
} from '../../sign-in/answer-lowering.ts';
import { requireAdministrator, type SignInDeps } from '../../sign-in/require-administrator.ts';
import { findBeforeResuming } from './before-resuming-store.ts';
import { haltSharing } from './halt-sharing.ts';
import { resumeSharing } from './resume-sharing.ts';
import { findResumeProposal, findSharingState } from './sharing-store.ts';
import { findSharingView } from './sharing-view-store.ts';

export function sharingRoutes(deps: SignInDeps & AnswerLoweringDeps & HasLoweringSide): Router {
  const lowering = onLoweringSide(deps);
  const router = strictRouter();

  router.get('/v1/sharing', async (request, response) => {
    await requireAdministrator(request, deps, 'read_registry');
    response.json(await findSharingView(deps.pool));
  });

  // The reason may follow later: stopping must not wait for words.
  router.post('/v1/sharing/halt', (request, response) =>
    answerLowering(lowering, request, response, {
      action: 'halt',
      lower: async (by) => {
        const { reason = '' } = parseOptionalBody(request, validateOptionalReason);
        return {
          status: 200,
          body: { status: 'halted', ...(await haltSharing(lowering, { reason, ...by })) },
        };
      },
      stands: async () => (await findSharingState(lowering.pool)).halted,
    }),
  );

  router.get('/v1/sharing/resume', async (request, response) => {
    await requireAdministrator(request, deps, 'read_registry');
    response.json(await findBeforeResuming(deps.pool));
  });

  router.post('/v1/sharing/resume', async (request, response) => {
    const administrator = await requireAdministrator(request, deps, 'resume');
    const { personId } = administrator;
    const work = async () => {
      const { reason } = parseBody(request, validateReason);
      const { index, status } = await resumeSharing(deps, { reason, by: administrator });
      if (status === 'resumed') return { status: 200, body: { status, index } };
      return { status: 202, body: { status, index, ...(await findBeforeResuming(deps.pool)) } };
    };
    // What was proposed stands as long as it is neither ended nor lost; what resumed, until the next halt.
    const stands = async ({ status }: { readonly status: number }) =>
      !(await findSharingState(deps.pool)).halted ||
      (status === 202 && (await findResumeProposal(deps.pool))?.proposedBy === personId);
    await answerOnce(deps, request, response, administrator, work, { stands });
  });

  return router;
}
