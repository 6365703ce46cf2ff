/** Finds in the demo's registry a client that was added with its key, as the issuer of an agency would be told of it. */
import type { Queryable } from '../../database/queryable.ts';
import type { DemoClient } from './demo-issuer.ts';

export async function findRegisteredClient(db: Queryable, clientId: string): Promise<DemoClient | null> {
  const { rows } = await db.query<Pick<DemoClient, 'clientId' | 'ori' | 'publicJwk'>>(
    `SELECT client_id AS "clientId", ori, public_key AS "publicJwk" FROM client_registration
     WHERE client_id = $1 AND status = 'active' AND public_key IS NOT NULL LIMIT 1`,
    [clientId],
  );
  return rows[0] === undefined ? null : { ...rows[0], scope: 'alpr.query' };
}
