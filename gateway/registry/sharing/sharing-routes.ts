/** The master switch over HTTP: halt, resume, and how it stands. */
import { answerOnce } from '../../http/idempotency/answer-once.ts';
import { parseBody } from '../../http/parse-body.ts';
import { parseOptionalBody } from '../../http/parse-optional-body.ts';
import { validateOptionalReason, validateReason } from '../../http/reason.schema.ts';
import { json, type Route, route } from '../../http/routes/route.ts';
import { lowering } from '../../http/schemas/answers.ts';
import { count, list, object, oneOf, orNull, text, time, uuid } from '../../http/schemas/shapes.ts';
import {
  type AnswerLoweringDeps,
  answerLowering,
  type HasLoweringSide,
  onLoweringSide,
} from '../../sign-in/answer-lowering.ts';
import { requireAdministrator, type SignInDeps } from '../../sign-in/require-administrator.ts';
import { findBeforeResuming } from './before-resuming-store.ts';
import { ENDINGS, findEndsNext } from './ending-store.ts';
import { haltSharing } from './halt-sharing.ts';
import { resumeSharing } from './resume-sharing.ts';
import { beforeResuming, halting } from './sharing.schema.ts';
import { findResumeProposal, findSharingState } from './sharing-store.ts';
import { findSharingView } from './sharing-view-store.ts';

export type SharingDeps = SignInDeps & AnswerLoweringDeps & HasLoweringSide;

const scope = 'alpr.admin';

const shown = route(
  {
    method: 'get',
    path: '/v1/sharing',
    id: 'readSharing',
    action: 'read_registry',
    summary:
      'Whether sharing is halted: by whom, when and why, who proposed to end it, and how the last halt ended.',
    scope,
    answers: {
      200: json('How it stands.', {
        $id: 'Sharing',
        ...object({
          epoch: count,
          ...halting,
          resumed: orNull(object({ at: time, by: uuid, person: text })),
        }),
      }),
    },
  },
  async (request, response, deps: SharingDeps, { action }) => {
    await requireAdministrator(request, deps, action);
    response.json(await findSharingView(deps.pool));
  },
);

const MOST_ENDING = 20;

const ending = route(
  {
    method: 'get',
    path: '/v1/sharing/ending',
    id: 'readSharingEnding',
    action: 'read_registry',
    summary:
      'What ends by itself next, and by what: the grant, its agreement, or the year of the certification.',
    scope,
    answers: {
      200: json(`The soonest ${MOST_ENDING} of the grants in force.`, {
        $id: 'SharingEnding',
        ...object({
          ending: list(
            object({
              ...{ partner: text, partnerName: text, grant: uuid },
              ...{ endsBy: oneOf(...ENDINGS), endsAt: time },
            }),
          ),
        }),
      }),
    },
  },
  async (request, response, deps: SharingDeps, { action }) => {
    await requireAdministrator(request, deps, action);
    response.json({ ending: await findEndsNext(deps.pool, MOST_ENDING) });
  },
);

// The reason may follow later: stopping must not wait for words.
const halted = route(
  {
    method: 'post',
    path: '/v1/sharing/halt',
    id: 'haltSharing',
    action: 'halt',
    summary: 'Stop all sharing, now, on every node.',
    scope,
    body: validateOptionalReason,
    bodyOptional: true,
    answers: { 200: json('Halted.', { $id: 'Halted', ...object({ status: oneOf('halted'), ...lowering }) }) },
  },
  (request, response, given: SharingDeps, { action, body }) => {
    const deps = onLoweringSide(given);
    return answerLowering(deps, request, response, {
      action,
      lower: async (by) => {
        const { reason = '' } = parseOptionalBody(request, body);
        return { status: 200, body: { status: 'halted', ...(await haltSharing(deps, { reason, ...by })) } };
      },
      stands: async () => (await findSharingState(deps.pool)).halted,
    });
  },
);

const toBeResumed = route(
  {
    method: 'get',
    path: '/v1/sharing/resume',
    id: 'readBeforeResuming',
    action: 'read_registry',
    summary: 'What to look at before a halt is ended: why, what would share again, and where the log ends.',
    scope,
    answers: { 200: json('How it stands.', { $id: 'BeforeResuming', ...object(beforeResuming) }) },
  },
  async (request, response, deps: SharingDeps, { action }) => {
    await requireAdministrator(request, deps, action);
    response.json(await findBeforeResuming(deps.pool));
  },
);

const resumed = route(
  {
    method: 'post',
    path: '/v1/sharing/resume',
    id: 'resumeSharing',
    action: 'resume',
    summary:
      'End a halt, which takes two administrators; gives back what is granted still, and nothing more.',
    scope,
    body: validateReason,
    answers: {
      200: json('Resumed: another administrator had proposed it, or nothing was halted.', {
        $id: 'Resumed',
        ...object({ status: oneOf('resumed'), index: count }),
      }),
      202: json('Proposed: sharing stays halted until another administrator resumes.', {
        $id: 'ResumeProposed',
        ...object({ status: oneOf('proposed'), index: count, ...beforeResuming }),
      }),
    },
  },
  async (request, response, deps: SharingDeps, { action, body }) => {
    const administrator = await requireAdministrator(request, deps, action);
    const { personId } = administrator;
    const work = async () => {
      const { reason } = parseBody(request, body);
      const { index, status } = await resumeSharing(deps, { reason, by: administrator });
      if (status === 'resumed') return { status: 200, body: { status, index } };
      return { status: 202, body: { status, index, ...(await findBeforeResuming(deps.pool)) } };
    };
    // What was proposed stands as long as it is neither ended nor lost; what resumed, until the next halt.
    const stands = async ({ status }: { readonly status: number }) =>
      !(await findSharingState(deps.pool)).halted ||
      (status === 202 && (await findResumeProposal(deps.pool))?.proposedBy === personId);
    await answerOnce(deps, request, response, administrator, work, { stands });
  },
);

export const SHARING_ROUTES: readonly Route<SharingDeps>[] = [shown, ending, halted, toBeResumed, resumed];
