/** Signs in at another gateway with the credentials that our operator keeps for it, as any of its partners does. */
import { connectAs, type GatewayClient } from '../cli/client/http-client.ts';
import { GatewayError } from '../faults/errors.ts';
import { readGatewayCredentials } from '../hot-lists/sources/gateway-credentials.ts';
import { guardUrl, type OutboundPolicy } from '../jobs/guard-address.ts';
import { guardedFetch } from '../jobs/guarded-fetch.ts';

/** @throws GatewayError `conflict` without credentials; `unavailable` */
export type ConnectPeer = (ori: string) => Promise<GatewayClient>;

export interface PeerCredentials {
  /** Of the files, `<ori>.json` each, in small letters. */
  readonly credentialsDir: string;
  readonly outbound: OutboundPolicy;
}

const PATIENCE = 10_000;
const LARGEST = 256 * 1024;

const credentialsOf = (directory: string, ori: string) =>
  readGatewayCredentials(directory, ori.toLowerCase());

export function openPeers({ credentialsDir, outbound: policy }: PeerCredentials): ConnectPeer {
  const fetch = guardedFetch({ policy, patience: PATIENCE, longest: 2 * PATIENCE, largest: LARGEST });
  return async (ori) => {
    const { gateway, ...credentials } = await credentialsOf(credentialsDir, ori);
    for (const url of [gateway, credentials.issuer]) guardUrl(url, policy);
    return connectAs({ ...credentials, scope: 'alpr.query' }, gateway, fetch).catch((cause) => {
      throw new GatewayError('unavailable', 'the other gateway or its issuer cannot be reached', { cause });
    });
  };
}

/** Returns the client by which we sign in there; null: there are no credentials yet. */
export const clientFinder =
  ({ credentialsDir }: Pick<PeerCredentials, 'credentialsDir'>) =>
  (ori: string): Promise<string | null> =>
    credentialsOf(credentialsDir, ori).then(
      ({ clientId }) => clientId,
      () => null,
    );
