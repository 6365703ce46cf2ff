/** One grant: its terms, who did what, and what can be done with it; and the end of one that is in force. */
import { GRANT_STATUS_WORDS } from '../../../registry/grants/grant.terms.ts';
import { Alert } from '../../layout/alert.tsx';
import { withFullStop } from '../../layout/first-upper.ts';
import { Time } from '../../layout/time.tsx';
import { may } from '../../serve/may.ts';
import type { Page, Visit } from '../../serve/page.ts';
import { agencyAddress, grantAddress, proposeAddress } from '../registry/addresses.ts';
import { COPY_SCRIPTS } from '../registry/for-the-other.tsx';
import { type GrantView, grantBefore, readGrantsOf } from '../registry/grant-view.ts';
import { WithdrawForm } from '../registry/withdraw-form.tsx';
import { LOWERING_SCRIPTS, lower, WithdrawnStatus } from '../registry/withdrawn.tsx';
import { DecideProposal } from './decide-proposal.tsx';
import { GrantHistory } from './grant-history.tsx';
import { GrantTerms } from './grant-terms.tsx';

const pathOf = ({ at }: Visit) => `/v1/grants/${encodeURIComponent(at.id ?? '')}`;

const ACTS = ['approve', 'withdraw'] as const;

export const GRANT: Page = {
  path: '/console/grants/:id',
  action: 'read_registry',
  show: async (visit) => {
    const { api } = visit;
    const grant = await api.call<GrantView>('GET', pathOf(visit));
    const before = grant.status === 'proposed' ? grantBefore(await readGrantsOf(api, grant.partner)) : null;
    return {
      title: `Grant: ${grant.partnerName}`,
      scripts: COPY_SCRIPTS,
      body: (
        <>
          <GrantStatus {...grant} />
          <p>
            <a href={agencyAddress(grant.partner)}>{grant.partnerName}</a>, {grant.partner}
          </p>
          {grant.status === 'proposed' ? (
            <DecideProposal visit={visit} grant={grant} before={before} />
          ) : (
            <>
              <GrantActs visit={visit} grant={grant} />
              <h2>Terms</h2>
              <GrantTerms grant={grant} before={null} />
            </>
          )}
          <GrantHistory
            visit={visit}
            name="Who did what"
            grants={[grant]}
            empty="Nothing was done with this grant."
          />
        </>
      ),
    };
  },
  act: async (visit) => {
    const { post, typed } = visit;
    const word = ACTS.find((act) => act === typed.get('act'));
    if (word === undefined) return GRANT.show(visit);
    const grant = await post<GrantView>(`${pathOf(visit)}/${word}`);
    return { goTo: grantAddress(grant.id), told: word === 'approve' ? 'approved' : 'taken_back' };
  },
};

function GrantStatus({ approvedByName, endedAt, endedReason, proposedByName, status, ...grant }: GrantView) {
  const heading = GRANT_STATUS_WORDS[status];
  if (status === 'active') {
    return (
      <Alert kind="success" heading={heading}>
        Reads are shared until <Time at={grant.validUntil} />. Proposed by {proposedByName}, approved by{' '}
        {approvedByName}, <Time at={grant.approvedAt} />.
      </Alert>
    );
  }
  if (status === 'proposed') {
    return (
      <Alert kind="info" heading={heading}>
        Nothing is shared under it yet. Proposed by {proposedByName}, <Time at={grant.proposedAt} />.
      </Alert>
    );
  }
  return (
    <Alert kind="info" heading={heading}>
      Nothing is shared under it
      {endedAt === null || status === 'expired' ? '' : ', since '}
      {status === 'expired' ? '' : <Time at={endedAt} />}
      {endedReason ? `: ${withFullStop(endedReason)}` : '.'}
    </Alert>
  );
}

function GrantActs({ grant, visit }: { readonly grant: GrantView; readonly visit: Visit }) {
  return (
    <div class="acts">
      {grant.status === 'active' && may(visit, 'revoke') ? (
        <a class="usa-button usa-button--secondary" href={`${grantAddress(grant.id)}/revoke`}>
          Revoke this grant
        </a>
      ) : null}
      {may(visit, 'propose_grant') ? (
        <a class="usa-button usa-button--outline" href={proposeAddress(grant.partner)}>
          Propose grant
        </a>
      ) : null}
    </div>
  );
}

export const REVOKE_GRANT: Page = {
  path: '/console/grants/:id/revoke',
  action: 'revoke',
  show: async (visit) => {
    const { api, form, typed } = visit;
    const grant = await api.call<GrantView>('GET', pathOf(visit));
    return {
      title: `Revoke the grant: ${grant.partnerName}`,
      scripts: LOWERING_SCRIPTS,
      body: (
        <>
          <p>
            This grant ends on every node, and answers under it that are being written are cut. Proposals for
            the agency stay: another administrator can approve one of them.
          </p>
          <WithdrawForm form={form} typed={typed} press="Revoke now" />
          <p>
            Or <a href={grantAddress(grant.id)}>go back to the grant</a>.
          </p>
        </>
      ),
    };
  },
  act: async (visit) => {
    const grant = await visit.api.call<GrantView>('GET', pathOf(visit));
    const { lowered, ms } = await lower(visit, `${pathOf(visit)}/revoke`);
    return {
      title: 'Grant revoked',
      body: (
        <>
          <WithdrawnStatus lowered={lowered} ms={ms} what={`The grant to ${grant.partnerName} is revoked`} />
          <p>
            Next: <a href={agencyAddress(grant.partner)}>the agency</a>, or{' '}
            <a href="/console/grants">the whole list</a>.
          </p>
        </>
      ),
    };
  },
};
