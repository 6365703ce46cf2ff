/** A registry for tests of the administrators' side: the owner, its issuer, persons with roles, an empty log. */
import type pg from 'pg';
import { appendEvents } from '../../../gateway/audit/append-events.ts';
import { createLog } from '../../../gateway/audit/create-log.ts';
import { connectPool } from '../../../gateway/database/db.ts';
import { inTransaction } from '../../../gateway/database/db-transaction.ts';
import {
  findAgencyById,
  findAgencyByOri,
  insertAgency,
  notifyRegistry,
} from '../../../gateway/registry/agencies/agencies-store.ts';
import { agencyAdded } from '../../../gateway/registry/agencies/register-agency.ts';
import { InFlight } from '../../../gateway/release/lease/in-flight.ts';
import type { Agency, Ori } from '../../../sharing-rules/terms/agency.ts';
import type { Role } from '../../../sharing-rules/terms/asker.ts';
import { standingLease } from './standing-lease.ts';
import { createTestDatabases } from './test-databases.ts';

export const OWNER = 'CO0010300' as Ori;

/** Persons by name. */
const PERSONS: Readonly<Record<string, Role>> = {
  'admin-1': 'sharing_admin',
  'admin-2': 'sharing_admin',
  auditor: 'auditor',
  reviewer: 'reviewer',
  chief: 'chief',
  counsel: 'process_clerk',
};

/** Clients by id, and the person each acts for: `laptop-1` is another client of the first administrator. */
const CLIENTS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.keys(PERSONS).map((name) => [name, name])),
  'laptop-1': 'admin-1',
};

export interface TestRegistry {
  /** Connected as the gateway's own role. */
  readonly pool: pg.Pool;
  /** Connected as the schema's owner: for what the gateway's role must not be able to do. */
  readonly ownerPool: pg.Pool;
  readonly gatewayUrl: string;
  readonly gatewayOwnerUrl: string;
  /** Of the reads, as the gateway's role. */
  readonly readsUrl: string;
  /** Of the reads, as their owner. */
  readonly readsOwnerUrl: string;
  readonly owner: Ori;
  readonly inFlight: InFlight;
  /** Person ids by name. */
  readonly persons: Readonly<Record<string, string>>;
  /** Registers an active municipal agency, or what `facts` say. */
  register(ori: string, facts?: Partial<Agency>): Promise<Agency>;
  agency(ori: string): Promise<Agency>;
  /** Public entries of the log, oldest first. */
  entries(): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** @param issuer the owner's own issuer @param ori the owner's */
export async function createTestRegistry(
  issuer = 'https://issuer.example',
  ori: Ori = OWNER,
): Promise<TestRegistry> {
  const databases = await createTestDatabases();
  const pool = connectPool(databases.gatewayUrl, { applicationName: 'test', max: 8 });
  const ownerPool = connectPool(databases.gatewayOwnerUrl, { applicationName: 'test-owner', max: 2 });
  await createLog(pool, 'test.example/log');
  const register = (partner: string, facts: Partial<Agency> = {}) =>
    inTransaction(ownerPool, async (trx) => {
      const fields = { ...ordinary(partner), ...facts };
      const id = (await insertAgency(trx, fields, partner === ori)) as number;
      await notifyRegistry(trx, id);
      await appendEvents(trx, [agencyAdded(id, fields, { by: 'test' })]);
      return (await findAgencyById(trx, id)) as Agency;
    });
  const owner = await register(ori);
  const persons: Record<string, string> = {};
  await inTransaction(ownerPool, async (trx) => {
    const { rows: issuers } = await trx.query(
      `INSERT INTO identity_issuer (issuer, jwks_uri, asserts_roles) VALUES ($1, $1 || '/jwks', true) RETURNING id`,
      [issuer],
    );
    for (const [name, role] of Object.entries(PERSONS)) {
      const { rows } = await trx.query(
        `INSERT INTO person (issuer_id, subject, name, agency_id, ori, roles, employee_id)
         VALUES ($1, $2, $2, $3, $4, $5, $2) RETURNING id`,
        [issuers[0].id, name, owner.id, ori, [role]],
      );
      persons[name] = rows[0].id;
    }
    for (const [client, person] of Object.entries(CLIENTS)) {
      await trx.query(
        'INSERT INTO client_registration (issuer_id, client_id, agency_id, ori, person_id) VALUES ($1, $2, $3, $4, $5)',
        [issuers[0].id, client, owner.id, ori, persons[person]],
      );
    }
  });
  return {
    pool,
    ownerPool,
    gatewayUrl: databases.gatewayUrl,
    gatewayOwnerUrl: databases.gatewayOwnerUrl,
    readsUrl: databases.readsUrl,
    readsOwnerUrl: databases.readsOwnerUrl,
    owner: ori,
    inFlight: new InFlight(standingLease()),
    persons,
    register,
    agency: async (partner) => (await findAgencyByOri(pool, partner)) as Agency,
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
