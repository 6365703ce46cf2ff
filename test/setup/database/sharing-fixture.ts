/** A registry with one partner that shares, in a real database: what most tests of the release begin with. */
import { randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { canonicalJson } from '../../../gateway/audit/canonical-json.ts';
import { createCheckpointSigner, generateLogKey } from '../../../gateway/audit/checkpoint-signer.ts';
import { createLog } from '../../../gateway/audit/create-log.ts';
import { createPlateKeys } from '../../../gateway/audit/plate-hmac.ts';
import { connectPool } from '../../../gateway/database/db.ts';
import type { CommitDeps } from '../../../gateway/release/commit/commit-releases.ts';
import { createHistoryCoder } from '../../../gateway/release/facts/history-codes.ts';
import type { PendingReads } from '../../../gateway/release/facts/pending-query.ts';
import { HeadWitness } from '../../../gateway/release/lease/head-witness.ts';
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import type { Subject } from '../../../sharing-rules/terms/asker.ts';
import { PURPOSES } from '../../../sharing-rules/terms/purposes.ts';
import type { Query } from '../../../sharing-rules/terms/query.ts';
import { testLimits } from '../test-limits.ts';
import { createTestDatabases, type TestDatabases } from './test-databases.ts';

export const OWNER = 'CO0010300' as Ori;
export const PARTNER = 'CO0010000' as Ori;

/** Of its commits, where others are wanted than `testLimits`. */
export type FixtureLimits = Parameters<typeof testLimits>[0];

export interface SharingFixture {
  readonly databases: TestDatabases;
  /** The gateway's own role. */
  readonly pool: pg.Pool;
  /** The database's owner, for looking and for changing what the gateway may not. */
  readonly ownerPool: pg.Pool;
  readonly agencyId: number;
  readonly grantId: string;
  readonly deps: CommitDeps;
  close(): Promise<void>;
}

/**
 * An owner, two administrators, and a partner with a grant in force.
 * @param given empty ones; default: a fresh pair
 */
export async function createSharingFixture(
  limits: FixtureLimits = {},
  given?: TestDatabases,
): Promise<SharingFixture> {
  const databases = given ?? (await createTestDatabases());
  const pool = connectPool(databases.gatewayUrl, { applicationName: 'test' });
  const ownerPool = connectPool(databases.gatewayOwnerUrl, { applicationName: 'test-owner' });
  await createLog(pool, 'log.test/alpr');
  const { agencyId, grantId } = await insertPartner(ownerPool);
  const plateKeys = createPlateKeys(randomBytes(32));
  const deps: CommitDeps = {
    owner: OWNER,
    limits: testLimits(limits),
    rulesRevision: 'test',
    refusalsPerDay: 1_000_000,
    plateKeys,
    codeHistory: createHistoryCoder(plateKeys('history')),
    signer: createCheckpointSigner('log.test/alpr', generateLogKey()),
    witness: new HeadWitness(),
  };
  return {
    databases,
    pool,
    ownerPool,
    agencyId,
    grantId,
    deps,
    close: async () => {
      await Promise.all([pool.end(), ownerPool.end()]);
      await databases.drop();
    },
  };
}

async function insertPartner(pool: pg.Pool): Promise<{ agencyId: number; grantId: string }> {
  const { rows: issuers } = await pool.query(
    `INSERT INTO identity_issuer (issuer, jwks_uri, asserts_roles) VALUES ('http://issuer.test', 'http://issuer.test/jwks', true) RETURNING id`,
  );
  const agencies = await pool.query(
    `INSERT INTO agency (ori, name, class, state, bound_by_article_74, has_287g, federal_members, is_owner, status, roster,
       agreement_reference, agreement_signed_on, agreement_article_74, agreement_officer_mfa, certification_signer, certification_signed_on)
     VALUES ($1, 'Commerce City PD', 'municipal', 'CO', true, false, false, true, 'active', 0, NULL, NULL, false, false, NULL, NULL),
            ($2, 'Adams SO', 'sheriff', 'CO', true, false, false, false, 'active', 3, 'MOU-1', current_date, true, true, 'A Signer', current_date)
     RETURNING id`,
    [OWNER, PARTNER],
  );
  const [owner, partner] = agencies.rows.map((row) => row.id as number);
  await pool.query(`INSERT INTO agency_ori (ori, agency_id) VALUES ($1, $2), ($3, $4)`, [
    OWNER,
    owner,
    PARTNER,
    partner,
  ]);
  const persons = await pool.query(
    `INSERT INTO person (issuer_id, subject, name, agency_id, ori, roles, employee_id)
     VALUES ($1, 'admin-1', 'Admin One', $2, $3, '{sharing_admin}', 'E-1'), ($1, 'admin-2', 'Admin Two', $2, $3, '{sharing_admin}', 'E-2') RETURNING id`,
    [issuers[0].id, owner, OWNER],
  );
  const [one, two] = persons.rows.map((row) => row.id as string);
  const grants = await pool.query(
    `INSERT INTO sharing_grant (agency_id, purposes, data_classes, look_back_days, daily_records, valid_from, valid_until,
       agreement_reference, agreement_signed_on, agreement_article_74, agreement_officer_mfa, certification_signer, certification_signed_on,
       status, proposed_by, proposed_at, approved_by, approved_at)
     VALUES ($1, $2, '{reads}', 30, 5000, now() - interval '1 day', now() + interval '90 days', 'MOU-1', current_date, true, true,
       'A Signer', current_date, 'active', $3, now(), $4, now()) RETURNING id`,
    [
      partner,
      PURPOSES.filter((purpose) => purpose.answer === 'approved').map((purpose) => purpose.code),
      one,
      two,
    ],
  );
  return { agencyId: partner as number, grantId: grants.rows[0].id };
}

/** A partner's system client as it is after authentication. */
export function partnerSystem(agencyId: number, changes: Partial<Subject> = {}): Subject {
  return {
    kind: 'system',
    issuer: 'http://issuer.test',
    clientId: 'adams',
    agencyId,
    ori: PARTNER,
    personId: null,
    roles: [],
    mfa: false,
    authenticatedAt: null,
    senderConstrained: true,
    ...changes,
  };
}

/** A query that the rules permit, of officer `officer-1`. */
export function stolenVehicleQuery(changes: Partial<Query> = {}): Query {
  const now = Date.now();
  return {
    purpose: {
      code: 'stolen_vehicle',
      caseNumber: 'CR-2026-0142',
      justification: 'sedan stolen from a driveway overnight, seen on Dahlia Street',
    },
    onBehalfOf: { id: 'officer-1', name: 'Officer One', ori: PARTNER },
    plate: { number: 'ZZT1234', match: 'exact' },
    from: now - 86_400_000,
    to: now,
    limit: 100,
    ...changes,
  };
}

/** As many reads as are said to be found, newest first: as canonical as the store's. */
function readsText(count: number): string {
  const newest = Date.now();
  return canonicalJson(
    Array.from({ length: count }, (_, i) => ({
      capturedAt: new Date(newest - i * 1_000).toISOString(),
      plate: 'ZZT1234',
      readId: randomUUID(),
    })),
  );
}

/** A query at the commit step, with `count` reads found. */
export function pendingQuery(agencyId: number, changes: Partial<PendingReads> = {}, count = 2): PendingReads {
  return {
    of: 'reads',
    kind: 'query',
    subject: partnerSystem(agencyId),
    query: stolenVehicleQuery(),
    queryHash: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',
    findings: [],
    proof: { hash: randomBytes(32), expiresAt: new Date(Date.now() + 60_000) },
    found: { text: readsText(count), count, next: null },
    follows: null,
    pickUp: null,
    continues: null,
    traceparent: null,
    ...changes,
  };
}
