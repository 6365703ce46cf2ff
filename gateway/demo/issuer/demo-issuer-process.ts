/** Runs the demo's issuer: takes options over the channel, reports once, and ends with the channel. */
import { createServer } from 'node:http';
import type {
  ClientAnswered,
  ClientAsked,
  DemoIssuerOptions,
  DemoIssuerReport,
  FindClient,
} from './demo-issuer.ts';
import { createDemoIssuerApp } from './demo-issuer-app.ts';

// Ctrl-C reaches the whole group: the gateway drains first, then closes the channel.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
process.once('disconnect', () => process.exit(0));
process.once('message', (options) => {
  start(options as DemoIssuerOptions).then(report, (error) =>
    report({ fault: String(error?.message ?? error) }),
  );
});

async function start(options: DemoIssuerOptions): Promise<DemoIssuerReport> {
  const server = createServer();
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(options.port, options.host, done);
  });
  // The port is part of the issuer's name, and only known now if it was 0.
  const { port } = server.address() as { port: number };
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  const issuer = `http://${host}:${port}`;
  server.on('request', await createDemoIssuerApp(issuer, options, askForClient));
  return { issuer, jwksUri: `${issuer}/jwks` };
}

/** Asks the demo, which has the gateway's registry. */
const askForClient: FindClient = (clientId) =>
  new Promise((done) => {
    const hear = (answer: ClientAnswered) => {
      if (answer.clientId !== clientId) return;
      process.off('message', hear);
      done(answer.client);
    };
    process.on('message', hear);
    process.send?.({ clientId } satisfies ClientAsked);
  });

function report(message: DemoIssuerReport): void {
  process.send?.(message);
}
