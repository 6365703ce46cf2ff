/** `sign-in` and `sign-out`: a person's own sign-in, for what a key alone may not do. */
import { Command } from 'commander';
import { gatewayUrl, readClientsFile } from '../cli/client/connect.ts';
import { findSignIns, forgetSignIn, keepSignIn } from '../cli/client/kept-sign-ins.ts';
import { obtainSignIn } from '../cli/client/obtain-sign-in.ts';
import { type ClientOptions, jsonOption } from '../cli/client-options.ts';
import { nextCommand } from '../cli/next-command.ts';
import { printResult } from '../cli/print-result.ts';
import { tell } from '../cli/write-out.ts';

const HELP = `
What gives access (approving, resuming, reinstating, attesting, adding) takes
a person who has signed in with a second factor within the last 15 minutes,
unless the gateway runs with APPROVAL_SECOND_FACTOR=off. The tokens are bound
to a key made here, and kept below DATA_DIR (sign-ins/NAME.json, mode 0600).
Commands that give access then act as you, the others by your client's key;
with several signed in, name one with --as.

The clients' file names the issuer's public client for this:
  "signIn": { "clientId": "…" }
with the redirect URI http://127.0.0.1/callback at any port (RFC 8252), and
registered for the owner's agency (\`register\`: "actsFor": null).

In the demo: npm run gateway -- demo code admin-2
prints what to type into the page of its issuer.

Example:
  npm run gateway -- sign-in`;

export function signInCommand(): Command {
  return new Command('sign-in')
    .option('--device', 'sign in with a browser on another device (RFC 8628), if the issuer offers it')
    .addOption(jsonOption('{ name, signedInAt, expiresAt }'))
    .addHelpText('after', HELP)
    .action(async ({ device, json }: { device?: true; json?: true }) => {
      const file = readClientsFile();
      const { issuer, resource, signIn } = file;
      if (signIn === undefined) {
        throw new Error(
          'the clients\' file names no client for it: add "signIn": { "clientId": "…" } (see --help)',
        );
      }
      const kept = await obtainSignIn({
        ...{
          issuer,
          resource,
          gateway: gatewayUrl(file),
          clientId: signIn.clientId,
          device: device === true,
        },
        // Standard output is the result's.
        show: (address, code) => {
          const shown = code === null ? '' : `code: ${code}\n`;
          tell(
            `open this address in a browser, and sign in:\n  ${address}\n${shown}${file.demo ? demoPeople() : ''}`.trimEnd(),
          );
        },
      });
      keepSignIn(kept);
      const [signedInAt, expiresAt] = [kept.signedInAt, kept.expiresAt].map((time) =>
        new Date(time).toISOString(),
      );
      printResult({ name: kept.name, signedInAt, expiresAt }, json === true, () => describeSignIn(kept.name));
    });
}

/** Others may have signed in on the same machine: what is printed ends this sign-in alone. */
export function describeSignIn(name: string): string {
  return [
    `signed in as ${name}: for the next 15 minutes you may give access`,
    `to end it: ${nextCommand('sign-out', name)}`,
  ].join('\n');
}

/** In the demo nobody has an authenticator. */
function demoPeople(): string {
  return (
    'in another terminal, this prints what admin-2 types (or admin-1, auditor, reviewer, chief):\n' +
    `  ${nextCommand('demo code admin-2')}\n`
  );
}

export function signOutCommand(): Command {
  return new Command('sign-out')
    .option('--as <name>', 'only this person; default: all of this gateway')
    .addOption(jsonOption('{ forgotten }'))
    .addHelpText('after', '\nExample:\n  npm run gateway -- sign-out')
    .action(({ as, json }: ClientOptions) => {
      const names = findSignIns(readClientsFile()).map(({ name }) => name);
      if (as !== undefined && !names.includes(as)) {
        throw new Error(`nobody is signed in as \`${as}\` here: ${names.join(', ') || 'nobody is at all'}`);
      }
      const forgotten = as === undefined ? names : [as];
      for (const name of forgotten) forgetSignIn(name);
      printResult({ forgotten }, json === true, () =>
        forgotten.length === 0 ? 'nobody was signed in' : `forgotten: ${forgotten.join(', ')}`,
      );
    });
}
