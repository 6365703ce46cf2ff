/** The applications of a node: one that answers everybody, and one for the port of the owner's people. */
import type { Express, Router } from 'express';
import { type AppOptions, createApp } from './app.ts';
import type { Doors } from './open-doors.ts';
import type { PublicRoutes } from './public-routes.ts';

export interface AppsOptions
  extends Pick<AppOptions, 'log' | 'isTrustedProxy' | 'failures' | 'publicPerMinute'> {
  /** Without it, as in a benchmark, each answers on a server of the caller's. */
  readonly doors?: Doors | undefined;
  readonly publicRoutes: PublicRoutes;
  /** What partners' systems ask, first: it is asked most. */
  readonly partnerRoutes: readonly Router[];
  readonly ownerRoutes: readonly Router[];
}

export interface Apps {
  readonly everybody: Express;
  readonly administrators: Express;
}

export function createApps({
  doors,
  ownerRoutes,
  partnerRoutes,
  publicRoutes,
  ...common
}: AppsOptions): Apps {
  return {
    everybody: createApp({
      ...common,
      messages: doors?.common.messages,
      publicRoutes: publicRoutes.everybody,
      apiRoutes: [...partnerRoutes, ...ownerRoutes],
    }),
    administrators: createApp({
      ...common,
      messages: doors?.administrators?.messages,
      publicRoutes: publicRoutes.administrators,
      apiRoutes: ownerRoutes,
    }),
  };
}
