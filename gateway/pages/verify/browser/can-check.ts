/** Tests if this browser can check signatures at all; without that nothing may be called verified. */
import { base64Of, decodeBase64, utf8 } from '../../../audit-verify/bytes.ts';
import { sha256 } from '../../../audit-verify/hash-tree.ts';

/** RFC 8032, 7.1, test 2. */
const KEY = 'PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=';
const MESSAGE = Uint8Array.of(0x72);
const SIGNATURE = 'kqAJqfDUyrhyDoILX2QlQKKye1QWUD+Ps3YiI+vbadoIWsHkPhWZbkWPNhPQ8R2MOHsurrQwKu6wDSkWErsMAA==';
/** A test vector of FIPS 180-2, B.1. */
const HASH_OF_ABC = 'ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=';

/** @returns null where it can; else why not, and what to do */
export async function whyNotCheck(): Promise<string | null> {
  // Browsers leave it out if a page could have been changed on its way.
  if (globalThis.crypto?.subtle === undefined) {
    return (
      'the browser gives no cryptography to a page that came over http from another machine: open this page over https, ' +
      'or save it and open the saved file'
    );
  }
  const key = decodeBase64(KEY, 32);
  const signature = decodeBase64(SIGNATURE, 64);
  if (key === null || signature === null) return 'this page is damaged: save it again';
  try {
    const imported = await crypto.subtle.importKey('raw', key, 'Ed25519', false, ['verify']);
    const accepts = await crypto.subtle.verify('Ed25519', imported, signature, MESSAGE);
    const refuses = !(await crypto.subtle.verify('Ed25519', imported, signature, utf8('s')));
    if (accepts && refuses && base64Of(await sha256('abc')) === HASH_OF_ABC) return null;
    return 'this browser computes known signatures wrongly: use another one';
  } catch {
    return (
      'this browser cannot check Ed25519 signatures: use Chrome or Edge from version 137 on, Firefox from 130 on, or Safari ' +
      'from 17 on'
    );
  }
}
