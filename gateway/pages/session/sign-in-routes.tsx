/** Serves `/sign-in`, the way back from the issuer, and `/sign-out`. */
import type { Request, Response, Router } from 'express';
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import type { Bodies } from '../../http/bodies/bodies.ts';
import { strictRouter } from '../../http/strict-router.ts';
import type { Registrations } from '../../identity/registrations-store.ts';
import { sendPage } from '../layout/send-page.ts';
import type { SessionCookie } from './cookies.ts';
import { limitSignIns } from './limit-sign-ins.ts';
import { MessagePage } from './message-page.tsx';
import type { OwnAddress } from './own-address.ts';
import { returnAddress } from './return-address.ts';
import { isFormToken, type PageScope, type Sessions } from './sessions.ts';
import type { OpenedClient } from './sign-in-clients.ts';
import {
  beginSignIn,
  endSignIn,
  openUnderWay,
  pageScopeOf,
  type SignedInPerson,
  sealUnderWay,
} from './sign-in-flow.ts';
import {
  ChooseIssuer,
  IssuerSilent,
  NoClient,
  NotConfigured,
  NotRegistered,
  TookTooLong,
  TooManySignIns,
} from './sign-in-messages.tsx';

export interface SignInRoutesDeps {
  readonly bodies: Bodies;
  /** The clients; none if the operator has named none. */
  readonly clients: readonly OpenedClient[];
  readonly sessions: Sessions;
  /** The cookie of a sign-in under way: a session beside it stands until the sign-in is complete. */
  readonly cookie: SessionCookie;
  readonly registrations: Pick<Registrations, 'findClient' | 'findPerson'>;
  /** The owner's ORI: its people administer, others' ask. */
  readonly owner: Ori;
  /** The audience of tokens. */
  readonly publicUrl: string;
  readonly own: OwnAddress;
  /** The secret that seals what the browser carries. */
  readonly secret: Buffer;
  readonly now: () => number;
  readonly log: { warn(fields: object, message: string): void };
}

/** The path to which issuers send people back. */
export const CALLBACK = '/sign-in/callback';

export function signInRoutes(deps: SignInRoutesDeps): Router {
  const router = strictRouter();
  const limits = limitSignIns(deps.sessions, (response) => sendPage(response, <TooManySignIns />, 429));
  router.get('/sign-in', ...limits, (request, response) => begin(request, response, deps));
  router.get(CALLBACK, ...limits, (request, response) => end(request, response, deps));
  router.post('/sign-out', deps.bodies.form(4_096), (request, response) => signOut(request, response, deps));
  router.get('/signed-out', (_request, response) => {
    sendPage(
      response,
      <MessagePage title="Signed out" at="/signed-out" kind="success">
        You are signed out here. Next: close the browser if others use it, or{' '}
        <a href="/sign-in">sign in again</a>.
      </MessagePage>,
    );
  });
  return router;
}

async function begin(request: Request, response: Response, deps: SignInRoutesDeps): Promise<void> {
  const { clients, own } = deps;
  const { issuer, return: wanted } = request.query;
  const returnTo = returnAddress(wanted);
  const elsewhere = otherName(request, own(request));
  if (elsewhere !== null) return response.redirect(303, elsewhere);
  const issuers = [...new Set(clients.map((client) => client.issuer))];
  if (issuers.length === 0) return sendPage(response, <NotConfigured />, 503);
  const chosen = issuers.length === 1 ? issuers[0] : issuers.find((one) => one === issuer);
  if (chosen === undefined) {
    return sendPage(response, <ChooseIssuer clients={firstOfEach(clients)} returnTo={returnTo} />);
  }
  const client = clients.find((one) => one.issuer === chosen) as OpenedClient;
  await send(response, { client, returnTo, again: false }, deps);
}

async function send(
  response: Response,
  {
    again,
    client,
    returnTo,
    scope = null,
  }: {
    readonly client: OpenedClient;
    readonly returnTo: string;
    readonly again: boolean;
    readonly scope?: PageScope | null;
  },
  deps: SignInRoutesDeps,
): Promise<void> {
  const { cookie, log, now, own, owner, publicUrl, registrations, secret } = deps;
  const registered = registrations.findClient(client.issuer, client.clientId);
  if (registered === undefined) {
    log.warn(
      { clientId: client.clientId },
      'a client of SIGN_IN_CLIENTS_FILE is not registered; next: register it',
    );
    return sendPage(response, <NotConfigured />, 503);
  }
  const redirectUri = own(response.req) + CALLBACK;
  let begun: Awaited<ReturnType<typeof beginSignIn>>;
  try {
    begun = await beginSignIn({
      client,
      scope: scope ?? (registered.oris.includes(owner) ? 'alpr.admin' : 'alpr.query'),
      returnTo,
      again,
      redirectUri,
      resource: publicUrl,
      now: now(),
    });
  } catch (error) {
    log.warn(
      { issuer: client.issuer, fault: (error as Error).name },
      'an issuer cannot be reached for a sign-in',
    );
    return sendPage(response, <IssuerSilent at={client.name} returnTo={returnTo} />, 503);
  }
  cookie.set(response, sealUnderWay(begun.underWay, secret));
  response
    .set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' })
    .redirect(303, begun.address);
}

async function end(request: Request, response: Response, deps: SignInRoutesDeps): Promise<void> {
  const { clients, cookie, log, now, own, publicUrl, registrations, secret, sessions } = deps;
  const underWay = openUnderWay(cookie.read(request), secret, now());
  // A link by somebody else ends no sign-in that is under way.
  if (underWay === null || request.query.state !== underWay.state)
    return sendPage(response, <TookTooLong returnTo="/console" />, 400);
  const { issuer, returnTo } = underWay;
  const client = clients.find((one) => one.issuer === issuer && one.clientId === underWay.clientId);
  cookie.clear(response);
  if (client === undefined) return sendPage(response, <TookTooLong returnTo={returnTo} />, 400);
  let signedIn: SignedInPerson;
  try {
    signedIn = await endSignIn(client, underWay, new URL(own(request) + request.originalUrl), publicUrl);
  } catch (error) {
    log.warn(
      { issuer, fault: (error as Error).name, code: (error as { code?: unknown }).code },
      'a sign-in failed',
    );
    return sendPage(response, <TookTooLong returnTo={returnTo} />, 400);
  }
  const person = registrations.findPerson(issuer, signedIn.subject);
  if (person === undefined) return sendPage(response, <NotRegistered />, 403);
  if (registrations.findClient(issuer, client.clientId)?.agencyId === person.agencyId) {
    // The owner's officers without a role ask, and nothing else: a token for that is another one.
    if (person.roles.length === 0 && pageScopeOf(underWay) === 'alpr.admin') {
      const officer = {
        client,
        returnTo: officersPage(returnTo, false),
        again: true,
        scope: 'alpr.ask',
      } as const;
      return await send(response, officer, deps);
    }
    await sessions.end(request, response);
    response.removeHeader('Set-Cookie');
    cookie.clear(response);
    await sessions.begin(response, { issuer, subject: signedIn.subject, sid: signedIn.sid }, signedIn.tokens);
    return response.set('Cache-Control', 'no-store').redirect(303, returnTo);
  }
  // Each agency has a client of its own, and whose person it is, only the sign-in tells: once more, by theirs.
  const theirs = clients.find(
    (one) =>
      one.issuer === issuer && registrations.findClient(issuer, one.clientId)?.agencyId === person.agencyId,
  );
  if (theirs === undefined || underWay.again) return sendPage(response, <NoClient />, 403);
  await send(
    response,
    { client: theirs, returnTo: officersPage(returnTo, person.roles.length > 0), again: true },
    deps,
  );
}

/** Sends an officer without a role, who has nothing to do in the console, to the query page. */
function officersPage(returnTo: string, hasRole: boolean): string {
  return !hasRole && returnTo === '/console' ? '/query' : returnTo;
}

async function signOut(request: Request, response: Response, { sessions }: SignInRoutesDeps): Promise<void> {
  const found = await sessions.find(request);
  const token = new URLSearchParams(request.body).get('token');
  if (found.kind === 'session' && !isFormToken(found.session, token)) {
    return sendPage(
      response,
      <MessagePage title="Not signed out" at="/sign-out" kind="error">
        This did not come from one of our pages. Next: <a href="/console">go back</a> and press Sign out
        there.
      </MessagePage>,
      403,
    );
  }
  await sessions.end(request, response);
  response.redirect(303, '/signed-out');
}

/** Returns the address at the host of the issuer's return, if another was used: the cookie is of one host. */
function otherName({ headers, originalUrl }: Request, own: string): string | null {
  const { host, hostname } = new URL(own);
  const isLoopback = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
  return isLoopback && headers.host !== host ? own + originalUrl : null;
}

function firstOfEach(clients: readonly OpenedClient[]): readonly OpenedClient[] {
  return clients.filter((one, at) => clients.findIndex(({ issuer }) => issuer === one.issuer) === at);
}
