/** The key that an agency's answers are encrypted for: pasted, shown, taken away. */
import { anyObject } from '../../../http/schemas/shapes.ts';
import type { ShownAgency } from '../../../registry/agencies/agency.schema.ts';
import { agencyAddress } from '../registry/addresses.ts';
import { formPage } from '../registry/form-page.tsx';
import { pastedKey } from '../registry/pasted-key.ts';

export const ENCRYPTION_KEY = formPage({
  ...{
    path: '/console/agencies/:ori/key',
    action: 'change_agency',
    press: 'Save',
    undone: 'nothing was changed',
  },
  title: ({ at }) => `Encryption key of ${at.ori}`,
  terms: {
    key: {
      ...{ shape: anyObject, isOptional: true, label: 'Public key (JWK)' },
      hint: 'A public key of the agency’s, as JSON. Empty: answers are not encrypted any more.',
    },
  },
  above: <p>With a key, an answer that asks for application/jose is encrypted for the agency alone.</p>,
  send: async ({ api, at }, { key = '' }) => {
    const path = `/v1/agencies/${encodeURIComponent(at.ori ?? '')}`;
    const encryptionKey = key === '' ? null : pastedKey('key', String(key), 'nothing was changed');
    const { ori } = await api.call<ShownAgency>('PATCH', path, { encryptionKey });
    return { goTo: agencyAddress(ori), told: 'saved' };
  },
});
