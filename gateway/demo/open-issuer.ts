/** Opens the demo's issuer with the demo's people and clients, and with those added at the console since. */
import { connectPool } from '../database/db.ts';
import { publicHalf } from '../identity/jose/generate-key-pair.ts';
import { LOGOUT_PATH } from '../pages/session/back-channel-logout.ts';
import { COMMAND_LINE, GATEWAY_CLIENT } from './cast/demo-cast.ts';
import type { DemoKeys } from './cast/demo-keys.ts';
import { type DemoIssuer, startDemoIssuer } from './issuer/demo-issuer.ts';
import { findRegisteredClient } from './issuer/registered-client-store.ts';

interface IssuerPlace {
  readonly host: string;
  /** Port as it was asked for; 0 for any. */
  readonly port: number;
  /** Port of the gateway. */
  readonly bound: number;
  readonly dataDir: string;
  readonly keys: DemoKeys;
  /** By default it starts in a process of its own. */
  readonly start?: typeof startDemoIssuer | undefined;
}

/**
 * Opens it at the port after the gateway's.
 * @param registryUrl where it looks for clients, as the owner of the registry
 * @throws Error if the port is taken
 */
export async function openIssuer(
  resource: string,
  { bound, dataDir, host, keys, port, start = startDemoIssuer }: IssuerPlace,
  registryUrl: string,
): Promise<DemoIssuer> {
  const registry = connectPool(registryUrl, { applicationName: 'demo-issuer', max: 1 });
  const issuerPort = port === 0 ? 0 : bound + 1;
  const options = { host, port: issuerPort, dataDir, resource, ...castOf(keys, resource) };
  try {
    const issuer = await start(options, (clientId) => findRegisteredClient(registry, clientId));
    return { ...issuer, stop: () => issuer.stop().finally(() => registry.end()) };
  } catch (error) {
    await registry.end();
    if (!/EADDRINUSE/.test((error as Error).message)) throw error;
    throw new Error(
      `port ${bound + 1} is taken, and the issuer needs the one after PORT: set PORT to another`,
    );
  }
}

function castOf(keys: DemoKeys, gatewayUrl: string) {
  const { owner, ...cast } = keys.cast;
  const clients = cast.clients.map(({ name, ori, scope }) => {
    const { clientId, privateJwk } = keys.clients[name] as DemoKeys['clients'][string];
    return { clientId, publicJwk: publicHalf(privateJwk), ori, scope };
  });
  const people = cast.people.map(({ login, name, ori }) => {
    const { password, totpSecret } = keys.people[login] as DemoKeys['people'][string];
    return { login, password, subject: login, name, ori, totpSecret };
  });
  const forPages = cast.pages.map(({ clientId, ori }) => ({
    ...{ clientId, ori, publicJwk: publicHalf(keys.pages[clientId] as DemoKeys['pages'][string]) },
    scope: ori === owner ? 'alpr.admin alpr.ask' : 'alpr.query',
    redirectUris: [`${gatewayUrl}/sign-in/callback`],
    logoutUri: gatewayUrl + LOGOUT_PATH,
  }));
  return {
    clients: [
      ...[...clients, ...forPages],
      {
        ...{ clientId: GATEWAY_CLIENT, ori: owner, scope: 'alpr.query', isForOthers: true },
        publicJwk: publicHalf(keys.gateway),
      },
    ],
    people,
    publicClients: [{ clientId: COMMAND_LINE, scope: 'alpr.admin' }],
  };
}
