/** A registry for tests of the administrators' side: the owner, its issuer, persons with roles, an empty log. */
import type pg from 'pg';
import { findAgencyByOri } from '../../gateway/agencies/agencies-store.ts';
import { registerAgency } from '../../gateway/agencies/register-agency.ts';
import { createLog } from '../../gateway/audit/create-log.ts';
import { connectPool } from '../../gateway/db.ts';
import { inTransaction } from '../../gateway/db-transaction.ts';
import { InFlight } from '../../gateway/release/in-flight.ts';
import type { Agency, Ori, Role } from '../../sharing-rules/terms.ts';
import { createTestDatabases } from './test-databases.ts';

export const OWNER = 'CO0010300' as Ori;

/** Persons by the name of the client that acts for them. */
const PERSONS: Readonly<Record<string, Role>> = {
  'admin-1': 'sharing_admin',
  'admin-2': 'sharing_admin',
  auditor: 'auditor',
  reviewer: 'reviewer',
  chief: 'chief',
};

export interface TestRegistry {
  /** Connected as the gateway's own role. */
  readonly pool: pg.Pool;
  /** Connected as the schema's owner: for what the gateway's role must not be able to do. */
  readonly ownerPool: pg.Pool;
  readonly gatewayUrl: string;
  readonly owner: Ori;
  readonly inFlight: InFlight;
  /** Person ids by client name. */
  readonly persons: Readonly<Record<string, string>>;
  /** Registers an active municipal agency, or what `facts` say. */
  register(ori: string, facts?: Partial<Agency>): Promise<Agency>;
  agency(ori: string): Promise<Agency>;
  /** Public entries of the log, oldest first. */
  entries(): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

export async function createTestRegistry(): Promise<TestRegistry> {
  const databases = await createTestDatabases();
  const pool = connectPool(databases.gatewayUrl, { applicationName: 'test', max: 8 });
  const ownerPool = connectPool(databases.gatewayOwnerUrl, { applicationName: 'test-owner', max: 2 });
  await createLog(pool, 'test.example/log');
  const register = (ori: string, facts: Partial<Agency> = {}) =>
    registerAgency({ pool, owner: OWNER }, { ...ordinary(ori), ...facts }, 'test');
  const owner = await register(OWNER);
  const persons: Record<string, string> = {};
  await inTransaction(pool, async (trx) => {
    const issuer = await trx.query(
      `INSERT INTO identity_issuer (issuer, jwks_uri, asserts_roles)
       VALUES ('https://issuer.example', 'https://issuer.example/jwks', true) RETURNING id`,
    );
    for (const [name, role] of Object.entries(PERSONS)) {
      const { rows } = await trx.query(
        `INSERT INTO person (issuer_id, subject, name, agency_id, ori, roles)
         VALUES ($1, $2, $2, $3, $4, $5) RETURNING id`,
        [issuer.rows[0].id, name, owner.id, OWNER, [role]],
      );
      persons[name] = rows[0].id;
    }
  });
  return {
    pool,
    ownerPool,
    gatewayUrl: databases.gatewayUrl,
    owner: OWNER,
    inFlight: new InFlight(),
    persons,
    register,
    agency: async (ori) => (await findAgencyByOri(pool, ori)) as Agency,
    entries: async () => {
      const { rows } = await pool.query('SELECT entry FROM log_entry ORDER BY index');
      return rows.map((row) => JSON.parse(row.entry));
    },
    close: async () => {
      await Promise.all([pool.end(), ownerPool.end()]);
      await databases.drop();
    },
  };
}

function ordinary(ori: string) {
  return {
    ori: ori as Ori,
    oris: [ori as Ori],
    name: `Agency ${ori}`,
    class: 'municipal',
    state: 'CO',
    county: null,
    boundByArticle74: true,
    has287g: false,
    federalMembers: false,
    status: 'active',
    agreement: null,
    certification: null,
    roster: 10,
  } as const;
}
