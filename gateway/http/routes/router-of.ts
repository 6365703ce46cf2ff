/** The router of a list of routes. */
import type { Router } from 'express';
import { strictRouter } from '../strict-router.ts';
import type { Route } from './route.ts';
import { pathsServed } from './routes-of.ts';

/** Mounts the routes in the order of the list: of two paths that fit, the first one answers. */
export function routerOf<Deps>(routes: readonly Route<Deps>[], deps: Deps): Router {
  const router = strictRouter();
  for (const route of routes) {
    for (const { path, words } of pathsServed(route)) {
      const mountedAt = route.mountedAt ?? path.replace(/\{(\w+)\}/g, ':$1');
      router[route.method](mountedAt, (request, response) => {
        Object.assign(request.params, words);
        return route.handle(request, response, deps);
      });
    }
  }
  return router;
}
