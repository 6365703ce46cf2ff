/** A proposal beside the grant that it would replace, with the buttons for the second person. */
import { whoMay } from '../../../../sharing-rules/terms/roles.ts';
import { withFullStop } from '../../layout/first-upper.ts';
import { Time } from '../../layout/time.tsx';
import { ActForm } from '../../serve/act-form.tsx';
import { may } from '../../serve/may.ts';
import type { Visit } from '../../serve/page.ts';
import { grantAddress } from '../registry/addresses.ts';
import { ForTheOther } from '../registry/for-the-other.tsx';
import type { GrantView } from '../registry/grant-view.ts';
import { GrantTerms } from './grant-terms.tsx';

interface DecideProposalProps {
  readonly visit: Visit;
  readonly grant: GrantView;
  readonly before: GrantView | null;
}

export function DecideProposal({ before, grant, visit }: DecideProposalProps) {
  const { form, session } = visit;
  const own = grant.proposedBy === session.person.personId;
  return (
    <>
      <GrantTerms grant={grant} before={before} />
      {before?.status === 'active' ? (
        <p>
          An agency has one grant at a time. Next:{' '}
          <a href={`${grantAddress(before.id)}/revoke`}>end the grant in force</a>, then approve this one.
        </p>
      ) : null}
      {before?.status === 'revoked' ? (
        <p>
          <strong>The grant before was revoked</strong> by{' '}
          {before.endedByName ?? 'somebody who is not on record any more'}, <Time at={before.endedAt} />:{' '}
          {withFullStop(before.endedReason || 'no reason was given')} Next: make sure that this is settled
          before sharing begins again.
        </p>
      ) : null}
      {own ? (
        <>
          <p>
            You proposed this. Next: {whoMay('approve_grant')} who is another person opens this page and
            approves it. Approve is refused to you.
          </p>
          <ForTheOther
            visit={visit}
            what={`I proposed a grant for ${grant.partnerName} (${grant.partner})`}
            address={grantAddress(grant.id)}
            press="Approve"
          />
        </>
      ) : (
        <p>Proposed by {grant.proposedByName}. Sharing begins when another administrator approves it.</p>
      )}
      <div class="acts">
        {may(visit, 'approve_grant') ? (
          <ActForm action={grantAddress(grant.id)} form={form}>
            <button type="submit" name="act" value="approve" class="usa-button">
              Approve
            </button>
          </ActForm>
        ) : null}
        {may(visit, 'withdraw_grant') ? (
          <ActForm action={grantAddress(grant.id)} form={form}>
            <button type="submit" name="act" value="withdraw" class="usa-button usa-button--outline">
              Withdraw
            </button>
          </ActForm>
        ) : null}
      </div>
    </>
  );
}
