/** Fetches an issuer's key set: from its registered place only, small, quick, and without being sent elsewhere. */
import { isSecureUrl } from '../settings/secure-url.ts';

/** An issuer publishes a handful of keys. */
const LARGEST = 64 * 1024;
const LONGEST = 3_000;

/**
 * @param jwksUri as registered: https, or http on this machine
 * @returns the JSON, unchecked
 * @throws Error when the place is not allowed, does not answer in time, redirects, or answers anything but JSON
 */
export async function fetchKeySet(jwksUri: string): Promise<unknown> {
  const url = new URL(jwksUri);
  if (!isSecureUrl(url)) {
    throw new Error('keys are fetched by https only');
  }
  const response = await fetch(url, {
    redirect: 'error',
    headers: { Accept: 'application/jwk-set+json, application/json' },
    signal: AbortSignal.timeout(LONGEST),
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`the key set was answered with status ${response.status}`);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > LARGEST) throw new Error(`the key set is larger than ${LARGEST} bytes`);
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}
