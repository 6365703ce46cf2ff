/** Registers the demo's issuer, clients and persons, bound to their agencies, once. */
import type pg from 'pg';
import { register } from '../registry/registration/register.ts';
import { CAST, COMMAND_LINE, OWNER_ORI, PEOPLE } from './demo-cast.ts';
import { findRemoved, moveIssuer } from './demo-identities-store.ts';
import type { DemoKeys } from './demo-keys.ts';
import { PAGE_CLIENTS } from './pages/page-clients.ts';

/**
 * The demo's one issuer is the owner's own, so that it may stand behind roles; partners' clients are bound to their
 * agencies by these rows, as with issuers of their own. Where they were registered before, who was removed since
 * stays removed. Resolves to whether they are registered just now.
 * @param pool as the owner of the schema
 */
export async function seedIdentities(
  pool: pg.Pool,
  { issuer, jwksUri }: { readonly issuer: string; readonly jwksUri: string },
  keys: DemoKeys,
): Promise<boolean> {
  const forPeople = [{ clientId: COMMAND_LINE, ori: OWNER_ORI }, ...PAGE_CLIENTS].map(
    ({ clientId, ori }) => ({
      ...{ issuer, clientId, ori, actsFor: null },
    }),
  );
  const persons = PEOPLE.map(({ login, ...person }) => ({ issuer, subject: login, ...person }));
  if (await moveIssuer(pool, issuer, jwksUri)) {
    // Data of an older demo lack what came later; who was removed is left out, since nobody is brought back.
    const removed = await findRemoved(pool);
    if (removed.has(issuer)) return false;
    await register(
      { pool, owner: OWNER_ORI },
      {
        persons: persons.filter(({ subject }) => !removed.has(subject)),
        clients: forPeople.filter(({ clientId }) => !removed.has(clientId)),
      },
    );
    return false;
  }
  await register(
    { pool, owner: OWNER_ORI },
    {
      issuers: [{ issuer, jwksUri, assertsRoles: true }],
      persons,
      clients: [
        ...CAST.map(({ name, ori, roles }) => ({
          issuer,
          clientId: keys.clients[name]?.clientId as string,
          ori,
          actsFor: roles === undefined ? null : name,
        })),
        ...forPeople,
      ],
    },
  );
  return true;
}
