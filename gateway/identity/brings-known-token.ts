/** A first look at who asks, before anything else is done for them: it lets nobody in. */
import { hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Identity } from './create-identity.ts';
import { LONGEST_TOKEN } from './read-credentials.ts';

/** True if the request brings a token that was good before. Costs one hash of it. */
export function bringsKnownToken(
  { headers }: Pick<IncomingMessage, 'headers'>,
  { knownTokens }: Pick<Identity, 'knownTokens'>,
): boolean {
  const { authorization = '' } = headers;
  const token = authorization.slice(authorization.lastIndexOf(' ') + 1);
  if (token === '' || authorization.length > LONGEST_TOKEN) return false;
  return knownTokens.get(hash('sha256', token, 'base64url')) !== undefined;
}
