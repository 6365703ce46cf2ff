/** Approves a source of pushed reads as the second person: from the COMMIT on, a new secret opens it. */
import type pg from 'pg';
import { GatewayError, requireFound } from '../../faults/errors.ts';
import type { Grantor } from '../../sign-in/require-administrator.ts';
import { approveByTwo } from '../two-people/approve-by-two.ts';
import { appendSetup } from '../two-people/record-setup.ts';
import { hashOfSecret, sourceSecret } from './source-secret.ts';
import { findReadsSource, type ReadsSource, setReadsSourceActive } from './sources-store.ts';

export interface SourceKey {
  /** 32 bytes, in a file that all nodes share: secrets of sources derive from it. */
  readonly sourceKey: Buffer;
}

/**
 * @param salt fresh; with the key and the id it gives the secret
 * @throws GatewayError `not_found`; `forbidden` for the proposer's own person, and if the proposer was
 * removed; `conflict` if it no longer waits
 */
export function approveSource(
  { pool, sourceKey }: SourceKey & { readonly pool: pg.Pool },
  id: string,
  salt: Buffer,
  by: Grantor,
): Promise<ReadsSource> {
  return approveByTwo(pool, by, {
    what: 'a source of reads',
    find: async (db) => {
      const source = requireFound(await findReadsSource(db, id), 'source');
      return { ...source, proposedBy: source.setBy, proposedAt: source.setAt };
    },
    gone: 'the person who proposed this was removed: propose it again',
    set: async (trx, source) => {
      const kept =
        source.method === 'hmac'
          ? { hash: null, salt }
          : { hash: hashOfSecret(sourceSecret(sourceKey, salt, source)), salt: null };
      if (!(await setReadsSourceActive(trx, source, kept, by.personId))) {
        throw new GatewayError('conflict', 'this source is not proposed any more: see how it stands');
      }
      const { method, name, setBy, vendor } = source;
      const facts = { change: 'reads source approved', source: name, vendor, method, setBy };
      await appendSetup(trx, null, by, facts);
      return (await findReadsSource(trx, id)) as ReadsSource;
    },
  });
}
