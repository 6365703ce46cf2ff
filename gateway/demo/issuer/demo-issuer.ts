/** Starts the demo's identity provider in its own process, in place of the agencies' issuers. */
import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { EcPublicJwk } from '../../identity/jose/check-public-key.ts';

/** A client of the demo's issuer: `private_key_jwt`, tokens bound by DPoP. */
export interface DemoClient {
  readonly clientId: string;
  readonly publicJwk: EcPublicJwk;
  /** Goes into the client's tokens. The gateway never takes it as proof. */
  readonly ori: string;
  /** Scopes separated by spaces, e.g. `alpr.query`. */
  readonly scope: string;
  /** Addresses for people's return (authorization code with PKCE); if absent, `client_credentials` only. */
  readonly redirectUris?: readonly string[];
  /** Address that is told of a sign-out (OpenID Connect Back-Channel Logout). */
  readonly logoutUri?: string;
  /** True if its tokens are for other gateways of this machine, and so for audiences beside `resource`. */
  readonly isForOthers?: boolean;
}

/** Someone who can sign in at the demo's issuer with password and one-time code. */
export interface DemoPerson {
  readonly login: string;
  readonly password: string;
  /** The `sub` of this person's tokens. */
  readonly subject: string;
  readonly name: string;
  readonly ori: string;
  /** Base32, for an authenticator (RFC 6238: SHA-1, six digits, 30 s). */
  readonly totpSecret: string;
}

/** A client without a secret, for programs of people: authorization code with PKCE, or a device code. */
export interface DemoPublicClient {
  readonly clientId: string;
  readonly scope: string;
}

export interface DemoIssuerOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly clients: readonly DemoClient[];
  readonly people: readonly DemoPerson[];
  /** Default: none. */
  readonly publicClients?: readonly DemoPublicClient[];
  /** The only audience of its tokens (RFC 8707), but for those of `isForOthers`, an absolute URI. */
  readonly resource: string;
  /** Directory of the signing key (0600), so that tokens stay valid after a restart. */
  readonly dataDir: string;
  /** True if a proxy in front ends TLS, and says so in `X-Forwarded-Proto`. */
  readonly isBehindProxy?: boolean;
  /** Tells on the page where logins, passwords and codes are; default: the demo's command. */
  readonly whatToType?: string;
}

export interface DemoIssuer {
  readonly issuer: string;
  /** Address of its keys, which the gateway registers with the issuer. */
  readonly jwksUri: string;
  stop(): Promise<void>;
}

/** The message that the process reports once. */
export type DemoIssuerReport =
  | { readonly issuer: string; readonly jwksUri: string }
  | { readonly fault: string };

/** Finds a client that was registered at the gateway with its key, after the issuer had started. */
export type FindClient = (clientId: string) => Promise<DemoClient | null>;

/** The question of the process for such a client, and the answer. */
export interface ClientAsked {
  readonly clientId: string;
}
export interface ClientAnswered extends ClientAsked {
  readonly client: DemoClient | null;
}

/** @throws Error if the port is taken or the configuration is refused, in the process's own words */
export async function startDemoIssuer(
  options: DemoIssuerOptions,
  findClient: FindClient = async () => null,
): Promise<DemoIssuer> {
  const inSource = import.meta.url.endsWith('.ts');
  const file = new URL(`./demo-issuer-process.${inSource ? 'ts' : 'js'}`, import.meta.url);
  const loader = () => pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const child = fork(fileURLToPath(file), [], {
    // Does not take over the parent's flags, since jest has its own.
    execArgv: inSource ? ['--import', loader()] : [],
    // oidc-provider warns at its start that it is a demo, which it is here.
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let words = '';
  child.stderr?.on('data', (chunk) => {
    words = (words + chunk).slice(-2000);
  });
  const exited = new Promise<void>((done) => child.once('exit', () => done()));
  const report = await new Promise<DemoIssuerReport>((done) => {
    child.once('message', (message) => done(message as DemoIssuerReport));
    child.once('error', (error) => done({ fault: error.message }));
    child.once('exit', () => done({ fault: words }));
    // Goes over the channel, not in arguments or a file, since it holds passwords.
    child.send(options, () => undefined);
  });
  const stop = async () => {
    // The process ends when its channel closes, so it never outlives a killed parent.
    if (child.connected) child.disconnect();
    await exited;
  };
  if ('fault' in report) {
    await stop();
    throw new Error(`the demo's issuer did not start: ${report.fault.trim()}`);
  }
  child.on('message', ({ clientId }: ClientAsked) => {
    findClient(clientId).then(
      (client) => child.connected && child.send({ clientId, client } satisfies ClientAnswered),
      () => child.connected && child.send({ clientId, client: null } satisfies ClientAnswered),
    );
  });
  return { ...report, stop };
}
