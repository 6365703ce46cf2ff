/** A partner with its issuer, and a person more of the owner. */
import type { Registration } from '../../../../gateway/registry/registration/registration.schema.ts';
import { OWNER } from '../../../setup/database/test-registry.ts';

const PARTNER = 'CO0800100';
const ISSUER = 'https://id.partner.example';
/** Registered before. */
export const OWN_ISSUER = 'https://issuer.example';

export const FILE = {
  issuers: [{ issuer: ISSUER, jwksUri: `${ISSUER}/jwks`, assertsRoles: false }],
  agencies: [
    {
      ori: PARTNER,
      name: 'Partner PD',
      class: 'municipal',
      state: 'CO',
      boundByArticle74: true,
      has287g: false,
      federalMembers: false,
      status: 'draft',
      agreement: { reference: 'MOU 1', signedOn: '2026-01-02', article74: true, officerMfa: true },
    },
  ],
  persons: [
    { issuer: ISSUER, subject: 'pat', name: 'Pat Example', ori: PARTNER, roles: [] },
    { issuer: OWN_ISSUER, subject: 'new', name: 'New', ori: OWNER, roles: ['reviewer'], employeeId: 'E-77' },
  ],
  clients: [
    { issuer: ISSUER, clientId: 'system', ori: PARTNER, actsFor: null },
    { issuer: OWN_ISSUER, clientId: 'new-cli', ori: OWNER, actsFor: 'new' },
  ],
} as const satisfies Registration;
