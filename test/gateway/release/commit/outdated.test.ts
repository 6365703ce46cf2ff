/** What was authenticated before a client or person of its agency was changed is not released after it. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Registrations } from '../../../../gateway/identity/registrations-store.ts';
import { removeClient } from '../../../../gateway/registry/identities/remove-client.ts';
import type { PendingReads } from '../../../../gateway/release/facts/pending-query.ts';
import { withdrawRight } from '../../../../gateway/release/revoke/withdraw-right.ts';
import {
  createSharingFixture,
  OWNER,
  PARTNER,
  partnerSystem,
  pendingQuery,
  type SharingFixture,
} from '../../../setup/database/sharing-fixture.ts';
import { openQueue, type PatientQueue } from '../../../setup/patient-queue.ts';
import { startTestNode } from '../../../setup/start-test-node.ts';

const ISSUER = 'http://issuer.test';

let fixture: SharingFixture;
let queue: PatientQueue;
let registrations: Registrations;
let serial = 0;
/** Another client of the partner, new in each test. */
let other: { readonly id: string; readonly name: string };

async function register(name: string, ori: string): Promise<string> {
  const { rows } = await fixture.ownerPool.query(
    `INSERT INTO client_registration (issuer_id, client_id, agency_id, ori)
     SELECT i.id, $1, o.agency_id, o.ori FROM identity_issuer i, agency_ori o WHERE o.ori = $2
     RETURNING id::text AS id`,
    [name, ori],
  );
  return rows[0].id;
}

beforeAll(async () => {
  fixture = await createSharingFixture();
  queue = openQueue({ url: fixture.databases.gatewayUrl, connections: 1 }, fixture.deps);
  await register('adams', PARTNER);
  registrations = await Registrations.load(fixture.pool);
});
beforeEach(async () => {
  serial += 1;
  const name = `adams-${serial}`;
  other = { id: await register(name, PARTNER), name };
  await registrations.reload();
});
afterAll(async () => {
  await queue.close();
  await fixture.close();
});

function version(): number {
  const client = registrations.findClient(ISSUER, 'adams');
  if (client === undefined) throw new Error('the client that asks is not registered');
  return client.identities;
}

/** As it waits for its commit, authenticated a moment ago. */
function asked(changes: Partial<PendingReads> = {}): PendingReads {
  const subject = partnerSystem(fixture.agencyId, { identities: version() });
  return pendingQuery(fixture.agencyId, { subject, ...changes }, 0);
}

const commit = async (pending: PendingReads) => (await queue.commit(pending)).kind;
const entries = async () =>
  (await fixture.pool.query('SELECT count(*)::int AS n FROM log_entry')).rows[0].n as number;

async function removeOther(): Promise<void> {
  const node = await startTestNode(fixture.databases.gatewayUrl, fixture.pool);
  const { rows } = await fixture.pool.query('SELECT id FROM person LIMIT 1');
  const removal = { id: other.id, reason: 'test', personId: rows[0].id };
  try {
    await removeClient({ pool: fixture.pool, inFlight: node.inFlight }, removal);
  } finally {
    await node.close();
  }
}

describe('a query that was authenticated before a client of its agency was removed', () => {
  test('is not released after it, nor logged; asked again it is', async () => {
    const [before, after] = [asked(), asked()];
    expect(await commit(before)).toBe('released');
    await removeOther();
    const size = await entries();
    expect(await commit(after)).toBe('outdated');
    expect(await entries()).toBe(size);
    await registrations.reload();
    expect(registrations.findClient(ISSUER, other.name)).toBeUndefined();
    expect(await commit(asked())).toBe('released');
  });

  test('nor is a dry run answered, nor anything told that was asked with a proof used before', async () => {
    const dryRun = asked({ kind: 'dry_run', found: null });
    const pending = asked();
    await removeOther();
    expect(await commit(dryRun)).toBe('outdated');
    expect(await commit(pending)).toBe('outdated');
    expect(await commit(pending)).toBe('replayed');
  });

  test('in one batch with another agency’s and a job’s, which nobody signed in for, is the only one', async () => {
    const job = pendingQuery(fixture.agencyId, {}, 0);
    const old = asked();
    await removeOther();
    await registrations.reload();
    expect(await Promise.all([job, old, asked()].map(commit))).toEqual(['released', 'outdated', 'released']);
  });
});

describe('counts whichever way it was made:', () => {
  const ways: readonly (readonly [string, string])[] = [
    [
      'a removal by the operator’s own SQL',
      `UPDATE client_registration SET status = 'removed' WHERE id = $1`,
    ],
    ['a deletion', 'DELETE FROM client_registration WHERE id = $1'],
    [
      'a person',
      `WITH made AS (SELECT $1::text) UPDATE person p SET roles = '{}' FROM agency_ori o, made
       WHERE o.agency_id = p.agency_id AND p.subject = 'officer'`,
    ],
    [
      'an issuer',
      `WITH made AS (SELECT $1::text) UPDATE identity_issuer SET jwks_uri = jwks_uri || '/new' FROM made`,
    ],
  ];

  beforeAll(async () => {
    await fixture.ownerPool.query(
      `INSERT INTO person (issuer_id, subject, name, agency_id, ori)
       SELECT i.id, 'officer', 'Officer', o.agency_id, o.ori FROM identity_issuer i, agency_ori o WHERE o.ori = $1`,
      [PARTNER],
    );
  });

  test.each(ways)('%s', async (_what, sql) => {
    const pending = asked();
    await fixture.ownerPool.query(sql, [other.id]);
    expect(await commit(pending)).toBe('outdated');
  });

  test('all of them at once', async () => {
    const pending = asked();
    await fixture.ownerPool.query('TRUNCATE client_registration');
    expect(await commit(pending)).toBe('outdated');
    await register('adams', PARTNER);
  });

  test('but not a new client, nor one of another agency, nor a new issuer', async () => {
    const pending = asked();
    await fixture.ownerPool.query(
      `INSERT INTO identity_issuer (issuer, jwks_uri) VALUES ('http://other.test', 'http://other.test/jwks')`,
    );
    const ofOwner = await register(`owner-${serial}`, OWNER);
    await fixture.pool.query(`UPDATE client_registration SET status = 'removed' WHERE id = $1`, [ofOwner]);
    await register(`adams-new-${serial}`, PARTNER);
    expect(await commit(pending)).toBe('released');
  });
});

test('the gateway’s own role cannot set a version back', async () => {
  for (const statement of [
    'UPDATE agency_identities SET version = 0',
    'DELETE FROM agency_identities',
    'UPDATE issuer_changes SET version = 0',
    'DELETE FROM issuer_changes',
  ]) {
    await expect(fixture.pool.query(statement)).rejects.toMatchObject({ code: '42501' });
  }
});

test('an operator who leaves a removal uncommitted holds up neither releases nor a mark', async () => {
  const operator = await fixture.ownerPool.connect();
  const node = await startTestNode(fixture.databases.gatewayUrl, fixture.pool);
  try {
    await operator.query('BEGIN');
    await operator.query(`UPDATE client_registration SET status = 'removed' WHERE client_id = 'adams'`);
    const { rows } = await fixture.pool.query('SELECT id FROM person LIMIT 1');
    await withdrawRight(
      { pool: fixture.pool, inFlight: node.inFlight },
      {
        agency: { id: fixture.agencyId, ori: PARTNER },
        grant: null,
        kind: 'subject_suspended',
        reason: 'test',
        personId: rows[0].id,
        change: async () => undefined,
      },
    );
    expect(await commit(asked())).toBe('released');
  } finally {
    await operator.query('ROLLBACK');
    operator.release();
    await node.close();
  }
});
