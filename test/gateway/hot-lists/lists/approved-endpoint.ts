/** An endpoint as its two persons leave it: set by one administrator, approved by another. */
import type pg from 'pg';
import { setEndpoint, setEndpointApproved } from '../../../../gateway/hot-lists/delivery/endpoints-store.ts';
import { SALT } from './partner-server.ts';

/** Moves it where there is one; without a mark. */
export async function putApprovedEndpoint(pool: pg.Pool, agencyId: number, url: string): Promise<void> {
  const { rows } = await pool.query(`SELECT id FROM person WHERE subject LIKE 'admin-_' ORDER BY subject`);
  const [setBy, approver] = rows.map(({ id }) => id as string) as [string, string];
  await setEndpoint(pool, { agencyId, url, salt: SALT, setBy });
  await setEndpointApproved(pool, { agencyId, url, setBy }, approver);
}
