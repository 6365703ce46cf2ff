/** Decrypts a compact JWE with the recipient's private key: the strict check first, then node-jose. */
import jose from 'node-jose';
import { GatewayError } from '../../../gateway/faults/errors.ts';
import { chooseKey } from '../../../gateway/identity/jose/check-key-set.ts';
import { checkRsaNumbers } from '../../../gateway/identity/jose/check-rsa-numbers.ts';
import { CONTENT_ENCRYPTION } from '../../../gateway/identity/jose/envelope-keys/seal-envelope.ts';
import { validateEncryptionKey } from '../../../gateway/identity/jose/validate-encryption-key.ts';
import { KEY_ENCRYPTION, readStrictJwe } from './read-strict-jwe.ts';

/** All of them (RFC 7518 §6.3.2); a multi-prime key (`oth`) is refused as a private member too many. */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi'];

/**
 * @param token compact JWE, RSA-OAEP-256 with A256GCM
 * @param privateKey the recipient's private JWK
 * @throws GatewayError `malformed`. Every failure of the decryption itself reads the same, so that nobody can
 *   ask what the padding was (RFC 7516 §11.5).
 */
export async function decryptJwe(
  token: unknown,
  privateKey: unknown,
): Promise<{ cty: string | undefined; plaintext: Buffer }> {
  const jwe = readStrictJwe(token);
  if (typeof privateKey !== 'object' || privateKey === null) {
    throw new GatewayError('malformed', 'a private key is a JSON object (RFC 7517)');
  }
  const entries = Object.entries(privateKey);
  const lacking = PRIVATE_MEMBERS.find(
    (name) => typeof (privateKey as Record<string, unknown>)[name] !== 'string',
  );
  if (lacking !== undefined) throw new GatewayError('malformed', `the private key lacks \`${lacking}\``);
  const own = validateEncryptionKey(
    Object.fromEntries(entries.filter(([name]) => !PRIVATE_MEMBERS.includes(name))),
  );
  chooseKey([own], jwe.kid, KEY_ENCRYPTION);
  if (jwe.encryptedKeyLength !== checkRsaNumbers(own.n, own.e)) {
    throw new GatewayError('malformed', 'the encrypted key is not as long as the modulus');
  }
  try {
    const key = await jose.JWK.asKey(Object.fromEntries(entries));
    const options = { algorithms: [KEY_ENCRYPTION, CONTENT_ENCRYPTION] };
    const opened = await jose.JWE.createDecrypt(key, options).decrypt(token as string);
    return { cty: jwe.cty, plaintext: opened.plaintext };
  } catch (cause) {
    throw new GatewayError('malformed', 'the envelope cannot be decrypted with this key', { cause });
  }
}
