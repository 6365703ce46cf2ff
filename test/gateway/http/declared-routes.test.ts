/** What is declared of a route is what Express serves, and what a request meets. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { routesOf } from '../../../gateway/http/routes/routes-of.ts';
import { OPERATIONS } from '../../../gateway/node/routes/operations.ts';
import { type AdministrativeAction, rolesFor } from '../../../sharing-rules/terms/roles.ts';
import { type Administration, startAdministration } from '../../setup/administration.ts';

let admin: Administration;

beforeAll(async () => {
  admin = await startAdministration();
  await admin.ownerPool.query(
    `WITH nobody AS (
       INSERT INTO person (issuer_id, subject, name, agency_id, ori, roles)
       SELECT issuer_id, 'no-role', 'No Role', agency_id, ori, '{}' FROM person WHERE subject = 'chief'
       RETURNING id, issuer_id, agency_id, ori)
     INSERT INTO client_registration (issuer_id, client_id, agency_id, ori, person_id)
     SELECT issuer_id, 'no-role', agency_id, ori, id FROM nobody`,
  );
  await admin.reloadPersons();
});
afterAll(() => admin.close());

/** Hot lists and hits are answered by an application of their own, and so are standing queries. */
const ELSEWHERE =
  /^\/v1\/(?:hot-lists|standing-queries|hits|endpoints|board-passes|agencies\/\{ori\}\/endpoint)/;

const declared = OPERATIONS.filter(({ path, scope }) => scope === 'alpr.admin' && !ELSEWHERE.test(path));
const cases = declared.flatMap((operation) =>
  routesOf(operation).map((path) => ({
    ...operation,
    path,
    action: operation.action as AdministrativeAction,
  })),
);

describe('the routes of the administrators', () => {
  test('are those of the document, to the last one', () => {
    // A records office has a scope of its own.
    const ofOffices = /\/v1\/records-checks(?:\/\{index\}\/explain)?$/;
    const served = admin.served().filter((route) => !ofOffices.test(route));
    expect(served.sort()).toEqual(cases.map(({ method, path }) => `${method} ${path}`).sort());
  });

  test.each(cases)(
    '$method $path refuses anyone who has none of the roles that it is declared to need',
    async ({ action, method, path }) => {
      const asked = path.replace(/\{\w+\}/g, 'x');
      const { body, status } = await admin.call('no-role', method.toUpperCase(), asked);
      expect([status, body.detail]).toEqual([
        403,
        `your role does not allow this: it needs the role ${rolesFor(action).join(' or ')}`,
      ]);
    },
  );
});
