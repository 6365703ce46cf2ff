/** Settles a difference: the agency explains it, once, and an auditor accepts or upholds it. */
import type pg from 'pg';
import type { Subject } from '../../../sharing-rules/terms/asker.ts';
import { appendOwnerEvent, type OwnerEvent } from '../../audit/owner-event.ts';
import type { Transaction } from '../../database/db-transaction.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { GatewayError } from '../../faults/errors.ts';
import { refuseIfRemoved } from '../../release/revoke/grant-right.ts';
import type { Grantor } from '../../sign-in/require-administrator.ts';
import {
  findCheck,
  type RecordsCheck,
  type RecordsOutcome,
  setExplanation,
  setOutcome,
} from './records-checks-store.ts';
import { findReleasedAt } from './released-queries-store.ts';
import { reportContradicted } from './report-contradicted.ts';
import { refuseOwn, statedBy } from './take-answers.ts';

interface Deps {
  readonly pool: pg.Pool;
}

/** @throws GatewayError `not_found`; `forbidden` for their own query; `conflict` if it is settled */
export async function explainDifference(
  { pool }: Deps,
  by: Subject,
  index: number,
  note: string,
): Promise<RecordsCheck> {
  const check = await findDifference(pool, index);
  if (check.agencyId !== by.agencyId) throw unknown();
  await refuseOwn(pool, by, [...(await findReleasedAt(pool, by.agencyId, [index])).values()]);
  return inTransaction(pool, async (trx) => {
    await refuseIfRemoved(trx, by);
    const now = await record(trx, check, { explained: true, note, statedBy: statedBy(by) });
    if (!(await setExplanation(trx, index, note, now))) {
      throw new GatewayError(
        'conflict',
        'this difference was explained, closed or reported before, and stays so',
      );
    }
    return (await findCheck(trx, index)) as RecordsCheck;
  });
}

export interface Closing {
  readonly outcome: RecordsOutcome;
  readonly note: string;
  readonly by: Grantor;
}

/** Closes it; an upheld one goes to the Chief. @throws GatewayError `not_found`; `conflict` if settled */
export async function closeDifference(
  { pool }: Deps,
  index: number,
  { by, note, outcome }: Closing,
): Promise<RecordsCheck> {
  const check = await findDifference(pool, index);
  return inTransaction(pool, async (trx) => {
    await refuseIfRemoved(trx, by);
    const at = await record(trx, check, { by: by.personId, outcome, note });
    if (!(await setOutcome(trx, index, { outcome, by: by.personId, at }))) {
      throw new GatewayError('conflict', 'this difference was closed or reported before, and stays so');
    }
    if (outcome === 'upheld') await reportContradicted(trx, [check], at);
    return (await findCheck(trx, index)) as RecordsCheck;
  });
}

async function findDifference(pool: pg.Pool, index: number): Promise<RecordsCheck> {
  const check = await findCheck(pool, index);
  if (check === null) throw unknown();
  if (check.differences.length === 0)
    throw new GatewayError(
      'conflict',
      'the answer differs in nothing from what was stated: there is nothing to explain or close',
    );
  return check;
}

const unknown = () =>
  new GatewayError(
    'not_found',
    'no records office was asked of an entry with this index: `GET /v1/records-checks` lists what waits',
  );

async function record(
  trx: Transaction,
  { agency, agencyId, differences, index }: RecordsCheck,
  owner: OwnerEvent['owner'],
): Promise<Date> {
  const { now } = await appendOwnerEvent(trx, {
    kind: 'records_checked',
    agency: { id: agencyId, ori: agency },
    owner: { entry: index, differences, ...owner },
  });
  return now;
}
