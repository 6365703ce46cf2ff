/** Every operation asked by everybody: who may is let through, and nobody else, as each is declared. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Operation, route } from '../../../gateway/http/routes/route.ts';
import { routesOf } from '../../../gateway/http/routes/routes-of.ts';
import { OPERATIONS } from '../../../gateway/node/routes/operations.ts';
import { admitted } from '../../../gateway/sign-in/door.ts';
import type { Role } from '../../../sharing-rules/terms/asker.ts';
import { ROLES, rolesFor } from '../../../sharing-rules/terms/roles.ts';
import { type Administration, startAdministration } from '../../setup/administration.ts';
import type { Who } from '../../setup/administrator-tokens.ts';

const ORI = 'CO0010000';
const OWNER = 'CO0010300';

interface Asker {
  readonly who: Who | null;
  readonly scope: 'alpr.query' | 'alpr.admin' | 'alpr.ask' | 'alpr.records' | null;
  readonly role?: Role;
}

const ASKERS: Readonly<Record<string, Asker>> = {
  nobody: { who: null, scope: null },
  "a partner's system": { who: { client: 'cad', ori: ORI, scope: 'alpr.query' }, scope: 'alpr.query' },
  'a records office': { who: { client: 'rms', ori: ORI, scope: 'alpr.records' }, scope: 'alpr.records' },
  "a system of the owner's": { who: { client: 'own', ori: OWNER, scope: 'alpr.ask' }, scope: 'alpr.ask' },
  'a person without a role': { who: 'no-role', scope: 'alpr.admin' },
  ...Object.fromEntries(
    ROLES.map((role): [string, Asker] => [role, { who: `has-${role}`, scope: 'alpr.admin', role }]),
  ),
};

const signed = OPERATIONS.filter(({ scope }) => scope !== null).flatMap((operation) =>
  routesOf(operation).map((path) => ({ ...operation, path })),
);
/** These are served as a node does; of the others only the door is. */
const ofAdministration =
  /^\/v1\/(?!hot-lists|standing-queries|hits|endpoints|board-passes|queries|asks|refusals|decisions|log\/consistency|network\/(?!agreements)|agencies\/\{ori\}\/endpoint)/;

const SCOPES: Readonly<Record<string, readonly Asker['scope'][]>> = {
  either: ['alpr.query', 'alpr.admin'],
  records_or_admin: ['alpr.records', 'alpr.admin'],
  // The partners' scope is named.
  query_or_ask: ['alpr.ask', 'alpr.query'],
};

/** Who is let in although the scope is another: the rules refuse it, and the refusal has an entry. */
const FOR_RULES: Readonly<Record<string, string>> = { '/v1/asks': "a partner's system" };

/** Returns the refusal that the asker must get, or null if they may ask. */
function refusalOf({ action, path, scope }: Operation, asker: Asker): string | null {
  if (asker.scope === null) return '401';
  if (path in FOR_RULES && asker.who === ASKERS[FOR_RULES[path] as string]?.who) return null;
  const scopes = SCOPES[scope ?? ''] ?? [scope];
  // Of two scopes that would do, the one that is asked for last is named.
  if (!scopes.includes(asker.scope)) return `403 the access token lacks the scope ${scopes.at(-1)}`;
  if (asker.scope !== 'alpr.admin' || action === undefined) return null;
  const roles = rolesFor(action);
  if (asker.role !== undefined && roles.includes(asker.role)) return null;
  return `403 your role does not allow this: it needs the role ${roles.join(' or ')}`;
}

let admin: Administration;

beforeAll(async () => {
  admin = await startAdministration({
    behindDoor: OPERATIONS.filter(({ path, scope }) => scope !== null && !ofAdministration.test(path)),
  });
  const { id } = await admin.register(ORI);
  await admin.ownerPool.query(
    `WITH people AS (
       INSERT INTO person (issuer_id, subject, name, agency_id, ori, roles, employee_id)
       SELECT issuer_id, coalesce('has-' || role, 'no-role'), 'Sample', agency_id, ori, array_remove(ARRAY[role], NULL),
         coalesce('e-' || role, 'e-none')
       FROM person, unnest($1::text[] || NULL::text) AS role WHERE subject = 'chief'
       RETURNING id, subject, issuer_id, agency_id, ori)
     INSERT INTO client_registration (issuer_id, client_id, agency_id, ori, person_id)
     SELECT issuer_id, subject, agency_id, ori, id FROM people
     UNION ALL SELECT issuer_id, name, $2, $3, NULL FROM people, unnest('{cad,rms}'::text[]) AS name
     WHERE subject = 'no-role'
     UNION ALL SELECT issuer_id, 'own', agency_id, ori, NULL FROM people WHERE subject = 'no-role'`,
    [ROLES, id, ORI],
  );
  await admin.reloadPersons();
  const { body } = await admin.call('admin-1', 'GET', `/v1/clients?agency=${ORI}`);
  const rms = body.clients.find(({ clientId }: { clientId: string }) => clientId === 'rms').id;
  for (const who of ['admin-1', 'admin-2']) {
    await admin.call(who, 'POST', `/v1/clients/${rms}/answer-records`, { reason: 'named by letter' });
  }
  await admin.reloadPersons();
});
afterAll(() => admin.close());

/** Returns the refusal that the asker got, or null: body and path are made up, so those let in change nothing. */
async function told({ body, method, path }: Operation, { who }: Asker): Promise<string | null> {
  const asked = path.replace(/\{\w+\}/g, 'x');
  const sent = body === undefined ? undefined : { nonsense: true };
  const answer = await admin.call(who, method.toUpperCase(), asked, sent);
  if (answer.status === 401) return '401';
  return answer.status === 403 ? `403 ${answer.body.detail}` : null;
}

describe('the operations that take a token', () => {
  test('are all served, and no other is', () => {
    expect(admin.served().sort()).toEqual(signed.map(({ method, path }) => `${method} ${path}`).sort());
  });

  test('compile on the side of the administrators with an act only', () => {
    const told = { method: 'get', path: '/v1/x', id: 'x', summary: 'X.', answers: {} } as const;
    // @ts-expect-error without an act nobody could say who may
    expect(admitted(told, async () => ({})).action).toBeUndefined();
    // @ts-expect-error what takes a token is not made without the door
    expect(route({ ...told, scope: 'alpr.query' }, () => undefined).scope).toBeNull();
  });

  test.each(signed)('$method $path lets in whom it is declared to, and nobody else', async (operation) => {
    const answers: Record<string, string | null> = {};
    for (const [name, asker] of Object.entries(ASKERS)) answers[name] = await told(operation, asker);
    expect(answers).toEqual(
      Object.fromEntries(Object.entries(ASKERS).map(([name, asker]) => [name, refusalOf(operation, asker)])),
    );
  });
});
