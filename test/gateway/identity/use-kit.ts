/** One node, one issuer and two keys for all tests of a file: the client's own key, and a stranger's. */
import { afterAll, beforeAll } from '@jest/globals';
import { generateKeyPair } from '../../../gateway/identity/jose/generate-key-pair.ts';
import type { Kit } from './bent/bent-request.ts';
import { type IdentityFixture, startIdentityFixture } from './identity-fixture.ts';

/** Registers jest's hooks: to be called once, at the top of a file, before hooks of the file's own. */
export function useKit(): Kit {
  let fixture: IdentityFixture;
  const newKey = () => ({ ...generateKeyPair().privateJwk });
  const keys = { own: newKey(), foreign: newKey() };
  beforeAll(async () => {
    fixture = await startIdentityFixture();
  });
  afterAll(() => fixture.stop());
  return {
    ...keys,
    get fixture() {
      return fixture;
    },
  };
}
