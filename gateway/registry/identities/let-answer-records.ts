/** Lets a client answer for its agency's records office: two administrators do; then it asks nothing. */
import type pg from 'pg';
import { GatewayError, requireFound } from '../../faults/errors.ts';
import { type ByTwoDone, changeByTwo } from '../two-people/change-by-two.ts';
import type { Word } from '../two-people/second-word.ts';
import { findClient, setAnswersRecords } from './clients-store.ts';

export interface RecordsClientOrder extends Word {
  readonly id: string;
}

/** @throws GatewayError `not_found`; `conflict` for a client of a person, a removed one, or one that answers already */
export async function letAnswerRecords(
  { pool }: { readonly pool: pg.Pool },
  { id, ...word }: RecordsClientOrder,
): Promise<ByTwoDone> {
  const client = requireFound(await findClient(pool, id), 'client');
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
      word,
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
