import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connectPool } from '../../../gateway/database/db.ts';
import { deleteAuditDays } from '../../../gateway/oversight/retention/kept-rows-store.ts';
import { makeSearchDay } from '../../setup/database/project-columns.ts';
import { createSharingFixture, type SharingFixture } from '../../setup/database/sharing-fixture.ts';

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

  test('take along what is searched of them, and of no day that is kept', async () => {
    const { ownerPool, pool } = fixture;
    const days = ['2021-04-30', '2021-05-01', '2021-05-02'];
    for (const [index, day] of days.entries()) {
      await pool.query('SELECT ensure_audit_days($1, 1)', [day]);
      await makeSearchDay(ownerPool, day);
      await ownerPool.query(
        `INSERT INTO audit_search (index, day, at, kind, reason_codes, question, altered)
         VALUES ($1, $2::date, $2::date, 'purged', '{}', false, false)`,
        [index, day],
      );
    }
    expect(await deleteAuditDays(pool, '2021-05-02')).toBe(true);
    const { rows } = await ownerPool.query(
      `SELECT tableoid::regclass::text AS month, day::text FROM audit_search`,
    );
    expect(rows).toEqual([{ month: 'audit_search_202105', day: '2021-05-02' }]);
    expect((await pool.query(`SELECT to_regclass('audit_search_202104') AS month`)).rows).toEqual([
      { month: null },
    ]);
  });

  test('come and go while a search reads the details: nobody waits behind either', async () => {
    const { databases, ownerPool, pool } = fixture;
    await pool.query(`SELECT ensure_audit_days('2021-03-01', 1)`);
    const search = await ownerPool.connect();
    const hasty = connectPool(databases.gatewayUrl, {
      applicationName: 'test-hasty',
      statementTimeout: 2_000,
    });
    try {
      await search.query('BEGIN');
      await search.query('SELECT count(*) FROM audit_detail');
      await hasty.query(`SELECT ensure_audit_days('2031-03-01', 1)`);
      expect(await days()).toContain('audit_detail_20310301');
      expect(await deleteAuditDays(hasty, '2021-03-02')).toBe(false);
      expect(await days()).toContain('audit_detail_20210301');
      await search.query('COMMIT');
      expect(await deleteAuditDays(hasty, '2021-03-02')).toBe(true);
      expect(await days()).not.toContain('audit_detail_20210301');
    } finally {
      search.release();
      await hasty.end();
    }
  });

  test('have every index, rule and setting of the days before them', async () => {
    const { rows } = await fixture.ownerPool.query(
      `SELECT count(DISTINCT shape) AS shapes FROM (
         SELECT inhrelid, array_agg(pg_get_indexdef(indexrelid) ~ 'UNIQUE' ORDER BY indkey::text)::text
           || array_agg(indkey::text ORDER BY indkey::text)::text || min(c.reloptions::text) AS shape
         FROM pg_inherits JOIN pg_index ON indrelid = inhrelid JOIN pg_class c ON c.oid = inhrelid
         WHERE inhparent = 'audit_detail'::regclass GROUP BY inhrelid) AS each`,
    );
    expect(Number(rows[0].shapes)).toBe(1);
  });
});
