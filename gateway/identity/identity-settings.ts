/** What the settings and the secrets of a node say about who may ask. */
import type { Config } from '../config.ts';
import { trustedProxies } from '../http/trusted-proxies.ts';
import type { Secrets } from '../secrets.ts';
import type { IdentityOptions } from './create-identity.ts';

type Settings = Pick<Config, 'publicUrl' | 'clientCertificateHeader' | 'trustedProxies' | 'maxTokenSeconds'>;

export function identitySettings(
  config: Settings,
  { nonce }: Pick<Secrets, 'nonce'>,
): Omit<IdentityOptions, 'pool' | 'now'> {
  return {
    resource: config.publicUrl,
    certificateHeader: config.clientCertificateHeader,
    isTrustedProxy: trustedProxies(config.trustedProxies),
    longestLife: config.maxTokenSeconds,
    nonceKey: nonce,
  };
}
