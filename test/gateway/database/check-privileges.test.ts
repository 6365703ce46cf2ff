import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { checkPrivileges } from '../../../gateway/database/check-privileges.ts';
import { createSharingFixture, type SharingFixture } from '../../setup/sharing-fixture.ts';

let fixture: SharingFixture;
beforeAll(async () => {
  fixture = await createSharingFixture();
});
afterAll(() => fixture.close());

test('the gateway’s own role may start', async () => {
  await expect(checkPrivileges(fixture.pool)).resolves.toBeUndefined();
});

test('whoever may change or delete what was logged does not start, and is told which log-in to give', async () => {
  await expect(checkPrivileges(fixture.ownerPool)).rejects.toThrow(
    /^DATABASE_URL signs in as `\w+`, who may change or delete .*CREATE ROLE gateway LOGIN/,
  );
});

test('a single right too many is enough', async () => {
  await fixture.ownerPool.query('GRANT DELETE ON mark TO gateway_app');
  await expect(checkPrivileges(fixture.pool)).rejects.toThrow('may change or delete');
  await fixture.ownerPool.query('REVOKE DELETE ON mark FROM gateway_app');
});
