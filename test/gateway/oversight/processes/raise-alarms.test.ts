/** A duty that falls due is told within five minutes, once, and over a restart; to the Chief, and in numbers. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findStanding } from '../../../../gateway/node/metrics/standing-store.ts';
import { raiseAlarms } from '../../../../gateway/oversight/processes/raise-alarms.ts';
import { type Administration, startAdministration } from '../../../setup/administration.ts';

const MINUTE = 60_000;
let admin: Administration;
beforeAll(async () => {
  admin = await startAdministration();
});
afterAll(() => admin.close());

const told: [object, string][] = [];
const log = { error: (fields: object, message: string) => void told.push([fields, message]) };
const served = new Date(Date.now() - 10 * 86_400_000).toISOString();

async function register(by: number, changes: object = {}): Promise<string> {
  const { body } = await admin.call('counsel', 'POST', '/v1/processes', {
    ...{ kind: 'court_order', issuer: 'District Court', servedAt: served, scope: {} },
    ...{ duties: [{ duty: 'answer', by: new Date(by).toISOString() }], ...changes },
  });
  return body.id;
}
const show = async (id: string) => (await admin.call('chief', 'GET', `/v1/processes/${id}`)).body;
const inbox = async (who: string) =>
  (await admin.call(who, 'GET', '/v1/inbox')).body.items.filter(
    ({ task }: { task: string }) => task === 'duties',
  );

describe('a duty that is overdue', () => {
  test('raises its alarm with the first look after the due time, and never again', async () => {
    const due = Date.now() + 30 * 86_400_000;
    const id = await register(due);
    expect(await raiseAlarms(admin.pool, log, due - 1)).toBe(0);
    expect(await raiseAlarms(admin.pool, log, due + MINUTE)).toBe(1);
    // As after a restart: what was told is kept in the database.
    expect(await raiseAlarms(admin.pool, log, due + 2 * MINUTE)).toBe(0);
    expect(told).toEqual([
      [{ duties: 1 }, expect.stringMatching(/are overdue; next: `npm run gateway -- process list/)],
    ]);
    const [{ alarmedAt, by }] = (await show(id)).duties;
    expect(Date.parse(alarmedAt) - Date.parse(by)).toBeLessThanOrEqual(5 * MINUTE);
  });

  test('raises it once a node runs again, however long none did', async () => {
    const due = Date.now() - 3 * 86_400_000;
    await register(due);
    expect(await raiseAlarms(admin.pool, log)).toBe(1);
  });

  test('raises it once where two nodes look', async () => {
    await register(Date.now() - MINUTE);
    const raised = await Promise.all([raiseAlarms(admin.pool, log), raiseAlarms(admin.pool, log)]);
    expect(raised.reduce((sum, one) => sum + one, 0)).toBe(1);
  });

  test('is in the inbox of the Chief, on the overview and in the metric until it is done', async () => {
    const count = async () => [
      (await inbox('chief'))[0]?.count ?? 0,
      (await admin.call('admin-1', 'GET', '/v1/overview')).body.dutiesOverdue,
      Number((await findStanding(admin.pool)).dutiesOverdue),
    ];
    const [before] = await count();
    const id = await register(Date.now() - MINUTE);
    expect(await count()).toEqual([before + 1, before + 1, before + 1]);
    expect((await inbox('chief'))[0]).toMatchObject({ agency: null, kind: null, due: expect.any(String) });
    expect(await inbox('admin-1')).toEqual([]);
    await admin.call('counsel', 'POST', `/v1/processes/${id}/duties/answer/done`);
    expect(await count()).toEqual([before, before, before]);
  });

  test('raises none for what a refusal has ended', async () => {
    await raiseAlarms(admin.pool, log);
    const id = await register(Date.now() - MINUTE);
    await admin.call('counsel', 'POST', `/v1/processes/${id}/refused`, { reason: 'no jurisdiction' });
    expect(await raiseAlarms(admin.pool, log)).toBe(0);
  });
});
