/** Adding an agency: it shares nothing before its facts are confirmed and two persons grant something. */
import { AGENCY_TERMS } from '../../../registry/agencies/agency.terms.ts';
import { agencyAddress } from '../registry/addresses.ts';
import type { AgencyView } from '../registry/agency-view.ts';
import { formPage } from '../registry/form-page.tsx';

const { boundByArticle74, class: agencyClass, county, federalMembers, has287g, name, ori } = AGENCY_TERMS;

export const ADD_AGENCY = formPage({
  ...{ path: '/console/agencies/add', action: 'change_agency', press: 'Add', undone: 'nothing was added' },
  title: () => 'Add agency',
  terms: { name, ori, class: agencyClass, county, boundByArticle74, has287g, federalMembers },
  above: <p>The agency is not confirmed yet when it is added: somebody confirms its facts on its page.</p>,
  send: async ({ post }, typed) => {
    const ori = String(typed.ori).toUpperCase();
    const body = { ...typed, ori, state: ori.slice(0, 2), status: 'draft' };
    const added = await post<AgencyView>('/v1/agencies', body);
    return { goTo: agencyAddress(added.ori) };
  },
});
