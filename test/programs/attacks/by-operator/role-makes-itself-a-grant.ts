/** Anyone who has the gateway's own log-in, and psql: what takes two persons, or the owner, must not be had with it. */
import pg from 'pg';
import { type Attack, control } from '../attack.ts';
import { ADAMS, BRIGHTON } from '../scene/cast.ts';

/** What is tried, each in a transaction of its own that is rolled back. */
const TRIES: Readonly<Record<string, readonly string[]>> = {
  'an active grant for an agency made eligible': [
    `UPDATE agency SET has_287g = false, agreement_reference = 'X', agreement_signed_on = current_date,
       agreement_article_74 = true, certification_signer = 'X', certification_signed_on = current_date
     WHERE ori = '${BRIGHTON}'`,
    `INSERT INTO sharing_grant (agency_id, purposes, data_classes, look_back_days, daily_records, valid_from, valid_until,
       agreement_reference, agreement_signed_on, agreement_article_74, agreement_officer_mfa, certification_signer,
       certification_signed_on, status, proposed_by, proposed_at, approved_by, approved_at)
     SELECT (SELECT id FROM agency WHERE ori = '${BRIGHTON}'), '{stolen_vehicle}', '{reads}', 30, 1000, now(), now() + interval '1 day',
       'X', current_date, true, true, 'X', current_date, 'active', p.id, now(), q.id, now()
     FROM person p, person q WHERE p.subject = 'first-admin' AND q.subject = 'second-admin'`,
  ],
  'a federal agency called municipal': [
    `UPDATE agency SET class = 'municipal', state = 'CO' WHERE ori = 'COFBIDN00'`,
  ],
  "a partner's person made administrator": [
    `UPDATE person SET roles = '{sharing_admin}', issuer_id = (SELECT id FROM identity_issuer WHERE asserts_roles LIMIT 1)
     WHERE subject = 'adams-sergeant'`,
  ],
  "a partner's client made the Chief's": [
    `UPDATE client_registration SET person_id = (SELECT id FROM person WHERE subject = 'a-chief') WHERE client_id = 'adams'`,
  ],
  'a removed client brought back': [
    `UPDATE client_registration SET status = 'active' WHERE client_id = 'brighton'`,
  ],
  "another agency's client": [
    `UPDATE client_registration SET agency_id = o.agency_id, ori = o.ori FROM agency_ori o
     WHERE client_id = 'brighton' AND o.ori = '${ADAMS}'`,
  ],
  'an issuer of its own': [
    `INSERT INTO identity_issuer (issuer, jwks_uri, asserts_roles) VALUES ('http://x.test', 'http://x.test/jwks', true)`,
  ],
  "the day's records set back": ['UPDATE agency_usage SET records = 0, releases = 0'],
  'epochs lowered': [`UPDATE agency SET epoch = 0 WHERE ori = '${ADAMS}'`],
  'a head of 10^12 entries': [
    `INSERT INTO log_checkpoint (size, root, frontier) VALUES (1000000000000, sha256('x'), ARRAY[sha256('x')])`,
  ],
  'a head of 10^12 entries by the function': [
    `SELECT append_log('{x}', sha256('x'), 1000000000000, sha256('x'), ARRAY[sha256('x')])`,
  ],
};

/** What makes each of them mean something. */
const SETUP = [
  `INSERT INTO agency (ori, name, class, state, bound_by_article_74, has_287g, federal_members, status)
   VALUES ('COFBIDN00', 'Federal agency', 'federal', 'CO', false, false, true, 'active')`,
  `UPDATE agency SET has_287g = true WHERE ori = '${BRIGHTON}'`,
  `UPDATE agency SET epoch = 7 WHERE ori = '${ADAMS}'`,
  `UPDATE client_registration SET status = 'removed' WHERE client_id = 'brighton'`,
  `INSERT INTO agency_usage (agency_id, day, records, releases) SELECT id, current_date, 100, 10 FROM agency WHERE ori = '${ADAMS}'`,
];

export const attack: Attack = {
  tries: "the gateway's database role makes a grant, an administrator, an agency, a head of its own",
  run: async (scene) => {
    const { gatewayOwnerUrl, gatewayUrl } = await scene.copyDatabases();
    await withClient(gatewayOwnerUrl, async (owner) => {
      for (const statement of SETUP) await owner.query(statement);
      for (const statement of TRIES['epochs lowered'] ?? [])
        control((await owner.query(statement)).rowCount === 1, 'the owner changes nothing with it');
      await owner.query(`UPDATE agency SET epoch = 7 WHERE ori = '${ADAMS}'`);
    });
    return withClient(gatewayUrl, async (role) => {
      const { rowCount } = await role.query('SELECT FROM agency');
      control((rowCount ?? 0) > 3, 'the role cannot even read');
      const done: string[] = [];
      for (const [what, statements] of Object.entries(TRIES)) {
        if (await succeeds(role, statements)) done.push(what);
      }
      const all = Object.keys(TRIES).length;
      return {
        refused: done.length === 0,
        seen: done.length === 0 ? `all ${all} refused` : `${done.length} of ${all} done: ${done.join('; ')}`,
      };
    });
  },
};

async function succeeds(role: pg.Client, statements: readonly string[]): Promise<boolean> {
  await role.query('BEGIN');
  try {
    let changed = 0;
    for (const statement of statements) changed += (await role.query(statement)).rowCount ?? 0;
    await role.query('SET CONSTRAINTS ALL IMMEDIATE');
    return changed >= statements.length;
  } catch {
    return false;
  } finally {
    await role.query('ROLLBACK');
  }
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
