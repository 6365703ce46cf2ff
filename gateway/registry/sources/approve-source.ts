/** The second of two persons approves a source of pushed reads: from the COMMIT on, its reads are taken, by a new secret. */
import type pg from 'pg';
import { inTransaction } from '../../database/db-transaction.ts';
import { GatewayError } from '../../faults/errors.ts';
import { refuseIfRemoved, refuseOfRemoved } from '../../release/revoke/raise-right.ts';
import type { Raiser } from '../../sign-in/require-administrator.ts';
import { requireTwoPeople } from '../two-people/require-two-people.ts';
import { appendSource } from './record-source.ts';
import { hashOfSecret, sourceSecret } from './source-secret.ts';
import { findReadsSource, type ReadsSource, setReadsSourceActive } from './sources-store.ts';

const SETTER_GONE = 'the person who proposed this was removed: propose it again';

export interface SourceKey {
  /** 32 bytes, of a file that all nodes share: secrets of sources derive from it. */
  readonly sourceKey: Buffer;
}

/**
 * @param salt fresh; with the key and the id it gives the secret
 * @throws GatewayError `not_found`; `forbidden` for the proposer's own person, and where the proposer was removed;
 * `conflict` where it does not wait any more
 */
export function approveSource(
  { pool, sourceKey }: SourceKey & { readonly pool: pg.Pool },
  id: string,
  salt: Buffer,
  by: Raiser,
): Promise<ReadsSource> {
  return inTransaction(pool, async (trx) => {
    const source = await findReadsSource(trx, id);
    if (source === null) throw new GatewayError('not_found', 'no source has this id');
    await requireTwoPeople(trx, 'a source of reads', source.setBy, by.personId);
    await refuseIfRemoved(trx, by);
    await refuseOfRemoved(trx, source.setBy, SETTER_GONE, source.setAt);
    const kept =
      source.method === 'hmac'
        ? { hash: null, salt }
        : { hash: hashOfSecret(sourceSecret(sourceKey, salt, source)), salt: null };
    if (!(await setReadsSourceActive(trx, source, kept, by.personId))) {
      throw new GatewayError('conflict', 'this source is not proposed any more: see how it stands');
    }
    const { method, name, setBy, vendor } = source;
    await appendSource(trx, by, { change: 'reads source approved', source: name, vendor, method, setBy });
    return (await findReadsSource(trx, id)) as ReadsSource;
  });
}
