/** A grant, and where a partner is told, takes two people: two persons of one human being approve nothing. */
import { describe, expect, test } from '@jest/globals';
import { approveEndpoint } from '../../../../gateway/hot-lists/delivery/approve-endpoint.ts';
import { useGrants } from '../../../setup/database/grant-fixture.ts';
import { grantedBy } from '../../../setup/granted-by.ts';

const fixture = useGrants();
const sql = (text: string, values: unknown[] = []) => fixture.admin.ownerPool.query(text, values);
const setEmployee = (subject: string, id: string | null) =>
  sql('UPDATE person SET employee_id = $2 WHERE subject = $1', [subject, id]);

/** Anyone who owns the database may: the first administrator is registered again, under a sign-in of another name. */
async function asOne(work: () => Promise<void>): Promise<void> {
  await sql('DROP INDEX person_one_employee');
  await setEmployee('admin-2', 'ADMIN-1');
  try {
    await work();
  } finally {
    await setEmployee('admin-2', 'admin-2');
    await sql(`CREATE UNIQUE INDEX person_one_employee ON person (agency_id, lower(employee_id))
      WHERE status = 'active'`);
  }
}

describe('two persons of one employee', () => {
  test('give no grant', () =>
    asOne(async () => {
      const { id } = (await fixture.propose()).body;
      const refused = await fixture.approve(id);
      expect(refused).toMatchObject({
        status: 403,
        body: { detail: expect.stringContaining('two persons') },
      });
      expect((await fixture.entries()).map(({ kind }) => kind)).not.toContain('grant_approved');
    }));

  test('give none by the database either, nor do persons without an employee id', async () => {
    const { id } = (await fixture.propose()).body;
    const activate = () =>
      fixture.admin.ownerPool.query(
        `UPDATE sharing_grant SET status = 'active', approved_at = now(), approved_by = $2 WHERE id = $1`,
        [id, fixture.admin.persons['admin-2']],
      );
    const refused = { code: '23514', constraint: 'sharing_grant_two_people' };
    await asOne(() => expect(activate()).rejects.toMatchObject(refused));
    await sql('ALTER TABLE person DROP CONSTRAINT person_employee_known');
    await setEmployee('admin-1', null);
    await expect(activate()).rejects.toMatchObject(refused);
    expect(await fixture.approve(id)).toMatchObject({
      status: 403,
      body: { detail: expect.stringContaining('no employee id: give them one with `register`') },
    });
    await setEmployee('admin-1', 'admin-1');
    expect((await fixture.approve(id)).status).toBe(200);
  });

  test('approve no address', async () => {
    const { admin, ori } = fixture;
    const { id } = await admin.agency(ori);
    const url = 'https://partner.example/told';
    const [one, other] = [admin.persons['admin-1'], admin.persons['admin-2']] as [string, string];
    const approve = async () =>
      approveEndpoint(admin.pool, { id, ori: ori as never }, url, await grantedBy(admin.pool, other));
    await sql(`INSERT INTO partner_endpoint (agency_id, url, salt, set_by) VALUES ($1, $2, $3, $4)`, [
      ...[id, url, Buffer.alloc(32), one],
    ]);
    await asOne(async () => {
      await expect(approve()).rejects.toMatchObject({
        status: 403,
      });
      const write = `UPDATE partner_endpoint SET approved_by = $2, approved_at = now() WHERE agency_id = $1`;
      await expect(admin.pool.query(write, [id, other])).rejects.toMatchObject({
        constraint: 'partner_endpoint_two_people',
      });
    });
    expect(await approve()).toMatchObject({
      approvedBy: other,
    });
  });
});
