/** Which key sets are unfit to verify with. */
import { describe, expect, test } from '@jest/globals';
import { checkKeySet } from '../../../../gateway/identity/jose/check-key-set.ts';
import { encryptionPair, signaturePair } from './envelope-keys/sample-keys.ts';

const signer = signaturePair('partner-1');
const agency = encryptionPair();

describe('key set', () => {
  const second = signaturePair('partner-2').publicJwk;
  const koblitz = signaturePair('partner-3', 'secp256k1').publicJwk;
  test.each([
    ['two keys of one name', { keys: [signer.publicJwk, { ...second, kid: 'partner-1' }] }, 'same `kid`'],
    ['a private key', { keys: [signer.privateJwk] }, 'private member `d`'],
    [
      'a symmetric key',
      { keys: [{ kty: 'oct', kid: 'a', use: 'sig', alg: 'HS256', k: 'AAAA' }] },
      'private member `k`',
    ],
    ['one sound and one encryption key', { keys: [signer.publicJwk, agency.publicJwk] }, '`use` `sig`'],
    ['no key', { keys: [] }, '1 to 16'],
    ['seventeen keys', { keys: new Array(17).fill(signer.publicJwk) }, '1 to 16'],
    ['a bare key', signer.publicJwk, '`{ "keys": […] }`'],
    ['a key without algorithm', { keys: [{ ...signer.publicJwk, alg: undefined }] }, '`ES256`'],
    ['a key on another curve', { keys: [{ ...signer.publicJwk, crv: 'P-384' }] }, '`P-256`'],
    ['a sound key of another curve of 256 bits', { keys: [koblitz] }, 'the curve must be `P-256`'],
    ['a point off the curve', { keys: [{ ...signer.publicJwk, y: second.y }] }, 'not a point'],
    ['a short coordinate', { keys: [{ ...signer.publicJwk, x: 'AAAA' }] }, '32 bytes'],
    ['a certificate', { keys: [{ ...signer.publicJwk, x5c: ['MIIB'] }] }, 'remove the member `x5c`'],
  ])('with %s is refused', (_, value, refusedFor) => {
    expect(() => checkKeySet(value, 'sig')).toThrow(refusedFor);
  });
});
