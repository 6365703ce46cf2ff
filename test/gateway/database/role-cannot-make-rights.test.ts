/** Signed in as the gateway's log-in, nobody makes a right by SQL: neither in the registry nor in what was decided. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { appendEvents } from '../../../gateway/audit/append-events.ts';
import { ownerEvent } from '../../../gateway/audit/owner-event.ts';
import { inTransaction } from '../../../gateway/database/db-transaction.ts';
import { type Administration, startAdministration } from '../../setup/administration.ts';
import { sampleGrant } from '../../setup/database/sample-grant.ts';
import { attempt, refused } from './role-cannot.ts';

let admin: Administration;
let federal: number;
let partner: number;
let granted: number;
let proposal: string;
let held: string;
let officer: string;
let report: string;

const sql = (text: string, values: unknown[] = []) => admin.ownerPool.query(text, values);
const cannot = (...statements: Parameters<typeof attempt>[1][]) => refused(admin.pool, ...statements);

beforeAll(async () => {
  admin = await startAdministration();
  federal = (await admin.register('CODHS0100', { class: 'federal', boundByArticle74: false })).id;
  partner = (await admin.register('CO0800100')).id;
  granted = (await admin.register('CO0800200')).id;
  const { id } = (await admin.call('admin-1', 'POST', '/v1/grants', sampleGrant('CO0800200'))).body;
  expect((await admin.call('admin-2', 'POST', `/v1/grants/${id}/approve`)).status).toBe(200);
  proposal = (await admin.call('admin-1', 'POST', '/v1/grants', sampleGrant('CO0800100'))).body.id;
  const officers = await sql(
    `INSERT INTO officer (agency_id, reference, name, status) VALUES ($1, 'o-1', 'Officer Sample', 'suspended') RETURNING id`,
    [granted],
  );
  officer = officers.rows[0].id;
  held = crypto.randomUUID();
  await sql(
    `INSERT INTO held_query (id, held_index, agency_id, officer_id, epoch, rules_revision, subject, query, query_hash, reasons,
       status, held_at, expires_at)
     VALUES ($1, 1, $2, $3, 0, 'test', '{}', '{}', '', '[]', 'held', now(), now() + interval '1 day')`,
    [held, granted, officer],
  );
  report = (
    await admin.call('auditor', 'POST', '/v1/misuse-reports', {
      kind: 'other',
      summary: 'looked up a neighbor',
    })
  ).body.id;
});
afterAll(() => admin.close());

describe('an agency', () => {
  test.each([
    `class = 'municipal'`,
    'bound_by_article_74 = true',
    `class = 'municipal', bound_by_article_74 = true, agreement_reference = 'x', agreement_signed_on = current_date,
      agreement_article_74 = true, certification_signer = 'x', certification_signed_on = current_date`,
  ])('that is federal is not made eligible by: %s', async (change) => {
    await cannot([`UPDATE agency SET ${change} WHERE id = $1`, [federal]]);
  });

  test.each([
    'roster = 100000',
    `encryption_key = '{}'`,
    `agreement_file_sha256 = repeat('a', 64)`,
    `certification_signer = 'x', certification_signed_on = current_date`,
    'is_owner = true',
    `ori = 'CO0809900'`,
  ])('is given nothing by: %s', async (change) => {
    await cannot([`UPDATE agency SET ${change} WHERE id = $1`, [granted]]);
  });

  test('is not confirmed, nor are 287(g) and federal members taken back', async () => {
    await sql(`UPDATE agency SET status = 'draft', has_287g = true, federal_members = true WHERE id = $1`, [
      partner,
    ]);
    for (const change of [`status = 'active'`, 'has_287g = false', 'federal_members = false']) {
      await cannot([`UPDATE agency SET ${change} WHERE id = $1`, [partner]]);
    }
    await sql(
      `UPDATE agency SET status = 'active', has_287g = false, federal_members = false WHERE id = $1`,
      [partner],
    );
  });

  test('is not added, has no further ORI, and no lower epoch', async () => {
    await cannot(
      `INSERT INTO agency (ori, name, class, state, bound_by_article_74, has_287g, federal_members, status, roster)
       VALUES ('CO0809800', 'x', 'municipal', 'CO', true, false, false, 'active', 1)`,
    );
    await cannot([`INSERT INTO agency_ori VALUES ('CO0809700', $1)`, [granted]]);
    await sql('UPDATE agency SET epoch = 7 WHERE id = $1', [granted]);
    await cannot(['UPDATE agency SET epoch = 6 WHERE id = $1', [granted]]);
    await sql('UPDATE sharing_state SET epoch = 7');
    await cannot('UPDATE sharing_state SET epoch = 6');
    await cannot('UPDATE sharing_state SET halted = false');
  });

  test('is not active without a roster, not even by the owner of the schema', async () => {
    const violation = { constraint: 'agency_has_roster' };
    await expect(sql('UPDATE agency SET roster = 0 WHERE id = $1', [partner])).rejects.toMatchObject(
      violation,
    );
    const added = `INSERT INTO agency (ori, name, class, state, bound_by_article_74, has_287g, federal_members, status)
      VALUES ($1, 'x', $2, $3, true, false, false, 'active')`;
    for (const name of ['sheriff', 'campus_private', 'corrections']) {
      await expect(sql(added, ['CO0809600', name, 'CO'])).rejects.toMatchObject(violation);
    }
    // Of what is released nothing anyway, none is asked for.
    await sql(added, ['CO0809600', 'tribal', 'CO']);
    await sql(added, ['WY0809600', 'sheriff', 'WY']);
    await expect(sql(`UPDATE agency SET state = 'CO' WHERE ori = 'WY0809600'`)).rejects.toMatchObject(
      violation,
    );
    await sql(`UPDATE agency SET roster = 0, status = 'suspended' WHERE id = $1`, [partner]);
    await expect(sql(`UPDATE agency SET status = 'active' WHERE id = $1`, [partner])).rejects.toMatchObject(
      violation,
    );
    await sql(`UPDATE agency SET status = 'active', roster = 10 WHERE id = $1`, [partner]);
  });

  test('is raised with an entry of the log by an administrator, and by nobody else', async () => {
    const raise = (by: string | null | undefined) =>
      inTransaction(admin.pool, async (trx) => {
        await trx.query('UPDATE agency SET roster = roster + 1 WHERE id = $1', [partner]);
        const agency = { id: partner, ori: 'CO0800100' };
        await appendEvents(trx, [ownerEvent({ kind: 'agency_changed', agency, owner: { by } })]);
      });
    await expect(raise(admin.persons['admin-1'])).resolves.toBeUndefined();
    for (const by of [admin.persons.auditor, admin.persons.chief, crypto.randomUUID(), 'x', null]) {
      await expect(raise(by)).rejects.toMatchObject({ cause: { code: '42501' } });
    }
    await sql(`UPDATE person SET status = 'removed' WHERE subject = 'admin-2'`);
    await expect(raise(admin.persons['admin-2'])).rejects.toMatchObject({ cause: { code: '42501' } });
    await sql(`UPDATE person SET status = 'active' WHERE subject = 'admin-2'`);
  });

  test('is lowered without anybody’s word: stopping must not fail for want of one', async () => {
    await expect(
      attempt(admin.pool, [`UPDATE agency SET class = 'federal', roster = 1 WHERE id = $1`, [partner]]),
    ).resolves.toBeUndefined();
    await sql(`UPDATE agency SET class = 'municipal' WHERE id = $1`, [partner]);
  });
});

describe('a grant', () => {
  const TERMS = `(agency_id, purposes, data_classes, look_back_days, daily_records, valid_from, valid_until,
    agreement_reference, agreement_signed_on, agreement_article_74, agreement_officer_mfa, certification_signer,
    certification_signed_on, proposed_by, proposed_at`;
  const values = () => [partner, admin.persons['admin-1'], admin.persons['admin-2']];
  const OF = `VALUES ($1, '{stolen_vehicle}', '{reads}', 30, 9999, now(), now() + interval '1 day', 'x', current_date, true,
    true, 'x', current_date, $2, now()`;

  test('is not put in force by a statement, nor proposed without a word of the log', async () => {
    await cannot([
      `INSERT INTO sharing_grant ${TERMS}, status, approved_by, approved_at) ${OF}, 'active', $3, now())`,
      values(),
    ]);
    await cannot([`INSERT INTO sharing_grant ${TERMS}) ${OF})`, values().slice(0, 2)]);
    await cannot([`UPDATE sharing_grant SET status = 'active' WHERE id = $1`, [proposal]]);
    await cannot([
      `UPDATE sharing_grant SET status = 'active', approved_by = $2, approved_at = now() WHERE id = $1`,
      [proposal, admin.persons['admin-2']],
    ]);
  });

  test('is approved by the function for two administrators only, and with a word of the log', async () => {
    await sql(
      `UPDATE agency SET agreement_reference = 'x', agreement_signed_on = current_date, agreement_article_74 = true,
         certification_signer = 'x', certification_signed_on = current_date WHERE id = $1`,
      [partner],
    );
    for (const who of ['admin-1', 'admin-2', 'auditor', 'reviewer', 'chief']) {
      await cannot(['SELECT activate_grant($1, $2)', [proposal, admin.persons[who]]]);
    }
    const { rows } = await sql('SELECT status FROM sharing_grant WHERE id = $1', [proposal]);
    expect(rows).toEqual([{ status: 'proposed' }]);
  });

  test.each([
    `purposes = '{stolen_vehicle,other}'`,
    'daily_records = 999999',
    `valid_until = 'infinity'`,
    'look_back_days = 30',
  ])('in force is not widened by: %s', async (change) => {
    await cannot([`UPDATE sharing_grant SET ${change} WHERE agency_id = $1`, [granted]]);
  });

  test('that was revoked stays so', async () => {
    const { body } = await admin.call('admin-1', 'POST', '/v1/agencies/CO0800200/revoke', { reason: 'test' });
    expect(body.index).toBeGreaterThan(0);
    for (const status of ['active', 'proposed']) {
      await cannot([`UPDATE sharing_grant SET status = $2 WHERE agency_id = $1`, [granted, status]]);
    }
    await cannot('DELETE FROM sharing_grant');
    await cannot(
      `UPDATE drain SET effective_at = NULL, drained = NULL, aborted = NULL, expired_nodes = NULL`,
    );
    await cannot(`INSERT INTO mark (index, kind) VALUES (1000000000000, 'revoked')`);
  });
});

describe('what a person decides', () => {
  test('a held query is not approved by no reviewer, nor by one without a word, nor made approved', async () => {
    for (const who of ['reviewer', 'admin-1']) {
      await cannot([
        `UPDATE held_query SET status = 'approved', decided_by = $2, decided_at = now() WHERE id = $1`,
        [held, admin.persons[who]],
      ]);
    }
    await cannot([`UPDATE held_query SET expires_at = 'infinity' WHERE id = $1`, [held]]);
    await cannot([`UPDATE held_query SET query = '{}' WHERE id = $1`, [held]]);
    await sql(`UPDATE held_query SET status = 'dropped' WHERE id = $1`, [held]);
    await cannot([`UPDATE held_query SET status = 'held' WHERE id = $1`, [held]]);
  });

  test('an officer who was suspended stays so, by whichever way', async () => {
    await cannot([`UPDATE officer SET status = 'active' WHERE id = $1`, [officer]]);
    await cannot([`UPDATE officer SET status = 'held' WHERE id = $1`, [officer]]);
    await cannot([`UPDATE officer SET reference = 'o-2' WHERE id = $1`, [officer]]);
    await sql('UPDATE agency SET roster = 1 WHERE id = $1', [granted]);
    const enrol = `INSERT INTO officer (agency_id, reference, name, status) VALUES ($1, 'o-3', 'Another', `;
    await cannot([`${enrol} 'active')`, [granted]]);
    await sql(`${enrol} 'held')`, [granted]);
    await cannot(`UPDATE officer SET status = 'active' WHERE reference = 'o-3'`);
    await cannot(['DELETE FROM officer WHERE id = $1', [officer]]);
    const answer = await admin.call('admin-1', 'POST', `/v1/subjects/${officer}/reinstate`);
    expect([answer.status, answer.body.status]).toEqual([200, 'active']);
  });

  test('an attestation is an administrator’s', async () => {
    await cannot([
      `UPDATE officer SET attested_employer = 'CO0800200', attested_federal_detail = false, attested_trained_on = current_date,
         attested_by = $2, attested_at = now() WHERE id = $1`,
      [officer, admin.persons['admin-1']],
    ]);
  });

  test('a report of misuse is closed by the Chief, in the log, once', async () => {
    const close = `UPDATE misuse_report SET state = 'closed', outcome = 'unfounded', closed_by = $2, closed_at = now() WHERE id = $1`;
    for (const who of ['chief', 'admin-1']) await cannot([close, [report, admin.persons[who]]]);
    await cannot(['DELETE FROM misuse_report WHERE id = $1', [report]]);
    const closed = await admin.call('chief', 'POST', `/v1/misuse-reports/${report}/close`, {
      outcome: 'founded',
      note: 'yes',
    });
    expect(closed.status).toBe(200);
    await cannot([`UPDATE misuse_report SET outcome = 'unfounded' WHERE id = $1`, [report]]);
  });

  test('an endpoint is set and approved by two administrators, in the log, as it was set', async () => {
    const [one, two] = [admin.persons['admin-1'], admin.persons['admin-2']];
    const set = 'INSERT INTO partner_endpoint (agency_id, url, salt, set_by';
    const salt = Buffer.alloc(32);
    await cannot([
      `${set}, approved_by, approved_at) VALUES ($1, 'https://x', $2, $3, $4, now())`,
      [granted, salt, one, two],
    ]);
    await cannot([`${set}) VALUES ($1, 'https://x', $2, $3)`, [granted, salt, one]]);
    await sql(`${set}) VALUES ($1, 'https://x', $2, $3)`, [granted, salt, one]);
    const approve = 'UPDATE partner_endpoint SET approved_by = $2, approved_at = now() WHERE agency_id = $1';
    for (const who of [one, two, admin.persons.auditor]) await cannot([approve, [granted, who]]);
    await sql(approve, [granted, two]);
    await cannot(`UPDATE partner_endpoint SET url = 'https://thief.example'`);
  });
});
