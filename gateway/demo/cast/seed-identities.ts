/** Registers the demo's issuer, clients and persons, bound to their agencies, once. */
import type pg from 'pg';
import { register } from '../../registry/registration/register.ts';
import { COMMAND_LINE } from './demo-cast.ts';
import { findRemoved, moveIssuer } from './demo-identities-store.ts';
import type { DemoKeys } from './demo-keys.ts';

/**
 * Registers the demo's one issuer as the owner's, so that it may assert roles; these rows bind partners'
 * clients to their agencies, as if they had issuers of their own. Later, whoever was removed stays removed.
 * Resolves to true if they have just been registered.
 * @param pool as the owner of the schema
 */
export async function seedIdentities(
  pool: pg.Pool,
  { issuer, jwksUri }: { readonly issuer: string; readonly jwksUri: string },
  keys: DemoKeys,
): Promise<boolean> {
  const { clients: all, owner, pages, people } = keys.cast;
  const clientIdOf = (name: string) => keys.clients[name]?.clientId as string;
  const ownSystems = all.filter(({ scope }) => scope === 'alpr.ask');
  // The clients that no older demo had, at first.
  const ofNobody = [
    ...[{ clientId: COMMAND_LINE, ori: owner }, ...pages],
    ...ownSystems.map(({ name, ori }) => ({ clientId: clientIdOf(name), ori })),
  ].map(({ clientId, ori }) => ({ issuer, clientId, ori, actsFor: null }));
  const persons = people.map(({ login, ...person }) => ({ issuer, subject: login, ...person }));
  if (await moveIssuer(pool, issuer, jwksUri)) {
    // An older demo's data lack later rows; those removed are left out, since nobody is brought back.
    const removed = await findRemoved(pool);
    if (removed.has(issuer)) return false;
    await register(
      { pool, owner },
      {
        persons: persons.filter(({ subject }) => !removed.has(subject)),
        clients: ofNobody.filter(({ clientId }) => !removed.has(clientId)),
      },
    );
    return false;
  }
  await register(
    { pool, owner },
    {
      issuers: [{ issuer, jwksUri, assertsRoles: true }],
      persons,
      clients: [
        ...all
          .filter((one) => !ownSystems.includes(one))
          .map(({ name, ori, roles }) => ({
            issuer,
            clientId: clientIdOf(name),
            ori,
            actsFor: roles === undefined ? null : name,
          })),
        ...ofNobody,
      ],
    },
  );
  return true;
}
