/** What raises a right, and waited or was tried again, does not undo what lowered one in the meantime. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type pg from 'pg';
import { changeAgency } from '../../../../gateway/registry/agencies/change-agency.ts';
import { reinstateOfficer } from '../../../../gateway/registry/officers/reinstate-officer.ts';
import { resumeSharing } from '../../../../gateway/registry/sharing/resume-sharing.ts';
import { findSharingState } from '../../../../gateway/registry/sharing/sharing-store.ts';
import type { Grantor } from '../../../../gateway/sign-in/require-administrator.ts';
import { type Administration, startAdministration } from '../../../setup/administration.ts';
import { grantedBy } from '../../../setup/granted-by.ts';

const ORI = 'CO0800100';
const LOWERED = { code: 'conflict', message: expect.stringContaining('access was taken away') };

let admin: Administration;
let by: Grantor;
let agencyId: number;

beforeAll(async () => {
  admin = await startAdministration();
  by = await grantedBy(admin.pool, admin.persons['admin-2'] as string);
  agencyId = (await admin.register(ORI)).id;
});
afterAll(() => admin.close());

/** A pool whose connection of that number comes only when something else has been done. */
function slow(number: number, meanwhile: () => Promise<unknown>): pg.Pool {
  let connections = 0;
  const connect = async () => {
    connections += 1;
    if (connections === number) await meanwhile();
    return admin.pool.connect();
  };
  return { connect, query: admin.pool.query.bind(admin.pool) } as unknown as pg.Pool;
}

async function lower(path: string, body: object, method = 'POST'): Promise<void> {
  expect((await admin.call('admin-1', method, path, body)).status).toBe(200);
}

test('a resumption does not end a halt that returned while it was under way', async () => {
  const halt = () => lower('/v1/sharing/halt', {});
  await halt();
  await expect(resumeSharing({ pool: slow(1, halt) }, { by, reason: '' })).rejects.toMatchObject(LOWERED);
  expect((await findSharingState(admin.pool)).halted).toBe(true);
  expect(await resumeSharing(admin, { by, reason: '' })).toMatchObject({ status: 'proposed' });
  const again = { by: await grantedBy(admin.pool, admin.persons['admin-1'] as string), reason: '' };
  await expect(resumeSharing({ pool: slow(1, halt) }, again)).rejects.toMatchObject(LOWERED);
  // The halt in between ended the proposal.
  expect(await resumeSharing(admin, again)).toMatchObject({ status: 'proposed' });
  expect(await resumeSharing(admin, { by, reason: '' })).toMatchObject({ status: 'resumed' });
  expect((await findSharingState(admin.pool)).halted).toBe(false);
});

test('a reinstatement does not end a suspension that returned while it was under way', async () => {
  const { rows } = await admin.pool.query(
    `INSERT INTO officer (agency_id, reference, name, status) VALUES ($1, $2, 'Officer Sample', 'held') RETURNING id`,
    [agencyId, randomUUID()],
  );
  const subjectId = rows[0].id as string;
  const suspend = () => lower(`/v1/subjects/${subjectId}/suspend`, { reason: 'misuse' });
  const change = { subjectId, by, reason: '' };
  await expect(reinstateOfficer({ pool: slow(1, suspend) }, change)).rejects.toMatchObject(LOWERED);
  const after = await admin.call('auditor', 'GET', `/v1/subjects/${subjectId}`);
  expect(after.body.status).toBe('suspended');
  expect((await reinstateOfficer(admin, change)).status).toBe('active');
});

test('a change of an agency does not give back what another took while it was under way', async () => {
  const suspend = () => lower(`/v1/agencies/${ORI}`, { status: 'suspended', reason: 'misuse' }, 'PATCH');
  const request = {
    ori: ORI,
    encryptionKey: undefined,
    reason: '',
    by,
    mayGrant: () => by,
    ifMatch: null,
  } as const;
  const change = { status: 'active', roster: 40 } as const;
  // The first connection is for the plan.
  const deps = { ...admin, pool: slow(2, suspend) };
  await expect(changeAgency(deps, { ...request, change })).rejects.toMatchObject(LOWERED);
  expect(await admin.agency(ORI)).toMatchObject({ status: 'suspended' });
  const changed = await changeAgency(admin, { ...request, change });
  expect(changed).toMatchObject({ agency: { status: 'active', roster: 40 } });
});
