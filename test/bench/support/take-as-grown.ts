/** A log that was filled in one go is left as one that has grown day by day: looked through for misuse, and vacuumed. */
import pg from 'pg';

/**
 * As the owner of the database. Without this the search for misuse, and vacuum, would work on the filled entries while
 * it is measured, calm or not, and take half a core of two.
 */
export async function takeAsGrown(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(
      `INSERT INTO misuse_search (agency_id, index, at)
       SELECT agency_id, max(index), max(at) FROM audit_detail WHERE agency_id IS NOT NULL GROUP BY agency_id
       ON CONFLICT (agency_id) DO UPDATE SET index = excluded.index, at = excluded.at`,
    );
    await client.query('VACUUM (ANALYZE) audit_detail');
    await client.query('VACUUM (ANALYZE) log_entry');
  } finally {
    await client.end();
  }
}
