/** Signs in at another gateway as any of its partners does, through the guard of every call to the outside. */
import { connectAs, type Fetch, type GatewayClient } from '../cli/client/http-client.ts';
import { GatewayError } from '../faults/errors.ts';
import { readGatewayCredentials } from './gateway-credentials.ts';
import { guardUrl, type OutboundPolicy } from './guard-address.ts';
import { type FetchBounds, guardedFetch } from './guarded-fetch.ts';

export interface ConnectDeps {
  readonly outbound: OutboundPolicy;
  /** The directory of the files with credentials. */
  readonly credentialsDir: string;
  readonly ca?: string;
}

export interface ConnectedGateway {
  readonly client: GatewayClient;
  /** Sends requests without a token, e.g. for metadata. */
  readonly fetch: Fetch;
  readonly gateway: string;
  readonly resource: string;
}

/**
 * @param name of the file with the credentials
 * @throws GatewayError `unavailable` where nobody answers; as `readGatewayCredentials` and `guardUrl`
 */
export async function connectGateway(
  name: string,
  scope: string,
  bounds: Pick<FetchBounds, 'largest' | 'longest' | 'patience'>,
  { ca, credentialsDir, outbound: policy }: ConnectDeps,
): Promise<ConnectedGateway> {
  const { gateway, ...credentials } = await readGatewayCredentials(credentialsDir, name);
  for (const url of [gateway, credentials.issuer]) guardUrl(url, policy);
  const fetch = guardedFetch({ ...bounds, policy, ...(ca === undefined ? {} : { ca }) });
  const client = await connectAs({ ...credentials, scope }, gateway, fetch).catch(unavailable);
  return { client, fetch, gateway, resource: credentials.resource };
}

/** Ends the faults of the libraries here, since they may hold addresses and answers. */
export function unavailable(cause: unknown): never {
  if (cause instanceof GatewayError) throw cause;
  throw new GatewayError('unavailable', 'the other gateway or its issuer gave no token or no answer', {
    cause,
  });
}
