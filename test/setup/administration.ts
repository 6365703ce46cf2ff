/** The administrators' routes on a real server, called by the persons of a test registry with real tokens. */

import type { Operation } from '../../gateway/http/routes/route.ts';
import type { TellDeps } from '../../gateway/network/agreements/tell-agreements.ts';
import type { Ori } from '../../sharing-rules/terms/agency.ts';
import { type AdministrationApp, openAdministration } from './administration-app.ts';
import { startTokenIssuer, type Who } from './administrator-tokens.ts';
import { checkAnswer } from './check-answer.ts';
import { createTestRegistry, type TestRegistry } from './database/test-registry.ts';
import { serveOnLoopback } from './serve-on-loopback.ts';
import { servedRoutes } from './served-routes.ts';

export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, checked by the tests themselves
  readonly body: any;
}

export interface Administration extends TestRegistry {
  /** The owner's issuer. */
  readonly issuer: string;
  /** Verifier key of the log. */
  readonly logKey: string;
  /** Tells other gateways what is due now. */
  tell(connect: TellDeps['connect']): Promise<void>;
  readonly url: string;
  /** Each as the document writes it, e.g. `get /v1/grants/{id}`. */
  served(): string[];
  /** @param who null: without a token */
  call(
    who: Who | null,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<TestAnswer>;
  /** Token and a fresh proof for one request, as `call` sends them; to send the same again. */
  credentials(who: Who, method: string, path: string): Record<string, string>;
  /** The same by this issuer, for another gateway. */
  credentialsAt(gateway: string, who: Who, method: string, path: string): Record<string, string>;
  /** As `call`, but with the body as a stream. */
  open(
    who: Who | null,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Response>;
  /** Lets the node read persons and clients again, as a notification would. */
  reloadPersons(): Promise<void>;
  /** Registers the client by which persons sign in. */
  addConsole(): Promise<void>;
}

/**
 * @param behindDoor as of `openAdministration`
 * @param secondFactor off, so that tests of what an act does can act with a key; tests of the sign-in turn it on
 */
export async function startAdministration({
  secondFactor = 'off',
  behindDoor = [],
  owner,
}: {
  readonly secondFactor?: 'on' | 'off';
  readonly behindDoor?: readonly Operation[];
  readonly owner?: Ori;
} = {}): Promise<Administration> {
  const issuer = await startTokenIssuer(owner);
  const registry = await createTestRegistry(issuer.url, owner);
  let node: AdministrationApp;
  const server = await serveOnLoopback((request, response) => node.app(request, response));
  const { url } = server;
  node = await openAdministration(registry, url, secondFactor, behindDoor);
  const { app, identity, logKey, tell } = node;
  const credentials: Administration['credentials'] = (...asked) => issuer.credentials(url, ...asked);
  const open: Administration['open'] = (who, method, path, body, headers = {}) =>
    fetch(`${url}${path}`, {
      method,
      headers: {
        ...(who === null ? {} : credentials(who, method, path)),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  return {
    ...registry,
    ...{ url, logKey, tell, issuer: issuer.url },
    served: () => servedRoutes(app),
    credentials,
    credentialsAt: issuer.credentials,
    open,
    reloadPersons: () => identity.registrations.reload(),
    addConsole: async () => {
      await registry.ownerPool.query(
        `INSERT INTO client_registration (issuer_id, client_id, agency_id, ori)
         SELECT issuer_id, 'console', agency_id, ori FROM client_registration WHERE client_id = 'admin-1'`,
      );
      await identity.registrations.reload();
    },
    call: async (...asked) => {
      const response = await open(...asked);
      const text = await response.text();
      const isJson = response.headers.get('Content-Type')?.includes('json') && !text.includes('\n');
      const body = isJson ? JSON.parse(text) : null;
      const { headers, status } = response;
      checkAnswer(asked[1], asked[2], { status, headers, body });
      return { status, headers, text, body };
    },
    close: async () => {
      server.close();
      issuer.close();
      await node.close();
      await registry.close();
    },
  };
}
