/** Officers of one agency, made by SQL: as many as fresh ids would have made over hours. */
import pg from 'pg';

/** Brings the agency to at least so many officers, beyond its roster. @param ownerUrl of the gateway's database */
export async function fillOfficers(ownerUrl: string, ori: string, count: number): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(
      `INSERT INTO officer (agency_id, reference, name, status)
       SELECT a.id, 'bench-' || n, 'Bench officer', 'active' FROM agency a, generate_series(1, $2::int) AS n
       WHERE a.ori = $1 ON CONFLICT DO NOTHING`,
      [ori, count],
    );
    await client.query('VACUUM (ANALYZE) officer');
  } finally {
    await client.end();
  }
}
