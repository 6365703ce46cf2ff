/** Tests the inbox over HTTP: it has what this person's role may decide and did not propose, with due times. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Inbox } from '../../../../gateway/oversight/overview/inbox.schema.ts';
import { inboxOf as inboxRows } from '../../../../gateway/pages/console/overview-tasks.ts';
import { type Administration, startAdministration } from '../../../setup/administration.ts';
import { sampleGrant } from '../../../setup/database/sample-grant.ts';

let admin: Administration;
beforeAll(async () => {
  admin = await startAdministration();
});
afterAll(() => admin.close());

const inboxOf = async (who: string): Promise<Inbox['items']> =>
  (await admin.call(who, 'GET', '/v1/inbox')).body.items;
const tasksOf = async (who: string) => (await inboxOf(who)).map(({ count, task }) => [task, count]);
const report = async (changes: object = {}): Promise<string> => {
  const body = { kind: 'complaint', summary: 'a resident complained', ...changes };
  return (await admin.call('admin-1', 'POST', '/v1/misuse-reports', body)).body.id;
};

describe('the inbox', () => {
  test('has a proposal for the other administrator, not for who proposed it, nor for anybody else', async () => {
    const ori = 'CO0810100';
    await admin.register(ori);
    const { body } = await admin.call('admin-1', 'POST', '/v1/grants', sampleGrant(ori));
    expect(await tasksOf('admin-2')).toEqual([['grants', 1]]);
    for (const who of ['admin-1', 'reviewer', 'auditor', 'chief'])
      expect([who, await tasksOf(who)]).toEqual([who, []]);
    await admin.call('admin-2', 'POST', `/v1/grants/${body.id}/approve`);
    expect(await tasksOf('admin-2')).toEqual([]);
  });

  test('has whatever else waits for a second person, for the other administrator only', async () => {
    const ori = 'CO0810100';
    const send = async (path: string, body: object) => {
      const { status, text } = await admin.call('admin-1', 'POST', path, body);
      expect(status === 201 ? '' : text).toBe('');
    };
    await send('/v1/clients', { agency: ori, clientId: 'waits' });
    await send('/v1/reads-sources', {
      name: 'north',
      vendor: 'rekor_scout',
      method: 'basic',
      cameraPrefix: 'north.',
    });
    const { rows } = await admin.ownerPool.query('SELECT id FROM agency WHERE ori = $1', [ori]);
    const proposed = (act: string, about: string) =>
      admin.ownerPool.query('INSERT INTO proposal (act, about, entry, proposed_by) VALUES ($1, $2, 0, $3)', [
        act,
        about,
        admin.persons['admin-1'],
      ]);
    await proposed('raise_roster', `${rows[0].id}:50`);
    await proposed('lift_records_hold', String(rows[0].id));
    await proposed('remove_person', admin.persons.auditor as string);
    // It is about the one who looks: others must do it.
    await proposed('suspend_person', admin.persons['admin-2'] as string);
    const found = await inboxOf('admin-2');
    expect(found.map(({ agency, count, task }) => [task, agency, count]).sort()).toEqual([
      ['identities', ori, 1],
      ['persons', null, 1],
      ['reads_sources', null, 1],
      ['records_holds', ori, 1],
      ['rosters', ori, 1],
    ]);
    expect(inboxRows(found).map(({ address }) => address)).toEqual(
      expect.arrayContaining([`/console/agencies/${ori}`, `/console/agencies/${ori}/records-hold`]),
    );
    for (const who of ['admin-1', 'reviewer', 'auditor', 'chief'])
      expect([who, await tasksOf(who)]).toEqual([who, []]);
    await admin.ownerPool.query(
      `ALTER TABLE proposal DISABLE TRIGGER USER; UPDATE proposal SET proposed_at = now() - interval '73 hours'`,
    );
    expect((await tasksOf('admin-2')).sort()).toEqual([
      ['identities', 1],
      ['reads_sources', 1],
    ]);
    for (const { id } of (await admin.call('admin-2', 'GET', '/v1/identity-proposals')).body.proposals)
      await admin.call('admin-2', 'DELETE', `/v1/identity-proposals/${id}`);
    await admin.ownerPool.query("UPDATE reads_source SET status = 'removed'");
  });

  test('has reports by agency and kind for who sees to them, what is due first on top', async () => {
    const id = await report({ agency: 'CO0810100' });
    await report();
    await report({ kind: 'personal_use', concerns: admin.persons.chief });
    const [first, second] = await inboxOf('chief');
    expect(first).toMatchObject({ task: 'reports', agency: 'CO0810100', kind: 'complaint', count: 1 });
    expect(Date.parse(first?.due ?? '') - Date.parse(first?.since ?? '')).toBe(14 * 86_400_000);
    expect(second).toMatchObject({ agency: null, name: null, kind: 'complaint' });
    // One about the Chief waits for the auditor alone, and so does one that the Chief has assigned.
    expect((await inboxOf('auditor')).map(({ kind }) => kind)).toEqual(['personal_use']);
    const order = { owner: admin.persons.auditor, dueAt: new Date(Date.now() + 86_400_000).toISOString() };
    await admin.call('chief', 'POST', `/v1/misuse-reports/${id}/assign`, order);
    expect((await inboxOf('auditor')).map(({ due, kind }) => [kind, due])).toEqual([
      ['complaint', order.dueAt],
      ['personal_use', expect.any(String)],
    ]);
    expect((await inboxOf('chief')).map(({ agency }) => agency)).toEqual([null]);
  });

  test('has a month that is over for the auditor, due in the middle of the next one', async () => {
    await admin.ownerPool.query(`
      ALTER TABLE log_entry DISABLE TRIGGER log_entry_kept;
      UPDATE log_entry SET entry = regexp_replace(entry, '"minute":"[0-9-]+',
        '"minute":"' || to_char(date_trunc('month', now() AT TIME ZONE 'UTC') - interval '7 days', 'YYYY-MM-DD')) WHERE index = 0;
      ALTER TABLE log_entry ENABLE TRIGGER log_entry_kept`);
    const audits = (await inboxOf('auditor')).find(({ task }) => task === 'audits');
    const month = new Date().toISOString().slice(0, 7);
    expect(audits).toMatchObject({
      ...{ count: 1, since: `${month}-01T00:00:00.000Z`, due: `${month}-16T00:00:00.000Z` },
    });
  });

  test('has what ends a halt for the administrator who did not propose it', async () => {
    await admin.call('admin-1', 'POST', '/v1/sharing/halt', { reason: 'a test' });
    await admin.call('admin-1', 'POST', '/v1/sharing/resume', { reason: 'a test' });
    expect(await tasksOf('admin-2')).toEqual([['resume', 1]]);
    expect(await tasksOf('admin-1')).toEqual([]);
  });
});
