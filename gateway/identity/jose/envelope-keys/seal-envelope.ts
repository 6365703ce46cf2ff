/** Makes envelopes: an answer signed (JWS), and encrypted (JWE) if the agency has registered a key. */
import { sign } from 'node:crypto';
import jose from 'node-jose';
import { validateEncryptionKey } from '../validate-encryption-key.ts';
import type { SigningKey } from './envelope-key-file.ts';

/** The one content encryption of envelopes (RFC 7518 §5.3). */
export const CONTENT_ENCRYPTION = 'A256GCM';

/** The `typ`, by which no other kind of signed text can be passed off as an answer (RFC 8725 §3.11). */
export const ENVELOPE_TYPE = 'alpr-answer+jws';
/** The `cty` of the JWE: its content is `application/jose` again (RFC 7515 §4.1.10). */
export const NESTED_TYPE = 'JOSE';

/**
 * Signs a compact JWS, ES256 (RFC 7515 §7.1, RFC 7518 §3.4). By node:crypto, since every query may pass here:
 * it takes a tenth of node-jose's time.
 * @param payloadText the exact JSON text of the answer
 */
export const signEnvelope = (payloadText: string, key: SigningKey): string =>
  signCompact(payloadText, key, { typ: ENVELOPE_TYPE, cty: 'json' });

/** Signs any text. @param type tells what it is, so that none can be passed off as another */
export function signCompact(
  payloadText: string,
  key: SigningKey,
  type: { readonly typ: string; readonly cty?: string },
): string {
  const header = JSON.stringify({ alg: 'ES256', kid: key.kid, ...type });
  const input = `${Buffer.from(header).toString('base64url')}.${Buffer.from(payloadText).toString('base64url')}`;
  const signature = sign('sha256', Buffer.from(input), { key: key.privateKey, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

/**
 * Signs, then encrypts (RFC 7519 §11.2), so that the signature is not seen on the way.
 * @param recipientKey the agency's registered encryption key, public JWK; checked again, for it comes from a
 * store and may be older than today's check. Undefined: the agency has none.
 * @returns compact JWS, or compact JWE (RSA-OAEP-256, A256GCM, no compression) around it
 * @throws GatewayError `malformed` if the recipient's key is unfit: then nothing may leave
 */
export async function sealEnvelope(
  payloadText: string,
  key: SigningKey,
  recipientKey: unknown,
): Promise<string> {
  const jws = signEnvelope(payloadText, key);
  if (recipientKey === undefined) return jws;
  const recipient = await jose.JWK.asKey({ ...validateEncryptionKey(recipientKey) });
  const options = {
    format: 'compact',
    contentAlg: CONTENT_ENCRYPTION,
    zip: false,
    fields: { cty: NESTED_TYPE },
  } as const;
  return jose.JWE.createEncrypt(options, recipient).update(jws).final();
}
