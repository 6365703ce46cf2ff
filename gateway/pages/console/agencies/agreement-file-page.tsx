/** The file of an agency's agreement: its SHA-256 is kept, and the file stays with the department. */
import type { ShownAgency } from '../../../registry/agencies/agency.schema.ts';
import { AGREEMENT_FILE_TERMS } from '../../../registry/agencies/agreement.terms.ts';
import { agencyAddress } from '../registry/addresses.ts';
import { formPage } from '../registry/form-page.tsx';

export const AGREEMENT_FILE = formPage({
  ...{
    path: '/console/agencies/:ori/agreement',
    action: 'change_agency',
    press: 'Save',
    undone: 'nothing was kept',
  },
  title: ({ at }) => `File of the agreement with ${at.ori}`,
  terms: AGREEMENT_FILE_TERMS,
  scripts: ['hash-file.js'],
  above: (
    <p>
      The hash shows later which text was signed: whoever has the file can compute it again. The file is not
      sent here, so keep it. When the agreement gets another reference, the hash is dropped.
    </p>
  ),
  send: async ({ api, at }, { agreementFile = null }) => {
    const path = `/v1/agencies/${encodeURIComponent(at.ori ?? '')}`;
    const { ori } = await api.call<ShownAgency>('PATCH', path, { agreementFile });
    return { goTo: agencyAddress(ori), told: 'saved' };
  },
});
