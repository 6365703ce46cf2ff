/** Lets auditors close a difference over HTTP, and administrators see and lift the hold that follows from many. */
import type pg from 'pg';
import { GatewayError } from '../../faults/errors.ts';
import { validateReason } from '../../http/reason.schema.ts';
import { reply } from '../../http/routes/reply.ts';
import { json, type Route } from '../../http/routes/route.ts';
import { requireAgency } from '../../registry/agencies/require-agency.ts';
import { type ByTwo, type ByTwoDone, changeByTwo } from '../../registry/two-people/change-by-two.ts';
import { admitted } from '../../sign-in/door.ts';
import type { SignInDeps } from '../../sign-in/require-administrator.ts';
import { presentCheck } from './present-check.ts';
import {
  lifted,
  liftProposed,
  type ShownCheck,
  shownCheck,
  shownHolds,
  validateClosing,
} from './records.schema.ts';
import { findHolds, liftHolds } from './records-holds-store.ts';
import { entryIndex } from './records-office-routes.ts';
import { closeDifference } from './settle-difference.ts';

export interface RecordsOversightDeps extends SignInDeps {
  readonly pool: pg.Pool;
}

const closed = admitted(
  {
    method: 'post',
    path: '/v1/records-checks/{index}/close',
    id: 'closeRecordsCheck',
    action: 'check_records',
    summary: 'Accept a difference as explained, or uphold it: then the Chief has a report.',
    body: validateClosing,
    answers: { 200: json('Closed.', shownCheck) },
  },
  async ({ body, by, params }, deps: RecordsOversightDeps): Promise<ShownCheck> =>
    presentCheck(await closeDifference(deps, entryIndex(params.index), { ...body, by })),
);

const holds = admitted(
  {
    method: 'get',
    path: '/v1/agencies/{ori}/records-hold',
    id: 'readRecordsHold',
    action: 'read_registry',
    summary: 'For which months, and why, the agency’s incidents without words are held.',
    answers: { 200: json('The holds in force; none where nothing is held.', shownHolds) },
  },
  async ({ params }, deps: RecordsOversightDeps) => {
    const { id, ori: agency } = await requireAgency(deps.pool, params.ori);
    return { agency, holds: await findHolds(deps.pool, id) };
  },
);

const ended = admitted(
  {
    method: 'post',
    path: '/v1/agencies/{ori}/records-hold/lift',
    id: 'liftRecordsHold',
    action: 'lift_records_hold',
    summary: 'Lift the hold on an agency’s incidents without words: two administrators do.',
    body: validateReason,
    answers: {
      200: json('Lifted.', lifted),
      202: json('Proposed, until another administrator asks the same.', liftProposed),
    },
  },
  async ({ body: { reason }, by, params: { ori } }, deps: RecordsOversightDeps) => {
    const { index, isOpen } = await liftRecordsHold(deps, { ori, word: { by, reason } });
    return isOpen
      ? reply({ agency: ori, status: 'proposed', index }, { status: 202 })
      : reply({ agency: ori, status: 'lifted', index }, { status: 200 });
  },
);

export const RECORDS_OVERSIGHT_ROUTES: readonly Route<RecordsOversightDeps>[] = [closed, holds, ended];

interface LiftOrder {
  /** Any ORI of the agency. */
  readonly ori: string;
  readonly word: ByTwo['word'];
}

/** Lifts the hold on incidents without words, by two. @throws GatewayError `not_found`; `conflict` if nothing is held; as `changeByTwo` */
async function liftRecordsHold(
  { pool }: { readonly pool: pg.Pool },
  { ori, word }: LiftOrder,
): Promise<ByTwoDone> {
  const agency = await requireAgency(pool, ori);
  const holds = await findHolds(pool, agency.id);
  if (holds.length === 0)
    throw new GatewayError('conflict', 'no hold of this agency is in force: there is nothing to lift');
  return changeByTwo(pool, agency, {
    takes: {
      ...{ act: 'lift_records_hold', about: String(agency.id), what: 'lifting the hold of a records office' },
      proposed: { recordsHold: null, lifted: holds },
    },
    word,
    change: (trx, now) => liftHolds(trx, agency.id, now),
  });
}
