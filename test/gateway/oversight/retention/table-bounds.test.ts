/** Nothing in the gateway's database grows without a bound that somebody has thought of. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { GATEWAY_PRIVILEGES } from '../../../../gateway/database/privileges/gateway-privileges.ts';
import { purgeKept } from '../../../../gateway/oversight/retention/purge-kept.ts';
import { RETENTION_RULES } from '../../../../gateway/oversight/retention/retention-rules.ts';
import { revokeAgency } from '../../../../gateway/registry/grants/revoke-agency.ts';
import { InFlight } from '../../../../gateway/release/lease/in-flight.ts';
import {
  createSharingFixture,
  PARTNER,
  type SharingFixture,
} from '../../../setup/database/sharing-fixture.ts';
import { standingLease } from '../../../setup/database/standing-lease.ts';
import { TABLE_BOUNDS } from './table-bounds.ts';

const [, AFTER = ''] = readFileSync('gateway/docs/operating.md', 'utf8').split(
  '\n## What grows, and what bounds it\n',
);
const [SECTION = ''] = AFTER.split('\n## ');
/** The row of the operators' guide with the tables that have a row for each act of a person. */
const PEOPLE = SECTION.split('\n').find((row) => row.includes('for what a person did')) ?? '';

const tablesIn = (text: string) => [...text.matchAll(/`([a-z_]+)`/g)].map(([, name]) => name as string);

let fixture: SharingFixture;

beforeAll(async () => {
  fixture = await createSharingFixture();
});
afterAll(() => fixture.close());

describe('each table of the gateway’s database', () => {
  test('has a declared bound, and nothing else has one', async () => {
    const { rows } = await fixture.ownerPool.query(
      `SELECT relname AS name FROM pg_class
       WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition`,
    );
    const bounded = new Set([...Object.keys(TABLE_BOUNDS), ...tablesIn(PEOPLE)]);
    expect(rows.map(({ name }) => name).sort()).toEqual([...bounded].sort());
  });

  test('that is bounded by rules of retention has those rules, and each rule is of such a table', () => {
    const named = Object.values(TABLE_BOUNDS).flatMap((bound) => (bound.by === 'rule' ? bound.rules : []));
    expect([...named].sort()).toEqual(RETENTION_RULES.map(({ table }) => table).sort());
  });

  test('that the gateway may delete from is one that something bounds, not one that is kept', () => {
    const kept = Object.entries(TABLE_BOUNDS).filter(([, { by }]) => by === 'log');
    for (const [table] of kept)
      expect([table, GATEWAY_PRIVILEGES.tables[table]?.delete]).toEqual([table, undefined]);
  });

  test('that a chore keeps small names a chore, or a file, that there is', () => {
    const housekeeping = readFileSync('gateway/node/housekeeping.ts', 'utf8');
    for (const bound of Object.values(TABLE_BOUNDS)) {
      if (bound.by !== 'chore') continue;
      if (bound.where.endsWith('.ts')) readFileSync(`gateway/${bound.where}`);
      else expect(housekeeping).toContain(`name: '${bound.where}'`);
    }
  });

  test('is in the operators’ guide, under what bounds it', () => {
    const told = new Set(tablesIn(SECTION));
    expect(Object.keys(TABLE_BOUNDS).filter((table) => !told.has(table))).toEqual([]);
  });
});

describe('acknowledgments of a mark', () => {
  test('go a month after its drain has ended, and by nobody before', async () => {
    const { agencyId, ownerPool, pool } = fixture;
    const { rows: persons } = await ownerPool.query('SELECT id FROM person LIMIT 1');
    const by = { reason: 'misuse', personId: persons[0].id as string };
    const agency = { id: agencyId, ori: PARTNER };
    const deps = { pool, inFlight: new InFlight(standingLease()) };
    const marks: number[] = [];
    for (let i = 0; i < 3; i += 1) marks.push((await revokeAgency(deps, { agency, ...by })).index);
    await ownerPool.query(
      `INSERT INTO mark_acknowledgement (mark, node_id, generation, drained, aborted)
       SELECT mark, gen_random_uuid(), g, 0, 0 FROM unnest($1::bigint[]) AS mark, generate_series(901, 902) AS g`,
      [marks],
    );
    const [old, , open] = marks;
    await ownerPool.query(`UPDATE drain SET effective_at = now() - interval '31 days' WHERE mark = $1`, [
      old,
    ]);
    await ownerPool.query(
      'UPDATE drain SET effective_at = NULL, drained = NULL, aborted = NULL, expired_nodes = NULL WHERE mark = $1',
      [open],
    );
    await expect(pool.query('DELETE FROM mark_acknowledgement')).rejects.toThrow('denied');
    await expect(ownerPool.query('DELETE FROM mark_acknowledgement')).rejects.toMatchObject({
      constraint: 'mark_acknowledgement_ended',
    });
    // Who asks for more than a month allows gets what it allows.
    await pool.query(`SELECT forget_acknowledgements(current_date + 365)`);
    const { rows } = await pool.query(
      'SELECT DISTINCT mark FROM mark_acknowledgement WHERE mark = ANY ($1)',
      [marks],
    );
    expect(rows.map(({ mark }) => mark).sort()).toEqual(marks.slice(1));
    await ownerPool.query(`UPDATE drain SET effective_at = now() - interval '31 days' WHERE mark = $1`, [
      marks[1],
    ]);
    expect(await purgeKept(pool)).toEqual([
      { what: 'acknowledgments of nodes that access was taken away', rows: 2 },
    ]);
  });
});
