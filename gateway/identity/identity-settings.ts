/** Turns the settings and the secrets of a node into the options of who may ask. */
import { trustedProxies } from '../http/trusted-proxies.ts';
import type { Config } from '../settings/config.ts';
import type { Secrets } from '../settings/secrets.ts';
import type { IdentityOptions } from './create-identity.ts';

type Settings = Pick<
  Config,
  | 'publicUrl'
  | 'clientCertificateHeader'
  | 'trustedProxies'
  | 'maxTokenSeconds'
  | 'host'
  | 'adminUrl'
  | 'rateLimitPerMinute'
>;

/** A minute, at least: a command of ours brings a new token each time. */
const LEAST_NEW_TOKENS = 300;

/** @param adminPort as it is bound; null: there is none */
export function identitySettings(
  config: Settings,
  { nonce }: Pick<Secrets, 'nonce'>,
  adminPort: number | null,
): Omit<IdentityOptions, 'now' | 'onKeysMissing' | 'pool'> {
  return {
    resource: config.publicUrl,
    certificateHeader: config.clientCertificateHeader,
    isTrustedProxy: trustedProxies(config.trustedProxies),
    longestLife: config.maxTokenSeconds,
    nonceKey: nonce,
    newTokensPerMinute: Math.max(LEAST_NEW_TOKENS, config.rateLimitPerMinute / 2),
    adminDoor:
      adminPort === null
        ? null
        : { port: adminPort, url: config.adminUrl ?? `http://${hostOf(config.host)}:${adminPort}` },
  };
}

/** Returns the host as a URL names it; for every address of this machine, the one that is always there. */
function hostOf(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
