/** A partner's client: signs in at the issuer with its key, and sends requests with DPoP-bound tokens. */
import * as openid from 'openid-client';
import { ageOf, type Moment, momentOn, systemClock } from '../../faults/age.ts';
import { isSecureUrl } from '../../settings/secure-url.ts';
import { giveUpOnSilence } from './give-up-on-silence.ts';
import { type HttpAnswer, NoAnswer, NoToken, readAnswer } from './http-client-answer.ts';
import { signInKey } from './http-client-key.ts';
import { importProofKey, type ProofKey } from './proof-key.ts';

/** The credentials with which a client signs in; the demo's clients are in `demo.json`. */
export interface ClientCredentials {
  readonly issuer: string;
  readonly clientId: string;
  /** ES256 (P-256) or PS256 (RSA), with `d`. */
  readonly privateJwk: Readonly<Record<string, unknown>>;
  /** Scopes separated by spaces, e.g. `alpr.query`. */
  readonly scope: string;
  /** The gateway's known address: audience of tokens (RFC 8707), base of the `htu` of proofs. */
  readonly resource: string;
  /** The key that its tokens are bound to; default: a new one, which is not kept. */
  readonly proofKey?: ProofKey;
}

export interface GatewayClient {
  /**
   * Resolves for any status. It sends a `body` object as JSON, and text as it is.
   * @param path with its leading slash, e.g. `/v1/purposes`
   * @throws NoAnswer saying what to do next, if the issuer or the gateway cannot be reached or the issuer
   * refuses
   */
  request(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<HttpAnswer>;
  /** Does the same as `request`, but gives the body as a stream, for long answers. */
  open(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Response>;
}

/** Seconds before its expiry at which a token is renewed. */
const MARGIN = 15;

/** Seconds that an answer may wait for its next piece. */
const LONGEST_SILENCE = 10;

/** Gives a client its tokens, and the key that they are bound to. */
export interface TokenSource {
  readonly config: openid.Configuration;
  /** The same as in the credentials. */
  readonly resource: string;
  readonly DPoP: openid.DPoPHandle;
  /** Returns a valid access token. */
  current(): Promise<string>;
  /** Tells that the gateway refused the token: the next request gets another. */
  refused(): void;
}

/** Sends requests; default: the platform's `fetch`. */
export type Fetch = openid.CustomFetch;

/**
 * Discovers the issuer; gets the first token with the first request, and keeps it until shortly before it
 * expires. Allows plain HTTP only for an issuer and a gateway on this machine. ||
 * @param gatewayUrl where to connect, e.g. to one certain node
 * @throws Error saying what to do next; NoAnswer if the issuer cannot be used
 */
export async function connectAs(
  credentials: ClientCredentials,
  gatewayUrl: string,
  fetch?: Fetch,
): Promise<GatewayClient> {
  const authentication = openid.PrivateKeyJwt(await signInKey(credentials.privateJwk));
  const config = await discover(credentials, authentication, gatewayUrl, fetch);
  const { proofKey } = credentials;
  const keys = await (proofKey ? importProofKey(proofKey) : openid.randomDPoPKeyPair('ES256'));
  const DPoP = openid.getDPoPHandle(config, keys);
  let token: { readonly text: string; readonly at: Moment; readonly usedFor: number } | null = null;

  const currentToken = async (): Promise<string> => {
    if (token !== null && ageOf(token.at, systemClock) < token.usedFor) return token.text;
    const at = momentOn(systemClock);
    const { scope, resource } = credentials;
    const granted = await openid
      .clientCredentialsGrant(config, { scope, resource }, { DPoP })
      .catch(explain(`\`${credentials.clientId}\` got no token from ${credentials.issuer}`, NoToken));
    const lifetime = Math.max((granted.expiresIn() ?? 0) - MARGIN, 0);
    token = { text: granted.access_token, at, usedFor: lifetime * 1000 };
    return token.text;
  };

  const refused = () => {
    token = null;
  };
  return requestsWith(
    { config, DPoP, resource: credentials.resource, current: currentToken, refused },
    gatewayUrl,
  );
}

export function requestsWith(tokens: TokenSource, gatewayUrl: string): GatewayClient {
  const { DPoP } = tokens;
  const resource = withoutSlash(tokens.resource);
  const config = reaching(tokens, gatewayUrl);
  const open: GatewayClient['open'] = async (method, path, body, headers = {}) => {
    const sent = new Headers({ Accept: 'application/json', ...headers });
    const isText = typeof body === 'string' || body === undefined;
    if (!isText && !sent.has('Content-Type')) sent.set('Content-Type', 'application/json');
    const text = isText ? body : JSON.stringify(body);
    const url = new URL(resource + path);
    // The library answers once a nonce that the gateway asks for (RFC 9449 §9).
    const response = await openid
      .fetchProtectedResource(config, await tokens.current(), url, method, text, sent, { DPoP })
      .catch(refusedResponse)
      .catch(explain(`the gateway at ${gatewayUrl} gave no answer`));
    // Does not send it again, which the caller decides. The next request asks for a new token.
    if (response.status === 401) tokens.refused();
    return response;
  };
  const request: GatewayClient['request'] = async (...asked) => {
    const response = await open(...asked);
    return readAnswer(response).catch(explain(`the gateway at ${gatewayUrl} gave no whole answer`));
  };
  return { open, request };
}

/**
 * Signs requests and proofs for the address by which the gateway is known, but sends them to the one given: a
 * node behind a balancer, or the port for administrators, has its own.
 */
function reaching({ config, resource }: TokenSource, gatewayUrl: string): openid.Configuration {
  const { client_id: clientId } = config.clientMetadata();
  const moved = new openid.Configuration(config.serverMetadata(), clientId);
  moved.timeout = config.timeout;
  if (new URL(resource).protocol === 'http:') openid.allowInsecureRequests(moved);
  const send: Fetch = config[openid.customFetch] ?? ((url, options) => fetch(url, options as RequestInit));
  const [known, address] = [new URL(resource).href, gatewayUrl].map(withoutSlash) as [string, string];
  moved[openid.customFetch] = giveUpOnSilence(
    (url, options) => send(address + url.slice(known.length), options),
    (moved.timeout ?? LONGEST_SILENCE) * 1_000,
  );
  return moved;
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}

/** @throws Error for an address to which tokens would go in the clear; NoAnswer if the issuer is unusable */
export async function discover(
  { clientId, issuer }: { readonly issuer: string; readonly clientId: string },
  authentication: openid.ClientAuth,
  gatewayUrl: string,
  fetch?: Fetch,
): Promise<openid.Configuration> {
  for (const url of [issuer, gatewayUrl]) {
    if (!URL.canParse(url)) throw new Error(`\`${url}\` is not a URL: give one that begins with https://`);
    if (!isSecureUrl(new URL(url))) {
      throw new Error(
        `\`${url}\` is plain HTTP to another machine: use https, tokens would travel in the clear`,
      );
    }
  }
  const local = [issuer, gatewayUrl].some((url) => new URL(url).protocol === 'http:');
  const options: openid.DiscoveryRequestOptions = {
    timeout: LONGEST_SILENCE,
    ...(local ? { execute: [openid.allowInsecureRequests] } : {}),
    ...(fetch === undefined ? {} : { [openid.customFetch]: fetch }),
  };
  return openid
    .discovery(new URL(issuer), clientId, {}, authentication, options)
    .catch(explain(`the issuer ${issuer} cannot be used; is it running?`, NoToken));
}

/** Returns a 401 or 403 as an answer like others, though openid-client throws it as a challenge. */
function refusedResponse(error: unknown): Response {
  if (error instanceof openid.WWWAuthenticateChallengeError) return error.response;
  throw error;
}

/** Makes a handler for `catch`. @param what did not work, as the beginning of the sentence */
export function explain(what: string, Fault: typeof NoAnswer = NoAnswer) {
  return (cause: unknown): never => {
    throw new Fault(`${what} (${why(cause)})`, { cause });
  };
}

function why(cause: unknown): string {
  const { cause: inner, error, error_description: description, message } = (cause ?? {}) as Fault;
  if (typeof error === 'string') return `${error}: ${description}`;
  if (!(inner instanceof Error)) return `${message}`;
  return inner.name === 'TimeoutError' ? 'it took too long' : `${message}: ${inner.message}`;
}

/** An error of openid-client: the issuer's own words, or the broken connection as its cause. */
interface Fault {
  readonly message?: unknown;
  readonly cause?: unknown;
  readonly error?: unknown;
  readonly error_description?: unknown;
}
