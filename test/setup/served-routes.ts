/** The routes that an application or a router serves, as Express keeps them and as the document writes them. */
import type { Express, Router } from 'express';

/** A layer of Express holds a route, or a router with layers of its own, or a step of every request. */
interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
  readonly handle: { readonly stack?: readonly Layer[] };
}

/** e.g. `get /v1/grants/{id}` */
export function servedRoutes(by: Express | Router): string[] {
  const { stack } = ('router' in by ? by.router : by) as unknown as { readonly stack: readonly Layer[] };
  return routesIn(stack);
}

function routesIn(layers: readonly Layer[]): string[] {
  return layers.flatMap(({ handle, route }) => {
    if (route === undefined) return routesIn(handle.stack ?? []);
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    return Object.keys(route.methods).map((method) => `${method} ${path}`);
  });
}
