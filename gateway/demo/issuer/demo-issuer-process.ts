/** Runs the demo's issuer: takes options over the channel, reports once, and ends with the channel. */
import type {
  ClientAnswered,
  ClientAsked,
  DemoIssuerOptions,
  DemoIssuerReport,
  FindClient,
} from './demo-issuer.ts';
import { serveDemoIssuer } from './serve-demo-issuer.ts';

// Ctrl-C reaches the whole group: the gateway drains first, then closes the channel.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
process.once('disconnect', () => process.exit(0));
process.once('message', (options) => {
  serveDemoIssuer(options as DemoIssuerOptions, askForClient).then(
    ({ issuer, jwksUri }) => report({ issuer, jwksUri }),
    (error) => report({ fault: String(error?.message ?? error) }),
  );
});

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
