/** Officers over HTTP: look up, suspend, reinstate, attest. Paths name them by opaque ids only. */
import { foldOfficerId } from '../../../sharing-rules/terms/officer-id.ts';
import { publicReasons } from '../../../sharing-rules/terms/reasons.ts';
import { rolesAllow } from '../../../sharing-rules/terms/roles.ts';
import { readNow } from '../../database/read-now.ts';
import { requireFound } from '../../faults/errors.ts';
import { pathId } from '../../http/path-id.ts';
import { validateOptionalReason, validateReason } from '../../http/reason.schema.ts';
import { json, type Route } from '../../http/routes/route.ts';
import { lowering } from '../../http/schemas/answers.ts';
import { object, oneOf, type TypeOf, uuid } from '../../http/schemas/shapes.ts';
import { admitted } from '../../sign-in/door.ts';
import { administratorOf, type SignInDeps } from '../../sign-in/require-administrator.ts';
import { type WithdrawalDeps, withdrawal } from '../../sign-in/withdrawal.ts';
import { agencyFilter } from '../agencies/agency-filter.ts';
import { listRoute } from '../agencies/list-route.ts';
import { attestOfficer } from './attest-officer.ts';
import {
  attestedOfficer,
  foundOfficers,
  reinstatedOfficer,
  shownOfficer,
  validateAttestation,
  validateNamedSearch,
  validateSearch,
  type WholeOfficer,
  wholeOfficer,
} from './officer.schema.ts';
import { type EnrolledSubject, findSubject, findSubjects, findSubjectsCalled } from './officers-store.ts';
import { presentOfficer } from './present-officer.ts';
import { reinstateOfficer } from './reinstate-officer.ts';
import { suspendOfficer } from './suspend-officer.ts';
import { findReportsOn, findSuspension } from './suspension-store.ts';

export type OfficerDeps = SignInDeps & WithdrawalDeps;

const listed = listRoute({
  path: '/v1/subjects',
  id: 'listOfficers',
  action: 'read_registry',
  summary: 'Officers of partners.',
  search: validateSearch,
  ...{ name: 'Officers', member: 'subjects', shown: shownOfficer },
  find: findSubjects,
  present: presentOfficer,
});

const MOST_FOUND = 50;

const called = admitted(
  {
    method: 'post',
    path: '/v1/subject-search',
    id: 'searchOfficers',
    action: 'read_registry',
    summary: 'Officers by what their agencies call them: of one agency, or of all.',
    body: validateNamedSearch,
    answers: { 200: json(`At most ${MOST_FOUND}.`, foundOfficers) },
  },
  async ({ body: { agency, reference } }, deps: OfficerDeps) => {
    const filter = { ...(await agencyFilter(deps.pool, agency)), limit: MOST_FOUND };
    const found = await findSubjectsCalled(deps.pool, [reference, foldOfficerId(reference)], filter);
    return { subjects: found.map(presentOfficer) };
  },
);

const shown = admitted(
  {
    method: 'get',
    path: '/v1/subjects/{id}',
    id: 'readOfficer',
    action: 'read_registry',
    summary: 'One officer.',
    answers: { 200: json('The officer.', wholeOfficer) },
  },
  async ({ by, params }, deps: OfficerDeps) => {
    const subject = requireFound(await findSubject(deps.pool, pathId(params.id, 'subject')), 'subject');
    const behind = rolesAllow(by.roles, 'read_log') ? await standsBehind(deps.pool, subject, by) : {};
    return { ...presentOfficer(subject), ...behind } satisfies WholeOfficer;
  },
);

const suspended = withdrawal(
  {
    method: 'post',
    path: '/v1/subjects/{id}/suspend',
    id: 'suspendOfficer',
    action: 'suspend_subject',
    summary: 'Stop an officer, now, on every node.',
    body: validateReason,
    answers: {
      200: json('Suspended.', {
        $id: 'Suspended',
        ...object({ id: uuid, status: oneOf('suspended'), ...lowering }),
      }),
    },
  },
  async ({ body: { reason }, by, params }, deps: OfficerDeps) => {
    const subjectId = pathId(params.id, 'subject');
    const result = await suspendOfficer(deps, { subjectId, reason, ...by });
    return { id: subjectId, status: 'suspended', ...result };
  },
  async ({ params }, { pool }) => (await findSubject(pool, params.id))?.status === 'suspended',
);

const reinstated = admitted(
  {
    method: 'post',
    path: '/v1/subjects/{id}/reinstate',
    id: 'reinstateOfficer',
    action: 'reinstate_subject',
    summary: 'Let an officer ask again.',
    body: validateOptionalReason,
    bodyOptional: true,
    answers: { 200: json('Reinstated.', reinstatedOfficer) },
  },
  async ({ body: { reason = '' }, by, params }, deps: OfficerDeps) => {
    const subjectId = pathId(params.id, 'subject');
    const subject = await reinstateOfficer(deps, { subjectId, reason, by });
    return { ...presentOfficer(subject), index: subject.index };
  },
  { stands: async ({ params }, { pool }) => (await findSubject(pool, params.id))?.status === 'active' },
);

// A fact that bars the officer suspends, by a key alone; others let the officer go on, by a second factor.
const attested = admitted(
  {
    method: 'post',
    path: '/v1/subjects/{id}/attest',
    id: 'attestOfficer',
    action: 'suspend_subject',
    summary: 'Employer and training of an officer; what bars suspends.',
    body: validateAttestation,
    answers: { 200: json('Kept.', attestedOfficer) },
  },
  async ({ body, by, params }, deps: OfficerDeps) => {
    const mayGrant = () => administratorOf(by, 'attest_subject', deps);
    const subjectId = pathId(params.id, 'subject');
    const now = await readNow(deps.pool);
    const { reasons, suspension } = await attestOfficer(deps, { ...body, subjectId, by, mayGrant }, now);
    const subject = (await findSubject(deps.pool, subjectId)) as EnrolledSubject;
    const answer = { ...presentOfficer(subject), reasons: publicReasons(reasons), ...suspension };
    return answer satisfies TypeOf<typeof attestedOfficer>;
  },
  {
    stands: async ({ params }, { pool }, { body }) =>
      (await findSubject(pool, params.id))?.status === (JSON.parse(body) as EnrolledSubject).status,
  },
);

export const OFFICER_ROUTES: readonly Route<OfficerDeps>[] = [
  listed,
  called,
  shown,
  suspended,
  reinstated,
  attested,
];

/** Returns the suspension and the reports of misuse that the reader may see. */
async function standsBehind(
  pool: OfficerDeps['pool'],
  { id, status }: EnrolledSubject,
  { personId }: { readonly personId: string },
): Promise<Pick<WholeOfficer, 'reports' | 'suspension'>> {
  const [suspension, reports] = await Promise.all([
    status === 'suspended' ? findSuspension(pool, id) : null,
    findReportsOn(pool, id, personId),
  ]);
  return { suspension: suspension && { ...suspension, at: suspension.at.toISOString() }, reports };
}
