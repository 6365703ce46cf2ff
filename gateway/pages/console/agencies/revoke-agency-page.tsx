/** The end of all grants of an agency, on every node. */
import type { Page } from '../../serve/page.ts';
import { agencyAddress } from '../registry/addresses.ts';
import type { AgencyView } from '../registry/agency-view.ts';
import { readAtStake, whatEnds } from '../registry/at-stake.ts';
import { readGrantsOf } from '../registry/grant-view.ts';
import { WithdrawForm } from '../registry/withdraw-form.tsx';
import { LOWERING_SCRIPTS, lower, WithdrawnStatus } from '../registry/withdrawn.tsx';

export const REVOKE: Page = {
  path: '/console/agencies/:ori/revoke',
  action: 'revoke',
  show: async ({ api, at, form, typed }) => {
    const ori = at.ori ?? '';
    const [agency, grants, stake] = await Promise.all([
      api.call<AgencyView>('GET', `/v1/agencies/${encodeURIComponent(ori)}`),
      readGrantsOf(api, ori),
      readAtStake(api, ori),
    ]);
    return {
      title: `Revoke: ${agency.name}`,
      scripts: LOWERING_SCRIPTS,
      body: (
        <>
          <p>
            All grants of this agency end on every node, and answers to it that are being written are cut.
            Sharing with it again takes a new grant, proposed by one administrator and approved by another.
            {stake === null || stake.held + stake.approved === 0 ? '' : ` ${whatEnds(stake)}`}
          </p>
          {grants.some(({ status }) => status === 'active') ? null : (
            <p>
              No grant of this agency is in force: nothing is shared with it now. A revocation would be one
              more entry of the log.
            </p>
          )}
          <WithdrawForm form={form} typed={typed} press="Revoke now" />
        </>
      ),
    };
  },
  act: async (visit) => {
    const ori = visit.at.ori ?? '';
    const address = `/v1/agencies/${encodeURIComponent(ori)}`;
    // The result is told even if the name cannot be read.
    const name = visit.api.call<AgencyView>('GET', address).then(
      (agency) => `${agency.name} (${ori})`,
      () => ori,
    );
    const { lowered, ms } = await lower(visit, `${address}/revoke`);
    return {
      title: 'Revoked',
      body: (
        <>
          <WithdrawnStatus lowered={lowered} ms={ms} what={`Sharing with ${await name} is revoked`} />
          <p>
            Next: <a href={agencyAddress(ori)}>the agency</a>, or <a href="/console">what waits now</a>.
          </p>
        </>
      ),
    };
  },
};
