/** Whoever owns the database can rewrite what is kept of an entry: each reader of the log is told, beside the entry. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Registry } from 'prom-client';
import { appendEvents } from '../../../../gateway/audit/append-events.ts';
import { ownerEvent } from '../../../../gateway/audit/owner-event.ts';
import { inTransaction } from '../../../../gateway/database/db-transaction.ts';
import { auditCommand } from '../../../../gateway/oversight/audit-search/audit-command.ts';
import { holdAgainstLog } from '../../../../gateway/oversight/held/hold-against-log.ts';
import { alteredTeller } from '../../../../gateway/oversight/held/tell-altered.ts';
import type { Inbox } from '../../../../gateway/oversight/overview/inbox.schema.ts';
import { inboxOf } from '../../../../gateway/pages/console/overview-tasks.ts';
import type { Agency } from '../../../../sharing-rules/terms/agency.ts';
import { type Administration, startAdministration } from '../../../setup/administration.ts';
import { runCommand } from '../../../setup/commands/run-command.ts';
import { connectTo } from '../../../setup/connect-to.ts';
import { eventually } from '../../../setup/eventually.ts';
import { appendSampleEntries, OFFICER } from './sample-entries.ts';

let admin: Administration;
/** Nobody who is in the log. */
const OTHER = '99999999-2222-4333-8444-555555555555';
let agency: Agency;
/** Log indices. */
let release: number;
let halt: number;
beforeAll(async () => {
  admin = await startAdministration();
  agency = await appendSampleEntries(admin);
  await admin.call('admin-1', 'POST', '/v1/sharing/halt', { reason: 'a drill' });
  const entries = await admin.entries();
  release = entries.findIndex(({ kind }) => kind === 'release');
  halt = entries.findIndex(({ kind }) => kind === 'halted');
});
afterAll(() => admin.close());

interface Told {
  readonly proved: boolean | null;
  readonly altered: readonly string[];
}

const ofOne = async (index: number) =>
  (await admin.call('auditor', 'GET', `/v1/audit/entries/${index}`)).body as Told;
const ofSearch = async (index: number, details: boolean) =>
  (await admin.call('auditor', 'POST', '/v1/audit/search', { indices: [index], details })).body
    .entries as Told[];
const exported = async (format: string): Promise<string> =>
  (await admin.call('auditor', 'GET', `/v1/audit/export?format=${format}`)).text;
const said = (line: string) => runCommand(auditCommand(connectTo(() => admin)), line);

/** Carries out what the owner of the database can, looks, and puts the row back. */
async function whileChanged<T>(index: number, change: string, look: () => Promise<T>): Promise<T> {
  const { ownerPool } = admin;
  const tables = ['audit_detail', 'audit_search'];
  for (const table of tables) {
    await ownerPool.query(`CREATE TABLE before_${table} AS SELECT * FROM ${table} WHERE index = ${index}`);
  }
  await ownerPool.query(change.replace('$1', `${index}`));
  try {
    return await look();
  } finally {
    for (const table of tables) {
      await ownerPool.query(`DELETE FROM ${table} WHERE index = ${index}`);
      await ownerPool.query(`INSERT INTO ${table} SELECT * FROM before_${table}; DROP TABLE before_${table}`);
    }
  }
}
const set = (change: string) => `UPDATE audit_detail SET ${change} WHERE index = $1`;
const sought = (change: string) => `UPDATE audit_search SET ${change} WHERE index = $1`;

describe('an entry that is as it was logged', () => {
  test('is said to match its log entry wherever it is shown', async () => {
    const proved = { proved: true, altered: [] };
    for (const index of [release, halt]) {
      expect(await ofOne(index)).toMatchObject(proved);
      for (const details of [true, false]) expect(await ofSearch(index, details)).toMatchObject([proved]);
    }
    const lines = (await exported('ndjson')).trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as Told).proved)).toEqual(lines.map(() => true));
    expect(await said(`show ${halt}`)).toMatch(/held against the log +matches its log entry/);
    expect(await said('search')).not.toContain('DOES NOT MATCH');
  });
});

describe('an entry of which somebody rewrote what is kept', () => {
  test.each([
    [
      'who halted',
      () => halt,
      set(`owner_detail = regexp_replace(owner_detail, '"by":"[^"]*"', '"by":"${OTHER}"')`),
      ['details'],
    ],
    ['why', () => halt, set(`owner_detail = replace(owner_detail, 'a drill', 'an order')`), ['details']],
    ['the salt', () => halt, set(`owner_salt = sha256('')`), ['details']],
    ['a detail that is no JSON', () => halt, set(`owner_detail = 'nothing'`), ['details']],
    ['a salt of another length', () => halt, set(`asker_salt = repeat('x', 4096)::bytea`), ['details']],
    ['its kind, for searches', () => halt, set(`kind = 'resumed'`), ['kind']],
    ['its time, for searches', () => halt, set(`at = at - interval '2 minutes'`), ['at']],
    ['the agency, for searches', () => release, sought('agency_id = NULL'), ['agencyId']],
    ['the officer, for searches', () => release, sought(`officer_id = '${OTHER}'`), ['officerId']],
    ['no officer, for searches', () => release, sought('officer_id = NULL'), ['officerId']],
    ['the purpose, for searches', () => release, sought(`purpose = 'missing_endangered'`), ['purpose']],
    ['the reasons, for searches', () => release, sought(`reason_codes = '{grant_revoked}'`), ['reasonCodes']],
    ['the answer, for searches', () => release, sought(`effect = 'deny'`), ['effect']],
    ['the release, for searches', () => release, sought(`release_id = '${OTHER}'`), ['releaseId']],
    [
      'the officer named, for searches',
      () => release,
      sought(`named_officer_id = '${OFFICER}'`),
      ['namedOfficerId'],
    ],
    ['its time, where it is searched', () => release, sought(`at = at - interval '2 minutes'`), ['at']],
    ['its kind, where it is searched', () => release, sought(`kind = 'review'`), ['kind']],
    ['the plate, for searches', () => release, sought(`plate_hmac = sha256('')`), ['plate']],
    [
      'other plates that left, for searches',
      () => release,
      sought(`released_plates = ARRAY[sha256('')]`),
      ['releasedPlates'],
    ],
    ['whether it is a question of its own', () => release, sought('question = NOT question'), ['question']],
  ])('is shown, and said to be altered: %s', async (_what, indexOf, change, altered) => {
    const index = indexOf();
    const told = { proved: false, altered };
    await whileChanged(index, change, async () => {
      expect(await ofOne(index)).toMatchObject(told);
      expect(await ofSearch(index, true)).toMatchObject([told]);
    });
  });

  test('is shown so in lists without details, in files, and by the commands', async () => {
    const told = { proved: false, altered: ['officerId'] };
    await whileChanged(release, sought(`officer_id = '${OTHER}'`), async () => {
      expect(await ofSearch(release, false)).toMatchObject([told]);
      const lines = (await exported('ndjson')).split('\n');
      const line = lines.find((one) => one.startsWith(`{"index":${release},`));
      expect(JSON.parse(line as string)).toMatchObject(told);
      expect(await exported('csv')).toMatch(new RegExp(`^${release},.*"false","officerId",`, 'm'));
      expect(await said(`show ${release}`)).toContain('DOES NOT MATCH its log entry, altered: its officer');
      const found = await said('search --kind release');
      expect(found).toContain(`${release} ALTERED`);
      expect(found).toContain(`entry ${release} DOES NOT MATCH its log entry, altered: its officer`);
    });
    expect(await ofOne(release)).toMatchObject({ proved: true });
  });

  test('is not proved by the genuine row where another one, under another day, is shown', async () => {
    const told: number[] = [];
    const heldAt = await holdAgainstLog(admin.pool, [release], (indices) => told.push(...indices));
    const { rows } = await admin.pool.query('SELECT day::text AS day FROM audit_detail WHERE index = $1', [
      release,
    ]);
    expect([heldAt(release, rows[0].day).proved, told]).toEqual([true, []]);
    expect(heldAt(release, '2020-01-01')).toEqual({ proved: false, altered: ['details'] });
    expect(told).toEqual([release]);
  });

  test('is not called erased where somebody removed its details before their time', async () => {
    await whileChanged(halt, 'DELETE FROM audit_detail WHERE index = $1', async () => {
      expect(await ofOne(halt)).toMatchObject({ proved: false, altered: ['details_missing'], owner: null });
      expect(await said(`show ${halt}`)).toMatch(/its details were\s+removed/);
    });
  });

  test('is an alarm for the operator, in the node’s log and its figures, without anything of the person', async () => {
    const registry = new Registry();
    const logged: unknown[] = [];
    const tell = alteredTeller({
      pool: admin.pool,
      registry,
      log: { error: (...line) => logged.push(line) },
    });
    tell([7, 9]);
    expect(logged).toEqual([
      [{ entries: [7, 9] }, expect.stringMatching(/^ALARM: what is kept of these entries/)],
    ]);
    expect(await registry.metrics()).toContain('alpr_altered_entries_shown_total 2');
  });

  test('waits in the inbox of those who read the log, who are led to it', async () => {
    const altered = async () =>
      ((await admin.call('auditor', 'GET', '/v1/inbox')).body.items as Inbox['items']).find(
        ({ task }) => task === 'altered',
      );
    const before = (await altered())?.count ?? 0;
    const index = (await admin.entries()).length - 1;
    alteredTeller({ pool: admin.pool, registry: new Registry(), log: { error: () => undefined } })([
      index + 1,
    ]);
    await eventually(async () => ((await altered())?.count ?? 0) > before);
    const found = (await altered()) as Inbox['items'][number];
    expect(inboxOf([found])).toMatchObject([{ address: `/console/audit/${found.entry}`, count: before + 1 }]);
    expect((await admin.call('reviewer', 'GET', '/v1/inbox')).text).not.toContain('altered');
  });
});

describe('an entry about an officer that decides nothing', () => {
  test('commits to the officer too, so that no search can show it of another', async () => {
    const event = ownerEvent({
      ...{ kind: 'subject_reinstated', officerId: OFFICER, agency },
      owner: { by: admin.persons['admin-1'], reason: 'cleared' },
    });
    await inTransaction(admin.pool, (trx) => appendEvents(trx, [event]));
    const index = (await admin.entries()).length - 1;
    expect(await ofSearch(index, false)).toMatchObject([{ proved: true, officerId: OFFICER }]);
    expect(await ofOne(index)).toMatchObject({ proved: true, officerId: OFFICER });
    for (const to of [`'${OTHER}'`, 'NULL']) {
      await whileChanged(index, sought(`officer_id = ${to}`), async () => {
        expect(await ofOne(index)).toMatchObject({ proved: false, altered: ['officerId'] });
      });
    }
  });
});
