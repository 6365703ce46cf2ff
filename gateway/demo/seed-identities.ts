/** Registers the demo's issuer, clients and persons, bound to their agencies, once. */
import type pg from 'pg';
import { inTransaction } from '../database/db-transaction.ts';
import { CAST, PEOPLE } from './demo-cast.ts';
import { insertClient, insertIssuer, insertPerson, moveIssuer } from './demo-identities-store.ts';
import type { DemoKeys } from './demo-keys.ts';

/**
 * The demo's one issuer is the owner's own, so that it may stand behind roles; partners' clients are bound to their
 * agencies by these rows, as with issuers of their own. Where they were registered before, who was removed since
 * stays removed. Resolves to whether they are registered just now.
 * @param pool as the owner of the schema
 */
export function seedIdentities(
  pool: pg.Pool,
  { issuer, jwksUri }: { readonly issuer: string; readonly jwksUri: string },
  keys: DemoKeys,
): Promise<boolean> {
  return inTransaction(pool, async (trx) => {
    if (await moveIssuer(trx, issuer, jwksUri)) return false;
    const issuerId = await insertIssuer(trx, issuer, jwksUri);
    for (const person of PEOPLE) await insertPerson(trx, issuerId, person);
    for (const { name, ori, roles } of CAST) {
      const clientId = keys.clients[name]?.clientId as string;
      await insertClient(trx, issuerId, { clientId, ori, actsFor: roles === undefined ? null : name });
    }
    return true;
  });
}
