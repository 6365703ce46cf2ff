/** Lets a client answer for its agency's records office: two administrators do; then it asks nothing. */
import type pg from 'pg';
import { GatewayError } from '../../faults/errors.ts';
import type { Grantor } from '../../sign-in/require-administrator.ts';
import { type ByTwoDone, changeByTwo } from '../two-people/change-by-two.ts';
import { findClient, setAnswersRecords } from './clients-store.ts';

export interface RecordsClientOrder {
  readonly id: string;
  readonly reason: string;
  readonly by: Grantor;
}

/** @throws GatewayError `not_found`; `conflict` for a client of a person, a removed one, or one that answers already */
export async function letAnswerRecords(
  { pool }: { readonly pool: pg.Pool },
  { by, id, reason }: RecordsClientOrder,
): Promise<ByTwoDone> {
  const client = await findClient(pool, id);
  if (client === null) throw new GatewayError('not_found', 'no client has this id');
  const { agency: ori, agencyId, answersRecords, clientId, issuer, personId, status } = client;
  if (status !== 'active')
    throw new GatewayError('conflict', 'this client may not sign in: choose one that is active');
  if (personId !== null)
    throw new GatewayError(
      'conflict',
      'this client acts for a person: register one of the records office for it',
    );
  if (answersRecords) throw new GatewayError('conflict', 'this client answers for a records office already');
  return changeByTwo(
    pool,
    { id: agencyId, ori },
    {
      takes: {
        ...{ act: 'records_client', about: id, what: 'a client of a records office' },
        proposed: { answersRecords: { id, issuer, clientId } },
      },
      word: { by, reason },
      change: async (trx) => {
        if (await setAnswersRecords(trx, id)) return;
        throw new GatewayError(
          'conflict',
          'the client was changed while this was in progress: read it again',
        );
      },
    },
  );
}
