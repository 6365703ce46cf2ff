/** Signs in at another gateway as any of its partners does, through the guard of every call to the outside. */
import { connectAs, explain, type GatewayClient } from '../cli/client/http-client.ts';
import { type HttpAnswer, readAnswer } from '../cli/client/http-client-answer.ts';
import { GatewayError } from '../faults/errors.ts';
import { parseJson } from '../http/parse-body.ts';
import { readGatewayCredentials } from './gateway-credentials.ts';
import { guardUrl, type OutboundPolicy } from './guard-address.ts';
import { type FetchBounds, guardedFetch } from './guarded-fetch.ts';

export interface ConnectDeps {
  readonly outbound: OutboundPolicy;
  readonly credentialsDir: string;
  readonly ca?: string;
}

export interface ConnectedGateway {
  readonly client: GatewayClient;
  /** Sends requests without a token, e.g. for metadata. */
  readonly fetch: ReturnType<typeof guardedFetch>;
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
  const { open } = await connectAs({ ...credentials, scope }, gateway, fetch).catch(unavailable);
  const request: GatewayClient['request'] = async (...asked) => {
    const response = await open(...asked);
    return readStrictly(response).catch(explain(`the gateway at ${gateway} gave no whole answer`));
  };
  return { client: { open, request }, fetch, gateway, resource: credentials.resource };
}

/** Parses JSON as strictly as a request's: text that two parsers could read differently (a duplicate member) becomes null. */
async function readStrictly(response: Response): Promise<HttpAnswer> {
  const bytes = Buffer.from(await response.clone().arrayBuffer());
  const answer = await readAnswer(response);
  if (typeof answer.body === 'string') return answer;
  try {
    return { ...answer, body: parseJson(bytes, 'the answer') };
  } catch {
    return { ...answer, body: null };
  }
}

/** Ends the faults of the libraries here, since they may hold addresses and answers. */
export function unavailable(cause: unknown): never {
  if (cause instanceof GatewayError) throw cause;
  throw new GatewayError('unavailable', 'the other gateway or its issuer gave no token or no answer', {
    cause,
  });
}
