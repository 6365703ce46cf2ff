import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createSharingFixture, type SharingFixture } from '../../setup/sharing-fixture.ts';

let fixture: SharingFixture;

beforeAll(async () => {
  fixture = await createSharingFixture();
});

afterAll(async () => {
  await fixture.close();
});

async function days(): Promise<string[]> {
  const { rows } = await fixture.ownerPool.query(
    `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'audit_detail'::regclass ORDER BY 1`,
  );
  return rows.map((row) => row.name);
}

describe('the days of the details', () => {
  test('are made ahead by the gateway, which may create no table itself', async () => {
    await fixture.pool.query(`SELECT ensure_audit_days('2031-01-01', 2)`);
    expect(await days()).toEqual(expect.arrayContaining(['audit_detail_20310101', 'audit_detail_20310102']));
    await expect(fixture.pool.query('CREATE TABLE mine (id int)')).rejects.toThrow('permission denied');
  });

  test('are dropped after their time, and never before a year is over', async () => {
    await fixture.pool.query(`SELECT ensure_audit_days('2021-01-01', 1)`);
    const { rows } = await fixture.pool.query(`SELECT purge_audit_details('2021-01-02') AS dropped`);
    expect(rows[0].dropped).toBe(1);
    expect(await days()).not.toContain('audit_detail_20210101');
    await expect(fixture.pool.query('SELECT purge_audit_details(current_date - 300)')).rejects.toThrow(
      '365 days',
    );
  });
});
