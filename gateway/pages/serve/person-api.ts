/**
 * The gateway's own API, asked as the person who has signed in, with their tokens: whatever a page does is judged,
 * counted and logged as it would be for any other client. There is no second way.
 */
import * as openid from 'openid-client';
import type { Client } from '../../cli/client/connect.ts';
import { type GatewayClient, requestsWith } from '../../cli/client/http-client.ts';
import { type HttpAnswer, NoAnswer, readAnswer } from '../../cli/client/http-client-answer.ts';
import { tokensOf } from '../../cli/client/person-client.ts';
import { importProofKey } from '../../cli/client/proof-key.ts';
import type { Session, Sessions, SessionTokens } from '../session/sessions.ts';
import type { OpenedClient } from '../session/sign-in-clients.ts';
import { PageProblem, type Problem, problemOf } from './problem.ts';

export interface PersonApi {
  /** The body of a good answer. @throws PageProblem for any other; SessionOver where the sign-in is worth nothing now */
  readonly call: Client['call'];
  /** Resolves to any answer but a 401. @throws SessionOver for that */
  readonly ask: GatewayClient['request'];
  /** Opens the body of a good answer as a stream, for long ones. @throws as `call` */
  open(method: string, path: string, body?: unknown): Promise<ReadableStream<Uint8Array>>;
}

/** Ends a session whose person or client was removed, or whose issuer renews nothing: sign in again. */
export class SessionOver extends Error {
  override readonly name = 'SessionOver';
}

export interface PersonApiDeps {
  readonly clients: readonly OpenedClient[];
  readonly sessions: Sessions;
  /** `PUBLIC_URL`, the audience of tokens and the base of the `htu` of proofs. */
  readonly publicUrl: string;
  /** The address at which this node answers its own pages. */
  readonly innerUrl: string;
  readonly now: () => number;
}

const REFUSED = 'the gateway no longer accepts this sign-in';

/** A token is renewed this long before it expires, ms. */
const MARGIN = 15_000;

/** @param from the browser's address, for which the API counts failures */
export async function openPersonApi(session: Session, from: string, deps: PersonApiDeps): Promise<PersonApi> {
  const gateway = await connect(session, deps);
  const ask: PersonApi['ask'] = async (method, path, body, headers = {}) => {
    const sent = { ...headers, 'X-Forwarded-For': from };
    const once = () => gateway.request(method, path, body, sent).catch(tellCut);
    const answer = await waitForFirst(once, 'Idempotency-Key' in headers);
    if (answer.status === 401) throw new SessionOver(REFUSED);
    return answer;
  };
  return {
    ask,
    open: async (method, path, body) => {
      const response = await gateway.open(method, path, body, { 'X-Forwarded-For': from });
      if (response.status === 401) throw new SessionOver(REFUSED);
      if (!response.ok || response.body === null)
        throw new PageProblem(problemOf(await readAnswer(response)));
      return response.body;
    },
    call: async <T>(...asked: Parameters<PersonApi['ask']>) => {
      const answer = await ask(...asked);
      if (answer.status >= 400) throw new PageProblem(problemOf(answer));
      return answer.body as T;
    },
  };
}

/** The most waits for the same request: a release takes milliseconds, a revoke may drain for seconds. */
const WAITS = 5;

/** Waits for the first answer of a form sent twice by a double click: the browser shows the second's. */
async function waitForFirst(ask: () => Promise<HttpAnswer>, isKeyed: boolean): Promise<HttpAnswer> {
  for (let waited = 0; ; waited += 1) {
    const answer = await ask();
    const after = Number(answer.headers.get('Retry-After') ?? 0);
    if (!isKeyed || answer.status !== 409 || after <= 0 || waited === WAITS) return answer;
    await new Promise((resolve) => setTimeout(resolve, after * 1_000));
  }
}

const CUT: Problem = {
  status: 503,
  detail:
    'this answer was cut, since access was changed while it was made, or this node is stopping. Send it again: what was done is not done twice',
  reasons: [],
  members: {},
};

/** Tells of a cut: the node asks itself, so nothing else, but its own end, loses an answer. */
function tellCut(error: unknown): never {
  throw error instanceof NoAnswer ? new PageProblem(CUT) : error;
}

async function connect(session: Session, deps: PersonApiDeps): Promise<GatewayClient> {
  const { clients, innerUrl, now, publicUrl } = deps;
  const client = clients.find(
    ({ clientId, issuer }) => issuer === session.issuer && clientId === session.clientId,
  );
  if (client === undefined) throw new SessionOver('the client of this sign-in is set up no more');
  const config = await client.configuration();
  const DPoP = openid.getDPoPHandle(config, await importProofKey(session.proofKey));
  let tokens: SessionTokens = session;
  const current = async () => {
    if (now() < tokens.expiresAt - MARGIN) return tokens.accessToken;
    tokens = await deps.sessions.renew(session, (kept) => renewed(kept, { config, DPoP, now, publicUrl }));
    return tokens.accessToken;
  };
  return requestsWith({ config, DPoP, resource: publicUrl, current, refused: () => undefined }, innerUrl);
}

async function renewed(
  kept: SessionTokens,
  of: Pick<PersonApiDeps, 'now' | 'publicUrl'> & {
    readonly config: openid.Configuration;
    readonly DPoP: openid.DPoPHandle;
  },
): Promise<SessionTokens | null> {
  // Another request of the same session was first.
  if (of.now() < kept.expiresAt - MARGIN) return null;
  if (kept.refreshToken === null) throw new SessionOver('the issuer gave nothing to renew the sign-in with');
  try {
    const granted = await openid.refreshTokenGrant(
      of.config,
      kept.refreshToken,
      { resource: of.publicUrl },
      { DPoP: of.DPoP },
    );
    return { ...kept, ...tokensOf(granted, kept.refreshToken) };
  } catch (cause) {
    // The issuer refused; if it is silent instead, the page says that and the session stays.
    if (cause instanceof openid.ResponseBodyError)
      throw new SessionOver('the issuer ended the sign-in', { cause });
    throw cause;
  }
}
