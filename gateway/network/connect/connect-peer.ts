/** Signs in at another gateway with the credentials that our operator keeps for it, as any of its partners does. */
import type { GatewayClient } from '../../cli/client/http-client.ts';
import { type ConnectDeps, connectGateway } from '../../jobs/connect-gateway.ts';
import { readGatewayCredentials } from '../../jobs/gateway-credentials.ts';

/** @throws GatewayError `conflict` without credentials; `unavailable` */
export type ConnectPeer = (ori: string) => Promise<GatewayClient>;

/** Milliseconds and bytes for what no officer waits for. */
const BOUNDS = { patience: 15_000, longest: 60_000, largest: 8 * 2 ** 20 };

export const openPeers =
  (deps: ConnectDeps): ConnectPeer =>
  async (ori) =>
    (await connectGateway(ori.toLowerCase(), 'alpr.query', BOUNDS, deps)).client;

/** Returns the client by which we sign in there; null: there are no credentials yet. */
export const clientFinder =
  ({ credentialsDir }: Pick<ConnectDeps, 'credentialsDir'>) =>
  (ori: string): Promise<string | null> =>
    readGatewayCredentials(credentialsDir, ori.toLowerCase()).then(
      ({ clientId }) => clientId,
      () => null,
    );
