/** Reads that two persons keep for a case beyond their thirty days. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { endOver } from '../../../../gateway/oversight/preservation/end-preservation.ts';
import { ensurePartitions } from '../../../../gateway/reads/ensure-partitions.ts';
import { purgeReads } from '../../../../gateway/reads/purge-reads.ts';
import { daysBetween } from '../../../../gateway/reads/read-days.ts';
import { DAY } from '../../../../sharing-rules/terms/retention.ts';
import {
  ALL_THE_SAME,
  CASE,
  iso,
  PLATE,
  proposal,
  proposalFor,
  servedProcess,
  takenAgain,
  usePreservation,
} from './preservation-fixture.ts';

const PATH = '/v1/preservations';
const fixture = usePreservation();

const call = (who: string, method: string, path: string, body?: unknown) =>
  fixture.admin.call(who, method, `${PATH}${path}`, body);
const propose = (changes: Record<string, unknown> = {}, who = 'clerk') =>
  call(who, 'POST', '', proposal(changes));
const kinds = async () => (await fixture.admin.entries()).map(({ effect, kind }) => [kind, effect]);
const copies = async () =>
  (await fixture.admin.ownerPool.query('SELECT preservation_id AS id FROM preserved_copy')).rows.map(
    ({ id }) => id,
  );

/** Moves the store's reads back by a month, and purges them as midnight does. */
async function aMonthLater(): Promise<void> {
  const { readsOwnerUrl } = fixture.admin;
  const owner = new pg.Client(readsOwnerUrl);
  await owner.connect();
  const now = Date.now();
  await ensurePartitions(owner, daysBetween(now - 33 * DAY, now - 31 * DAY));
  await owner.query(`UPDATE read SET captured_at = captured_at - interval '31 days'`);
  const { reads } = await purgeReads({ ownerUrl: readsOwnerUrl, now, retentionDays: 30, all: true });
  const { rows } = await owner.query('SELECT FROM read');
  await owner.end();
  expect([reads, rows.length]).toEqual([8, 0]);
}

const inbox = async (who: string) => (await fixture.admin.call(who, 'GET', '/v1/inbox')).body.items;

async function keep(changes: Record<string, unknown> = {}): Promise<string> {
  const { body } = await propose(changes);
  await call('admin-1', 'POST', `/${body.id}/approve`, {});
  return body.id;
}

describe('a preservation', () => {
  test('is proposed by a clerk, approved by an administrator, and its reads leave to the clerk for the case alone', async () => {
    const proposed = await propose();
    expect([proposed.status, proposed.body]).toEqual([
      201,
      expect.objectContaining({
        status: 'proposed',
        caseNumber: CASE,
        copies: null,
        reasons: [],
        proposedByName: 'Clerk clerk',
      }),
    ]);
    expect(await copies()).toEqual([]);
    const { id } = proposed.body;
    expect(await inbox('admin-1')).toMatchObject([{ task: 'preservations', count: 1 }]);
    expect(await inbox('auditor')).toEqual([]);
    const approved = await call('admin-1', 'POST', `/${id}/approve`, {});
    expect(approved.status).toBe(200);
    expect(approved.body).toMatchObject({ status: 'active', copies: { source: 'postgres', reads: 4 } });
    const released = await call('clerk-2', 'POST', `/${id}/release`, { caseNumber: CASE });
    expect(released.status).toBe(200);
    const { reads, readsHash, receipt } = released.body;
    expect(reads.map(({ plate }: { plate: string }) => plate)).toEqual(Array(4).fill(PLATE));
    expect(readsHash).toBe(approved.body.copies.readsHash);
    const text = released.text.slice(released.text.lastIndexOf('"reads":') + 8, -1);
    expect(createHash('sha256').update(text).digest('base64')).toBe(readsHash);
    expect(JSON.parse(receipt.entry)).toMatchObject({ kind: 'preserved_released', effect: 'permit' });
    expect(JSON.parse(receipt.asker.detail)).toMatchObject({
      readsHash,
      records: 4,
      purpose: { caseNumber: CASE },
    });
    expect((await kinds()).slice(-3)).toEqual([
      ['preservation_proposed', 'permit'],
      ['preservation_approved', null],
      ['preserved_released', 'permit'],
    ]);
    const { body } = await call('chief', 'GET', '');
    expect(body.persons).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'Clerk clerk', proposed: 1, refused: 0 }),
        expect.objectContaining({ name: 'admin-1', approved: 1 }),
        expect.objectContaining({ name: 'Clerk clerk-2', released: 1 }),
      ]),
    );
    await call('clerk', 'POST', `/${id}/end`, { reason: 'the case was closed' });
    expect(await copies()).toEqual([]);
  });

  test('is renewed by two persons, the second of them an administrator', async () => {
    const id = await keep();
    const later = { until: iso(Date.now() + 170 * DAY), reason: 'the trial was adjourned' };
    const renew = (who: string) => call(who, 'POST', `/${id}/renew`, later);
    expect((await renew('clerk')).status).toBe(202);
    expect((await renew('clerk')).status).toBe(202);
    expect((await renew('clerk-2')).status).toBe(403);
    const before = await call('clerk', 'GET', `/${id}`);
    expect(before.body.renewal).toMatchObject({ until: later.until, proposedByName: 'Clerk clerk' });
    expect(before.body.until).not.toBe(later.until);
    const waiting = { task: 'preservations', count: 1, since: expect.any(String), due: before.body.until };
    expect(await inbox('admin-1')).toMatchObject([waiting]);
    const renewed = await renew('admin-2');
    expect([renewed.status, renewed.body.until, renewed.body.renewal]).toEqual([200, later.until, null]);
    expect(await inbox('admin-1')).toEqual([]);
    await call('admin-2', 'POST', `/${id}/end`, { reason: 'the case was closed' });
  });

  test('is kept for a served process that has no case, and its reads leave for that process alone', async () => {
    const processId = await servedProcess(fixture.admin);
    const { body, status } = await call('clerk', 'POST', '', proposalFor(processId));
    expect([status, body]).toEqual([
      201,
      expect.objectContaining({ status: 'proposed', processId, caseNumber: null, reasons: [] }),
    ]);
    await call('admin-1', 'POST', `/${body.id}/approve`, {});
    const take = (of: object) => call('clerk', 'POST', `/${body.id}/release`, of);
    const others = [{ caseNumber: CASE }, { processId: await servedProcess(fixture.admin) }];
    for (const other of others) expect((await take(other)).status).toBe(404);
    const released = await take({ processId });
    expect([released.status, released.body.reads.length]).toEqual([200, 4]);
    expect(released.body).toMatchObject({ processId, caseNumber: null });
    const { rows } = await fixture.admin.ownerPool.query(
      `SELECT owner_detail::jsonb AS told FROM audit_detail WHERE owner_detail::jsonb ->> 'preservation' = $1`,
      [body.id],
    );
    expect(rows.map(({ told }) => [told.processId, told.caseNumber])).toEqual(
      Array(3).fill([processId, undefined]),
    );
    await call('admin-2', 'POST', `/${body.id}/end`, { reason: 'the subpoena was answered' });
  });

  test('outlasts the purge of its reads; what is over is gone, with an entry', async () => {
    const id = await keep();
    const other = await keep({ caseNumber: 'CR-2026-0143' });
    await aMonthLater();
    const released = await call('clerk', 'POST', `/${id}/release`, { caseNumber: CASE });
    expect(released.body.reads).toHaveLength(4);
    await fixture.admin.ownerPool.query(
      `UPDATE preservation SET until = clock_timestamp() - interval '1 second' WHERE id = $1`,
      [other],
    );
    expect((await call('clerk', 'POST', `/${other}/release`, { caseNumber: 'CR-2026-0143' })).status).toBe(
      404,
    );
    expect(await endOver(fixture.admin.pool)).toBe(1);
    expect(await endOver(fixture.admin.pool)).toBe(0);
    expect(await copies()).toEqual([id]);
    expect((await kinds()).at(-1)).toEqual(['preservation_ended', null]);
  });

  test('is decided the same when its proposals and releases are taken again from their entries', async () => {
    const [part] = await takenAgain(fixture.admin);
    expect(part).toMatchObject(ALL_THE_SAME);
    expect(part?.same).toBe(part?.decisions);
  });
});
