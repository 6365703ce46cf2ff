/** The gateway's application with some of its routes, on a real server. */
import { type AppOptions, createApp } from '../../gateway/node/routes/app.ts';
import { type Served, serveOnLoopback } from './serve-on-loopback.ts';

export function serveApp(options: Partial<AppOptions>): Promise<Served> {
  return serveOnLoopback(
    createApp({
      isTrustedProxy: () => false,
      log: { error: () => undefined },
      publicRoutes: [],
      apiRoutes: [],
      ...options,
    }),
  );
}
