/** Registers an agency entity with all its ORIs; one person may, since a row alone shares nothing. */
import type pg from 'pg';
import type { Agency, Ori } from '../../sharing-rules/terms.ts';
import { appendEvents } from '../audit/append-events.ts';
import { inTransaction } from '../db-transaction.ts';
import { GatewayError } from '../errors.ts';
import { type AgencyFields, findAgencyById, insertAgency, notifyRegistry } from './agencies-store.ts';
import { describeAgency } from './present-agency.ts';

const UNIQUE_VIOLATION = '23505';

/**
 * The row, its ORIs and the log entry stand or fall together.
 * @throws GatewayError `conflict` where one of the ORIs belongs to an agency already.
 */
export async function registerAgency(
  { pool, owner }: { readonly pool: pg.Pool; readonly owner: Ori },
  fields: AgencyFields,
  personId: string,
): Promise<Agency> {
  const taken = new GatewayError(
    'conflict',
    'one of the ORIs is in the registry already: change that agency instead',
  );
  try {
    return await inTransaction(pool, async (trx) => {
      const id = await insertAgency(trx, fields, fields.oris.includes(owner));
      if (id === null) throw taken;
      await notifyRegistry(trx, id);
      await appendEvents(trx, [
        {
          kind: 'agency_added',
          agency: { id, ori: fields.ori },
          grant: null,
          effect: null,
          mark: false,
          asker: {},
          owner: { by: personId, agency: describeAgency(fields) },
        },
      ]);
      return (await findAgencyById(trx, id)) as Agency;
    });
  } catch (error) {
    throw (error as { code?: unknown }).code === UNIQUE_VIOLATION ? taken : error;
  }
}
