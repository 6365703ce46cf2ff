/** The registry of these tests: agencies, three issuers, and who is registered at which. Everything invented. */
import type pg from 'pg';

export const ADAMS = 'CO0010000';
/** A second ORI of the same entity. */
export const ADAMS_JAIL = 'CO0010001';
export const AURORA = 'CO0010100';
export const OWNER = 'CO0010300';

/** Registers; safe to call once per database. `owner`: the owner's own issuer, `partner`: one without roles. */
export async function registerCast(
  pool: pg.Pool,
  issuers: Readonly<Record<'owner' | 'partner', { readonly issuer: string; readonly jwksUri: string }>>,
): Promise<void> {
  const agencies: Record<string, number> = {};
  for (const [ori, name] of Object.entries({ [ADAMS]: 'Adams', [AURORA]: 'Aurora', [OWNER]: 'Owner' })) {
    const { rows } = await pool.query(
      `WITH made AS (
         INSERT INTO agency (ori, name, class, state, bound_by_article_74, has_287g, federal_members, is_owner, status, roster)
         VALUES ($1, $2, 'municipal', 'CO', true, false, false, $3, 'active', 10) RETURNING id, ori
       ) INSERT INTO agency_ori (agency_id, ori) SELECT id, ori FROM made RETURNING agency_id AS id`,
      [ori, name, ori === OWNER],
    );
    agencies[ori] = rows[0].id;
  }
  await pool.query('INSERT INTO agency_ori (agency_id, ori) VALUES ($1, $2)', [agencies[ADAMS], ADAMS_JAIL]);
  const issuerId = async ({ issuer, jwksUri }: { issuer: string; jwksUri: string }, roles: boolean) => {
    const { rows } = await pool.query(
      'INSERT INTO identity_issuer (issuer, jwks_uri, asserts_roles) VALUES ($1, $2, $3) RETURNING id',
      [issuer, jwksUri, roles],
    );
    return rows[0].id as number;
  };
  const owner = await issuerId(issuers.owner, true);
  const partner = await issuerId(issuers.partner, false);
  const person = async (issuer: number, subject: string, ori: string, roles: string[], status = 'active') => {
    const { rows } = await pool.query(
      `INSERT INTO person (issuer_id, subject, name, agency_id, ori, roles, status, employee_id)
       VALUES ($1, $2, $2, $3, $4, $5, $6, $2) RETURNING id`,
      [issuer, subject, agencies[ori], ori, roles, status],
    );
    return rows[0].id as string;
  };
  const client = (
    issuer: number,
    id: string,
    ori: string,
    personId: string | null = null,
    status = 'active',
  ) =>
    pool.query(
      `INSERT INTO client_registration (issuer_id, client_id, agency_id, ori, person_id, status)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [issuer, id, agencies[ori], ori, personId, status],
    );
  const alice = await person(owner, 'alice', OWNER, ['sharing_admin']);
  await person(owner, 'bob', OWNER, ['auditor']);
  const gone = await person(owner, 'gone', OWNER, ['chief'], 'removed');
  await person(owner, 'deputy', ADAMS, []);
  await client(owner, 'adams', ADAMS);
  await client(owner, 'aurora', AURORA);
  await client(owner, 'leaving', ADAMS);
  await client(owner, 'left', ADAMS, null, 'removed');
  await client(owner, 'console', OWNER);
  await client(owner, 'alice-cli', OWNER, alice);
  await client(owner, 'gone-cli', OWNER, gone);
  await client(partner, 'aurora-own', AURORA);
  // The database lets these in; the gateway must not believe them.
  await client(partner, 'false-admin', OWNER, alice);
  await client(owner, 'false-agency', ADAMS, alice);
}
