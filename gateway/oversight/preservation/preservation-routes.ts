/** Preservations: a clerk or an administrator proposes, another administrator approves, and reads leave for what they are kept for. */
import type pg from 'pg';
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import { requireFound } from '../../faults/errors.ts';
import { pathId } from '../../http/path-id.ts';
import { validateReason } from '../../http/reason.schema.ts';
import { reply } from '../../http/routes/reply.ts';
import { json, type Route } from '../../http/routes/route.ts';
import { upToNow } from '../../projections/up-to-now.ts';
import { validateNothing } from '../../registry/grants/grant.schema.ts';
import { admitted, admittedByHand } from '../../sign-in/door.ts';
import type { SignInDeps } from '../../sign-in/require-administrator.ts';
import type { HasWithdrawalSide } from '../../sign-in/withdrawal-side.ts';
import { approvePreservation } from './approve-preservation.ts';
import { endPreservation } from './end-preservation.ts';
import type { PreservationDeps } from './judge-preservation.ts';
import { parseKeptFor } from './kept-for.ts';
import { presentPreservation } from './present-preservation.ts';
import {
  endedPreservation,
  preservedReads,
  shownPreservation,
  shownPreservations,
  validatePreservation,
  validatePreservedOrder,
  validateRenewal,
} from './preservation.schema.ts';
import { findPreservation, findPreservations } from './preservations-store.ts';
import { countPreservers } from './preservers-store.ts';
import { proposePreservation } from './propose-preservation.ts';
import { releasePreserved } from './release-preserved.ts';
import { renewPreservation } from './renew-preservation.ts';

export interface PreservationRouteDeps extends SignInDeps, HasWithdrawalSide, PreservationDeps {}

const path = '/v1/preservations';
const idOf = ({ id }: { readonly id: string }) => pathId(id, 'preservation');

const listed = admitted(
  {
    method: 'get',
    path,
    id: 'listPreservations',
    action: 'read_preservations',
    summary:
      'Reads that are kept for cases and served processes, and who proposed, approved and took some within a year.',
    answers: { 200: json('Those that wait first; no read of them.', shownPreservations) },
  },
  async (_, { pool }: PreservationRouteDeps) => {
    await upToNow(pool);
    const [preservations, persons] = await Promise.all([findPreservations(pool), countPreservers(pool)]);
    return { preservations: preservations.map(presentPreservation), persons };
  },
);

const shown = admitted(
  {
    method: 'get',
    path: `${path}/{id}`,
    id: 'readPreservation',
    action: 'read_preservations',
    summary:
      'One preservation: what is kept, for which case or process, why, and what its second person has to look at.',
    answers: { 200: json('No read of it.', shownPreservation) },
  },
  async ({ params }, { pool }: PreservationRouteDeps) =>
    presentPreservation(requireFound(await findPreservation(pool, idOf(params)), 'preservation')),
);

const proposed = admitted(
  {
    method: 'post',
    path,
    id: 'proposePreservation',
    action: 'propose_preservation',
    summary:
      'Propose to keep the reads of a plate for a case, or a served process, beyond their thirty days. Judged by purpose, offense, narrative and incident; refusals are entries of the log.',
    body: validatePreservation,
    answers: { 201: json('It waits for another person, who is an administrator.', shownPreservation) },
  },
  async ({ body, by }, deps: PreservationRouteDeps) =>
    presentPreservation(await proposePreservation(deps, body, by)),
);

const approved = admitted(
  {
    method: 'post',
    path: `${path}/{id}/approve`,
    id: 'approvePreservation',
    action: 'approve_preservation',
    summary: 'Approve what another person proposed: the reads are copied now.',
    body: validateNothing,
    bodyOptional: true,
    answers: { 200: json('Copied, and out of reach of every query.', shownPreservation) },
  },
  async ({ by, params }, deps: PreservationRouteDeps) =>
    presentPreservation(await approvePreservation(deps, idOf(params), by)),
);

const renewed = admitted(
  {
    method: 'post',
    path: `${path}/{id}/renew`,
    id: 'renewPreservation',
    action: 'renew_preservation',
    summary: 'Keep them for longer: one person proposes the new end, and an administrator asks for the same.',
    body: validateRenewal,
    answers: {
      200: json('The end has moved.', shownPreservation),
      202: json('It waits for another person; the end stays until then.', shownPreservation),
    },
  },
  async ({ body, by, params }, deps: PreservationRouteDeps) => {
    const { isOpen, preservation } = await renewPreservation(deps, idOf(params), body, by);
    return reply(presentPreservation(preservation), { status: isOpen ? 202 : 200 });
  },
);

const ended = admitted(
  {
    method: 'post',
    path: `${path}/{id}/end`,
    id: 'endPreservation',
    action: 'end_preservation',
    summary: 'End a preservation, or take its proposal back: its copies are erased.',
    body: validateReason,
    answers: { 200: json('Gone.', endedPreservation) },
  },
  async (
    { body: { reason }, by: { secondFactor: _, ...by }, params },
    { owner, pool }: { readonly owner: Ori; readonly pool: pg.Pool },
  ) => {
    const id = idOf(params);
    await endPreservation({ owner, pool }, id, { by, reason });
    return { id, status: 'ended' };
  },
);

const released = admittedByHand(
  {
    method: 'post',
    path: `${path}/{id}/release`,
    id: 'releasePreserved',
    action: 'release_preserved',
    summary:
      'Take the preserved reads for the case or the process that they are kept for. Each request is an entry of the log.',
    // A repeated request takes and logs them again, since an idempotent answer would keep reads outside their store.
    idempotent: false,
    body: validatePreservedOrder,
    answers: { 200: json('The reads as they were copied, and the receipt.', preservedReads) },
  },
  async ({ body, by, params, response }, deps: PreservationRouteDeps) => {
    const { preservation, reads, receipt } = await releasePreserved(deps, idOf(params), {
      ...{ by, keptFor: parseKeptFor(body) },
    });
    const { caseNumber, copies, from, id, plate, processId, to } = presentPreservation(preservation);
    const { readsHash, source, takenAt } = copies ?? {};
    const kept = { id, caseNumber, processId, plate, from, to, source, takenAt, readsHash };
    const about = { ...kept, notice: NOTICE, receipt };
    // The text goes out exactly as it was hashed.
    response.set('Cache-Control', 'no-store').type('application/json');
    response.send(`${JSON.stringify(about).slice(0, -1)},"reads":${reads}}`);
  },
);

const NOTICE =
  'For the stated case or process only; never for immigration enforcement (C.R.S. 24-74-103). A read is an unconfirmed lead (Policy 420).';

export const PRESERVATION_ROUTES: readonly Route<PreservationRouteDeps>[] = [
  ...[listed, shown, proposed, approved, renewed, ended, released],
];
