/** Serves the demo's identity provider in this process. */
import { createServer } from 'node:http';
import type { DemoIssuer, DemoIssuerOptions, FindClient } from './demo-issuer.ts';
import { createDemoIssuerApp } from './demo-issuer-app.ts';

/** @throws Error if the port is taken or the configuration is refused */
export async function serveDemoIssuer(
  options: DemoIssuerOptions,
  findClient?: FindClient,
): Promise<DemoIssuer> {
  const server = createServer();
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(options.port, options.host, done);
  });
  // The port is part of the issuer's name, and only known now if it was 0.
  const { port } = server.address() as { port: number };
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  const issuer = `http://${host}:${port}`;
  const stop = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  server.on('request', await createDemoIssuerApp(issuer, options, findClient));
  return { issuer, jwksUri: `${issuer}/jwks`, stop };
}
