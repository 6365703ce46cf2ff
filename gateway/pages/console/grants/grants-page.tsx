/** All grants, narrowed by how they stand, and which of those in force end next. */
import { named } from '../../../http/schemas/terms.ts';
import { GRANT_STATUS_WORDS } from '../../../registry/grants/grant.terms.ts';
import { DataTable } from '../../layout/data-table.tsx';
import { Select } from '../../layout/fields.tsx';
import { MoreLink } from '../../layout/more-link.tsx';
import { Day, lastDayBefore, Time } from '../../layout/time.tsx';
import { may } from '../../serve/may.ts';
import type { Page } from '../../serve/page.ts';
import { agencyAddress, filtersOf, grantAddress, searchOf } from '../registry/addresses.ts';
import { EndsNext, readEndsNext } from '../registry/ends-next.tsx';
import type { GrantPage, GrantView } from '../registry/grant-view.ts';
import { purposeWords } from '../registry/registry-words.ts';

const MOST_NAMED = 3;

export const GRANTS: Page = {
  path: '/console/grants',
  action: 'read_registry',
  show: async (visit) => {
    const { api, search } = visit;
    const { after, status } = filtersOf(search, 'status', 'after');
    const [{ grants, next }, ending] = await Promise.all([
      api.call<GrantPage>('GET', `/v1/grants${searchOf({ status, after, limit: '50' })}`),
      readEndsNext(api),
    ]);
    return {
      title: 'Grants',
      body: (
        <>
          <form method="get" class="filters">
            <Select
              name="status"
              label="Status"
              empty="All"
              choices={named(GRANT_STATUS_WORDS)}
              value={status}
            />
            <button type="submit" class="usa-button">
              Show
            </button>
          </form>
          <DataTable
            name="Grants, the newest proposals first"
            columns={[
              {
                name: 'Agency',
                of: ({ partner, partnerName }) => <a href={agencyAddress(partner)}>{partnerName}</a>,
              },
              // This column is second, so that a phone, too, shows the link by which a grant is ended.
              { name: 'Page', of: (grant) => <Links grant={grant} mayRevoke={may(visit, 'revoke')} /> },
              { name: 'Status', of: (grant) => GRANT_STATUS_WORDS[grant.status] },
              { name: 'Purposes', of: ({ purposes }) => namesOf(purposes) },
              { name: 'In force from', of: ({ validFrom }) => <Time at={validFrom} none="not yet" /> },
              { name: 'Last day (UTC)', of: ({ validUntil }) => <Day at={lastDayBefore(validUntil)} /> },
              { name: 'Proposed by', of: ({ proposedByName }) => proposedByName },
              { name: 'Approved by', of: ({ approvedByName }) => approvedByName ?? '' },
            ]}
            rows={grants}
            empty="No grant stands so. Next: choose another status, or propose a grant on an agency’s page."
          />
          <MoreLink address="/console/grants" filters={{ status }} next={next} name="Older ones" />
          <EndsNext ending={ending} />
        </>
      ),
    };
  },
};

interface LinksProps {
  readonly grant: GrantView;
  readonly mayRevoke: boolean;
}

/** Keeps the end of a grant two clicks away from every page. */
function Links({ grant: { id, partner, partnerName, status }, mayRevoke }: LinksProps) {
  return (
    <>
      <a href={grantAddress(id)}>Open this grant</a>
      {status === 'active' && mayRevoke ? (
        <>
          {' · '}
          <a href={`${agencyAddress(partner)}/revoke`} aria-label={`Revoke ${partnerName}`}>
            Revoke
          </a>
        </>
      ) : null}
    </>
  );
}

function namesOf(purposes: readonly string[]): string {
  return purposes.length > MOST_NAMED ? `${purposes.length} purposes` : purposes.map(purposeWords).join('; ');
}
