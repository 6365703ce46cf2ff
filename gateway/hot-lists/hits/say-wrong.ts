/**
 * Takes a person's word that a hit is wrong: a reviewer's at once, which dismisses the hit; an officer's as a report,
 * until a reviewer finds the same. From then on each hit of that plate and entry carries the caution. It holds nothing
 * back: a driver whose plate somebody mistyped is not stopped again by an officer who did not know.
 */
import type pg from 'pg';
import type { Subject } from '../../../sharing-rules/terms/asker.ts';
import type { Query } from '../../../sharing-rules/terms/query.ts';
import { mayAsk, officersBehind } from '../../../sharing-rules/terms/who-asks.ts';
import { appendOwnerEvent } from '../../audit/owner-event.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { GatewayError } from '../../faults/errors.ts';
import { findStanding } from '../../release/facts/roster-store.ts';
import { refuseIfRemoved } from '../../release/revoke/grant-right.ts';
import type { Administrator } from '../../sign-in/require-administrator.ts';
import { type Caution, decideHit, findHit, findHitOf, type Hit } from '../lists/hits-store.ts';
import { countReports, findReviewersWord, insertSaid, tellCaution } from './wrong-hits-store.ts';

/** Reports of one officer on one day (UTC). */
export const MOST_REPORTS = 5;

export interface Word {
  readonly is: Caution['is'];
  readonly note?: string;
}

export interface WrongHit {
  readonly hitId: string;
  readonly status: 'dismissed' | 'reported_wrong';
  /** Null if the entry has left its list: it can give no more hits. */
  readonly caution: Caution | null;
  readonly index: number;
}

/**
 * Records a reviewer's finding; a repeated one changes nothing.
 * @throws GatewayError `not_found`; and what `refuseIfRemoved` throws
 */
export function findWrong(
  pool: pg.Pool,
  by: Administrator,
  id: string,
  { is, note = '' }: Word,
): Promise<WrongHit> {
  return inTransaction(pool, async (trx) => {
    await refuseIfRemoved(trx, by);
    const hit = await findHit(trx, id);
    if (hit === null) throw new GatewayError('not_found', 'no hit has this id');
    const before = await findReviewersWord(trx, id);
    if (before !== null) return { hitId: id, status: 'dismissed', caution: hit.caution, index: before };
    const known = { by: by.personId, hit: id, list: hit.listName };
    if (await decideHit(trx, id, 'dismissed', by.personId, ['unconfirmed', 'confirmed'])) {
      await appendOwnerEvent(trx, {
        kind: 'hit_decided',
        agency: null,
        owner: { ...known, status: 'dismissed' },
      });
    }
    const owner = { ...known, is, note, status: 'wrong' };
    const { index } = await appendOwnerEvent(trx, { kind: 'hit_wrong', agency: null, owner });
    await insertSaid(trx, { hitId: id, is, note: note || null, index, by: { reviewer: by.personId } });
    await tellCaution(trx, hit);
    return { hitId: id, status: 'dismissed', caution: (await findHit(trx, id))?.caution ?? null, index };
  });
}

/**
 * Records the report of an officer who received the hit (nobody else knows its id); a repeated one changes nothing.
 * @throws GatewayError `not_found`; `forbidden` for a suspended officer; `too_many_requests`; as `refuseIfRemoved`
 */
export function reportWrong(
  pool: pg.Pool,
  by: Subject,
  id: string,
  { is, note = '' }: Word,
): Promise<WrongHit> {
  return inTransaction(pool, async (trx) => {
    await refuseIfRemoved(trx, by);
    const hit = await findHitOf(trx, by, id);
    if (hit === null) throw new GatewayError('not_found', 'no hit of yours has this id: see `GET /v1/hits`');
    const { agencyId } = by;
    const officer = officerOf(hit, by);
    if (!mayAsk(await findStanding(trx, agencyId, officer))) {
      throw new GatewayError(
        'forbidden',
        'this officer is suspended: tell the owner’s reviewer that the hit is wrong',
      );
    }
    const reports = await countReports(trx, { agencyId, officer, hitId: id });
    const answer = { hitId: id, status: 'reported_wrong' } as const;
    const before = reports.ofHit ?? (hit.caution?.status === 'wrong' ? hit.caution.index : null);
    if (before !== null) return { ...answer, caution: hit.caution, index: before };
    if (reports.today >= MOST_REPORTS) throw reportsSpent(reports.dayEndsIn);
    const { officerId } = reports;
    const owner = {
      by: officer,
      agency: by.ori,
      hit: id,
      list: hit.listName,
      is,
      note,
      status: 'reported_wrong',
    };
    const { index } = await appendOwnerEvent(trx, { kind: 'hit_wrong', agency: null, officerId, owner });
    await insertSaid(trx, { hitId: id, is, note: note || null, index, by: { agencyId, officer } });
    await tellCaution(trx, hit);
    return { ...answer, caution: (await findHit(trx, id))?.caution ?? null, index };
  });
}

/** Returns whose report it is: the officer of the standing query, or the machine that takes over a list. */
function officerOf({ query }: Pick<Hit, 'query'>, by: Subject): string {
  const asked = (query ?? {}) as Pick<Query, 'onBehalfOf'>;
  return officersBehind(by, asked)[0]?.reference ?? `system:${by.clientId}`;
}

function reportsSpent(dayEndsIn: number): GatewayError {
  const detail =
    `the ${MOST_REPORTS} reports of wrong hits that an officer has in a day are used up: wait as long as \`Retry-After\` ` +
    'says, or tell the owner’s reviewer';
  return new GatewayError('too_many_requests', detail, { headers: { 'Retry-After': String(dayEndsIn) } });
}
