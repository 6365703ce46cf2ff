/** Promise P1 by direct SQL: anyone who holds the gateway's role, or even the schema, cannot grant to the ineligible. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTestRegistry, type TestRegistry } from '../../../setup/database/test-registry.ts';

let registry: TestRegistry;
beforeAll(async () => {
  registry = await createTestRegistry();
});
afterAll(() => registry.close());

const SIGNED = `agreement_reference = 'MOU-1', agreement_signed_on = current_date, agreement_article_74 = true`;
const AGREED = `${SIGNED}, certification_signer = 'Chief Example', certification_signed_on = current_date`;

let serial = 0;
/** An agency that could be granted anything, and then one fact changed. */
async function agencyWith(change: string): Promise<number> {
  serial += 1;
  const { id } = await registry.register(`CO09${String(serial).padStart(5, '0')}`);
  await registry.ownerPool.query(`UPDATE agency SET ${AGREED} WHERE id = $1`, [id]);
  if (change !== '') await registry.ownerPool.query(`UPDATE agency SET ${change} WHERE id = $1`, [id]);
  return id;
}

function activate(agencyId: number, values: Record<string, unknown> = {}) {
  const { persons, ownerPool: pool } = registry;
  const row: Record<string, unknown> = {
    agency_id: agencyId,
    purposes: ['stolen_vehicle'],
    data_classes: ['reads'],
    look_back_days: 30,
    daily_records: 100,
    valid_from: new Date(),
    valid_until: new Date(Date.now() + 86_400_000),
    agreement_reference: 'MOU-1',
    agreement_signed_on: new Date(),
    agreement_article_74: true,
    agreement_officer_mfa: true,
    certification_signer: 'Chief Example',
    certification_signed_on: new Date(),
    status: 'active',
    proposed_by: persons['admin-1'],
    proposed_at: new Date(),
    approved_by: persons['admin-2'],
    approved_at: new Date(),
    ...values,
  };
  const names = Object.keys(row);
  return pool.query(
    `INSERT INTO sharing_grant (${names.join(', ')}) VALUES (${names.map((_, i) => `$${i + 1}`).join(', ')}) RETURNING id`,
    Object.values(row),
  );
}

describe('an active grant, by direct SQL', () => {
  test('is taken for an eligible agency', async () => {
    await expect(activate(await agencyWith(''))).resolves.toMatchObject({ rowCount: 1 });
  });

  test.each([
    ["class = 'federal'"],
    ["class = 'tribal'"],
    ["class = 'task_force'"],
    ["class = 'campus_private', bound_by_article_74 = false"],
    ["class = 'corrections', has_287g = true"],
    ["class = 'private'"],
    ["class = 'fusion'"],
    ["class = 'not_criminal_justice'"],
    ["class = 'out_of_state'"],
    ["state = 'WY'"],
    ['bound_by_article_74 = false'],
    ['has_287g = true'],
    ['federal_members = true'],
    ["status = 'draft'"],
    ["status = 'suspended'"],
    ["status = 'retired'"],
    ['agreement_reference = NULL, agreement_signed_on = NULL'],
    ['agreement_article_74 = false'],
    ['certification_signer = NULL, certification_signed_on = NULL'],
  ])('is refused for an agency with %s', async (change) => {
    const id = await agencyWith(change);
    await expect(activate(id)).rejects.toMatchObject({ code: '23503' });
    // Nor by the way over a proposal.
    const { rows } = await activate(id, { status: 'proposed', approved_by: null, approved_at: null });
    await expect(
      registry.ownerPool.query(
        `UPDATE sharing_grant SET status = 'active', approved_by = $2, approved_at = now() WHERE id = $1`,
        [rows[0].id, registry.persons['admin-2']],
      ),
    ).rejects.toMatchObject({ code: '23503' });
  });

  test.each([["class = 'campus_private'"], ["class = 'corrections'"]])(
    'is taken for an agency with %s that is bound by article 74: each of its queries is held',
    async (change) => {
      await expect(activate(await agencyWith(change))).resolves.toMatchObject({ rowCount: 1 });
    },
  );

  test('is refused for the owner itself', async () => {
    const { id } = await registry.agency(registry.owner);
    await registry.ownerPool.query(`UPDATE agency SET ${AGREED} WHERE id = $1`, [id]);
    await expect(activate(id)).rejects.toMatchObject({ code: '23503' });
  });

  test.each([
    [
      'the owner: nothing is shared with it',
      async () => (await registry.agency(registry.owner)).id,
      ['reads'],
    ],
    [
      'the owner, beside its own use',
      async () => (await registry.agency(registry.owner)).id,
      ['own', 'reads'],
    ],
    ['a partner: the own use is the owner’s', () => agencyWith(''), ['own']],
    ['a partner, beside what is shared', () => agencyWith(''), ['reads', 'own']],
  ])('is refused for %s', async (_, agencyId, classes) => {
    const id = await agencyId();
    await expect(activate(id, { data_classes: classes })).rejects.toMatchObject({
      code: expect.stringMatching(/^235(03|14)$/),
    });
  });

  const OWN = { data_classes: ['own'], certification_signer: null, certification_signed_on: null };

  test('is taken for the own use of the owner, without a certification, and keeps it from what bars it', async () => {
    const { id } = await registry.agency(registry.owner);
    await registry.ownerPool.query(`UPDATE agency SET ${SIGNED} WHERE id = $1`, [id]);
    await expect(activate(id, OWN)).resolves.toMatchObject({ rowCount: 1 });
    for (const change of ['has_287g = true', "status = 'suspended'", 'is_owner = false']) {
      const changing = registry.ownerPool.query(`UPDATE agency SET ${change} WHERE id = $1`, [id]);
      await expect(changing).rejects.toMatchObject({ code: '23503' });
    }
  });

  test('is refused without a certification for a partner', async () => {
    const { data_classes: _, ...without } = OWN;
    await expect(activate(await agencyWith(''), without)).rejects.toMatchObject({ code: '23514' });
  });

  test.each([
    ['one person only', () => ({ approved_by: registry.persons['admin-1'] })],
    ['nobody who approved', () => ({ approved_by: null })],
    ['an agreement that leaves out article 74', () => ({ agreement_article_74: false })],
    ['a certification older than a year', () => ({ certification_signed_on: '2020-01-01' })],
    ['more days than the retention', () => ({ look_back_days: 31 })],
    ['no purpose', () => ({ purposes: [] })],
    ['an unknown data class', () => ({ data_classes: ['everything'] })],
  ])('is refused with %s', async (_, values) => {
    await expect(activate(await agencyWith(''), values())).rejects.toMatchObject({ code: '23514' });
  });

  test('is refused beside another one', async () => {
    const id = await agencyWith('');
    await activate(id);
    await expect(activate(id)).rejects.toMatchObject({ code: '23505' });
  });

  test.each([
    ["class = 'federal'"],
    ['has_287g = true'],
    ["status = 'suspended'"],
    ['certification_signer = NULL, certification_signed_on = NULL'],
  ])('keeps its agency from %s: the grant has to end first', async (change) => {
    const id = await agencyWith('');
    await activate(id);
    await expect(
      registry.ownerPool.query(`UPDATE agency SET ${change} WHERE id = $1`, [id]),
    ).rejects.toMatchObject({ code: '23503' });
  });
});

describe('grants', () => {
  test('are never deleted, not even by the owner of the schema', async () => {
    await activate(await agencyWith(''));
    await expect(registry.pool.query('DELETE FROM sharing_grant')).rejects.toThrow('permission denied');
    await expect(registry.ownerPool.query('DELETE FROM sharing_grant')).rejects.toThrow('are kept');
    await expect(registry.ownerPool.query('TRUNCATE sharing_grant CASCADE')).rejects.toThrow('are kept');
  });
});

describe('an ORI', () => {
  test.each([['co0010000'], ['CO00100'], ['CO0010000 '], ['СO0010000'], ['CO-001000']])(
    'that is malformed (%j) is refused',
    async (ori) => {
      const insert = registry.pool.query('INSERT INTO agency_ori (ori, agency_id) VALUES ($1, 1)', [ori]);
      await expect(insert).rejects.toMatchObject({ code: '23514' });
    },
  );
});
