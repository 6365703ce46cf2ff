/** The routes of the master switch: halt, resume, and read its state. */
import { validateOptionalReason, validateReason } from '../../http/reason.schema.ts';
import { reply } from '../../http/routes/reply.ts';
import { json, type Route } from '../../http/routes/route.ts';
import { lowering } from '../../http/schemas/answers.ts';
import { count, object, oneOf } from '../../http/schemas/shapes.ts';
import { admitted } from '../../sign-in/door.ts';
import type { SignInDeps } from '../../sign-in/require-administrator.ts';
import { type WithdrawalDeps, withdrawal } from '../../sign-in/withdrawal.ts';
import { agencyFilter } from '../agencies/agency-filter.ts';
import { atStake, beforeResuming, ending, sharing, validateAtStakeSearch } from '../sharing.schema.ts';
import { findBeforeResuming } from './before-resuming-store.ts';
import { haltSharing } from './halt-sharing.ts';
import { resumeSharing } from './resume-sharing.ts';
import { findResumeProposal, findSharingState } from './sharing-store.ts';
import { findAtStake, findEndsNext, findSharingView } from './sharing-view-store.ts';

export type SharingDeps = SignInDeps & WithdrawalDeps;

const shown = admitted(
  {
    method: 'get',
    path: '/v1/sharing',
    id: 'readSharing',
    action: 'read_registry',
    summary:
      'Whether sharing is halted: by whom, when and why, who proposed to end it, and how the last halt ended.',
    answers: {
      200: json('How it stands.', { $id: 'Sharing', ...sharing }),
    },
  },
  async (_, deps: SharingDeps) => findSharingView(deps.pool),
);

const MOST_ENDING = 20;

const endingNext = admitted(
  {
    method: 'get',
    path: '/v1/sharing/ending',
    id: 'readSharingEnding',
    action: 'read_registry',
    summary:
      'What ends by itself next, and by what: the grant, its agreement, or the year of the certification.',
    answers: {
      200: json(`The soonest ${MOST_ENDING} of the grants in force.`, {
        ...{ $id: 'SharingEnding', ...ending },
      }),
    },
  },
  async (_, deps: SharingDeps) => ({ ending: await findEndsNext(deps.pool, MOST_ENDING) }),
);

const staked = admitted(
  {
    method: 'get',
    path: '/v1/sharing/at-stake',
    id: 'readAtStake',
    action: 'read_registry',
    summary:
      'What a halt, or a revocation of the `agency`, would end for good: queries that are held, or approved and not collected; and how many agencies get reads now.',
    search: validateAtStakeSearch,
    answers: { 200: json('The numbers.', { $id: 'AtStake', ...object(atStake) }) },
  },
  async ({ search }, { pool }: SharingDeps) =>
    findAtStake(pool, (await agencyFilter(pool, search.agency)).agencyId ?? null),
);

// The reason may follow later: stopping must not wait for words.
const halted = withdrawal(
  {
    method: 'post',
    path: '/v1/sharing/halt',
    id: 'haltSharing',
    action: 'halt',
    summary: 'Stop all sharing, now, on every node.',
    body: validateOptionalReason,
    bodyOptional: true,
    answers: { 200: json('Halted.', { $id: 'Halted', ...object({ status: oneOf('halted'), ...lowering }) }) },
  },
  async ({ body: { reason = '' }, by }, deps: SharingDeps) => {
    return { status: 'halted', ...(await haltSharing(deps, { reason, ...by })) };
  },
  async (_, { pool }) => (await findSharingState(pool)).halted,
);

const toBeResumed = admitted(
  {
    method: 'get',
    path: '/v1/sharing/resume',
    id: 'readBeforeResuming',
    action: 'read_registry',
    summary: 'What to look at before a halt is ended: why, what would share again, and where the log ends.',
    answers: { 200: json('How it stands.', { $id: 'BeforeResuming', ...object(beforeResuming) }) },
  },
  async (_, deps: SharingDeps) => findBeforeResuming(deps.pool),
);

const resumed = admitted(
  {
    method: 'post',
    path: '/v1/sharing/resume',
    id: 'resumeSharing',
    action: 'resume',
    summary:
      'End a halt, which takes two administrators; gives back what is granted still, and nothing more.',
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
  async ({ body: { reason }, by }, deps: SharingDeps) => {
    const { index, status } = await resumeSharing(deps, { reason, by });
    if (status === 'resumed') return reply({ status, index }, { status: 200 });
    return reply({ status, index, ...(await findBeforeResuming(deps.pool)) }, { status: 202 });
  },
  {
    // A proposal stands until it is ended or lost; a resumption, until the next halt.
    stands: async ({ by: { personId } }, { pool }, { status }) =>
      !(await findSharingState(pool)).halted ||
      (status === 202 && (await findResumeProposal(pool))?.proposedBy === personId),
  },
);

export const SHARING_ROUTES: readonly Route<SharingDeps>[] = [
  ...[shown, endingNext, staked, halted, toBeResumed, resumed],
];
