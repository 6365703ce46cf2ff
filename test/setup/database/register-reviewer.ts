/** A reviewer of the owner, beside the administrators of a test registry. */
import type { Queryable } from '../../../gateway/database/queryable.ts';
import type { Grantor } from '../../../gateway/sign-in/require-administrator.ts';
import { grantedBy } from '../granted-by.ts';
import type { CommitFixture } from './commit-fixture.ts';

/** With a client by which the reviewer signs in. */
export async function registerReviewer({
  ownerPool,
  pool,
}: Pick<CommitFixture, 'pool'> & { readonly ownerPool: Queryable }): Promise<Grantor> {
  await ownerPool.query(
    `INSERT INTO person (issuer_id, subject, name, agency_id, ori, roles, employee_id)
     SELECT issuer_id, 'reviewer', 'Reviewer', agency_id, ori, '{reviewer}', 'reviewer' FROM person WHERE subject = 'admin-1'`,
  );
  const { rows } = await ownerPool.query(
    `INSERT INTO client_registration (issuer_id, client_id, agency_id, ori, person_id)
     SELECT issuer_id, 'laptop', agency_id, ori, id FROM person WHERE subject = 'reviewer' RETURNING person_id AS id`,
  );
  return grantedBy(pool, rows[0].id);
}
