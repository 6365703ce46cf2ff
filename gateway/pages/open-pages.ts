/** The pages of a node: what they load, how people sign in, and every page, as one list of routers. */
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Router } from 'express';
import type pg from 'pg';
import type { Ori } from '../../sharing-rules/terms/agency.ts';
import { factsFor } from '../../sharing-rules/terms/registry.ts';
import type { Bodies } from '../http/bodies/bodies.ts';
import type { Identity } from '../identity/create-identity.ts';
import type { IssuerKeys } from '../identity/issuer-keys.ts';
import type { Registrations } from '../identity/registrations-store.ts';
import { readPeers } from '../network/agreements/peers-store.ts';
import { askForm, askPages } from './ask-page/ask-pages.tsx';
import { assetRoutes } from './assets/assets.ts';
import { consolePages } from './console/console-pages.ts';
import { LivePages } from './live/live-pages.ts';
import { sessionEventsRoutes } from './live/session-events-routes.ts';
import { queryPages } from './query-page/query-pages.tsx';
import type { CountsOf } from './query-page/typed-checks.ts';
import { type ServePagesDeps, servePages } from './serve/serve-pages.tsx';
import { navigationOf } from './serve/shown-page.tsx';
import { backChannelLogoutRoutes } from './session/back-channel-logout.ts';
import { sessionCookie } from './session/cookies.ts';
import { ownAddress } from './session/own-address.ts';
import { Sessions } from './session/sessions.ts';
import { openClient, readSignInClients } from './session/sign-in-clients.ts';
import { signInRoutes } from './session/sign-in-routes.tsx';
import { readStreets } from './story/streets.ts';

export interface PagesOptions
  extends Pick<
    ServePagesDeps,
    'inFlight' | 'localTimeZone' | 'now' | 'publicUrl' | 'registry' | 'secondFactor'
  > {
  readonly bodies: Bodies;
  readonly pool: pg.Pool;
  readonly countsOf: CountsOf;
  readonly registrations: Registrations;
  readonly issuerKeys: IssuerKeys;
  readonly owner: Ori;
  /** Days for which the own store keeps reads. */
  readonly retentionDays: number;
  /** The port of the owner's people, if they have one of their own. */
  readonly adminDoor: Identity['adminDoor'];
  /** The person to contact after a refusal; null: nobody is named. */
  readonly contact: string | null;
  /** MAP_FILE; null if maps show a plain grid. */
  readonly mapFile: string | null;
  /** SIGN_IN_CLIENTS_FILE; null if nobody signs in. */
  readonly signInClientsFile: string | null;
  /** The secret that seals what a browser carries while somebody signs in. */
  readonly secret: Buffer;
  readonly log: {
    error(fields: object, message: string): void;
    warn(fields: object, message: string): void;
  };
}

export interface Pages {
  readonly routes: readonly Router[];
  /** Returns true if somebody who has signed in asks, before anything is looked up. */
  isKnown(request: IncomingMessage): boolean;
  /** Sets the API of this node, which answers the pages' own requests from now on. */
  answerWith(api: RequestListener): void;
  /** Ends, before the node stops, what never ends by itself. */
  letGo(): void;
  close(): Promise<void>;
}

/** @throws ConfigError for a file of clients that cannot be used */
export async function openPages(options: PagesOptions): Promise<Pages> {
  const { now, owner, pool, publicUrl, registrations, secret, signInClientsFile } = options;
  const inner = await openInner();
  const own = ownAddress(publicUrl, options.adminDoor);
  const cookie = sessionCookie(own);
  const sessions = new Sessions({ pool, cookie, registrations, secret, now });
  const live = new LivePages({ pool, registrations });
  const streets = readStreets(options.mapFile, (why) => options.log.warn({}, why));
  const clients = (signInClientsFile === null ? [] : readSignInClients(signInClientsFile)).map((client) =>
    openClient(client, publicUrl),
  );
  const told = sessionCookie(own, 'told');
  const ofConsole = consolePages({ streets });
  const deps = {
    ...options,
    clients,
    sessions,
    cookie,
    told,
    own,
    innerUrl: inner.url,
    navigation: navigationOf(ofConsole),
  };
  const nameOf = (ori: string) => factsFor(options.registry.snapshot, ori as Ori).agency?.name ?? ori;
  const asking = { ...options, streets, findPeers: () => readPeers(pool), nameOf };
  return {
    routes: [
      assetRoutes(),
      signInRoutes({
        bodies: options.bodies,
        clients,
        sessions,
        cookie: sessionCookie(own, 'sign-in'),
        registrations,
        owner,
        publicUrl,
        own,
        secret,
        now,
        log: options.log,
      }),
      backChannelLogoutRoutes({ ...deps, issuerKeys: options.issuerKeys }),
      sessionEventsRoutes(sessions, live),
      servePages(
        [...ofConsole, ...queryPages({ ...options, streets, ofOwner: askForm(asking) }), ...askPages(asking)],
        deps,
      ),
    ],
    isKnown: (request) => sessions.isKnown(request),
    answerWith: inner.answerWith,
    letGo: () => live.close(),
    close: inner.close,
  };
}

/**
 * Opens a port of this machine alone, on which the node answers its own pages: a flood at the other ports
 * does not keep an administrator from the button that stops sharing. Askers prove who they are as everywhere.
 */
async function openInner() {
  let answer: RequestListener = (_request, response) => void response.writeHead(503).end();
  const server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    answerWith: (api: RequestListener) => {
      answer = api;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
