/** Enters an agency that could be asked, as the registry would have it. */
import type pg from 'pg';
import type { PeerToAsk } from '../../../gateway/release/facts/pending-query.ts';

export async function insertPeer(ownerPool: pg.Pool, ori: string): Promise<PeerToAsk> {
  const { rows } = await ownerPool.query(
    `WITH added AS (INSERT INTO agency (ori, name, class, state, bound_by_article_74, has_287g, federal_members, status, roster)
       VALUES ($1, 'Police ' || $1, 'municipal', 'CO', true, false, false, 'active', 1) RETURNING id, ori)
     INSERT INTO agency_ori (ori, agency_id) SELECT ori, id FROM added RETURNING agency_id`,
    [ori],
  );
  return { agencyId: Number(rows[0].agency_id), ori };
}
