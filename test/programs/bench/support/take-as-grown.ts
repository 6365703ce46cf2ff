/** A log that was filled in one go is left as one that has grown day by day: searchable, looked through for misuse, and vacuumed. */
import pg from 'pg';
import { connectPool } from '../../../../gateway/database/db.ts';
import { goOnWithSearch } from '../../../../gateway/projections/search.ts';

/**
 * As the owner of the database. Without this the search for misuse, and vacuum, would work on the filled entries while
 * it is measured, calm or not, and take half a core of two.
 */
export async function takeAsGrown(ownerUrl: string): Promise<void> {
  const pool = connectPool(ownerUrl, { applicationName: 'bench', max: 1, statementTimeout: 0 });
  while (await goOnWithSearch(pool));
  await pool.end();
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(
      `INSERT INTO misuse_examined (agency_id, index, at)
       SELECT agency_id, max(index), max(at) FROM audit_search WHERE agency_id IS NOT NULL GROUP BY agency_id
       ON CONFLICT (agency_id) DO UPDATE SET index = excluded.index, at = excluded.at`,
    );
    await client.query('VACUUM (ANALYZE) audit_detail');
    await client.query('VACUUM (ANALYZE) audit_search');
    await client.query('VACUUM (ANALYZE) log_entry');
  } finally {
    await client.end();
  }
}
