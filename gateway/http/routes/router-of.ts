/** The router of a list of routes. */
import type { Router } from 'express';
import { strictRouter } from '../strict-router.ts';
import type { Route } from './route.ts';
import { routesOf } from './routes-of.ts';

/** In the order of the list: of two paths that fit, the first one answers. */
export function routerOf<Deps>(routes: readonly Route<Deps>[], deps: Deps): Router {
  const router = strictRouter();
  for (const route of routes) {
    for (const path of routesOf(route)) {
      router[route.method](path.replace(/\{(\w+)\}/g, ':$1'), (request, response) =>
        route.handle(request, response, deps),
      );
    }
  }
  return router;
}
