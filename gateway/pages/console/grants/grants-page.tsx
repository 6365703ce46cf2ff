/** All grants, narrowed by how they stand, and which of those in force end next. */
import { named } from '../../../http/schemas/terms.ts';
import { GRANT_STATUS_WORDS } from '../../../registry/grants/grant.terms.ts';
import { Day, lastDayBefore, Time } from '../../layout/time.tsx';
import { may } from '../../serve/may.ts';
import { agencyAddress, grantAddress } from '../registry/addresses.ts';
import { EndsNext, readEndsNext } from '../registry/ends-next.tsx';
import type { GrantView } from '../registry/grant-view.ts';
import { listedPage } from '../registry/listed-page.tsx';
import { purposeWords } from '../registry/registry-words.ts';

const MOST_NAMED = 3;

export const GRANTS = listedPage<GrantView>({
  ...{ path: '/console/grants', action: 'read_registry', api: '/v1/grants', member: 'grants' },
  link: { name: 'Grants' },
  ...{ title: 'Grants', table: 'Grants, the newest proposals first', more: 'Older ones' },
  filters: { status: { label: 'Status', choices: named(GRANT_STATUS_WORDS) } },
  columns: (visit) => ({
    agency: ({ partner }) => partner,
    // This column is second, so that a phone, too, shows the link by which a grant is ended.
    page: (grant) => <Links grant={grant} mayRevoke={may(visit, 'revoke')} />,
    status: (grant) => GRANT_STATUS_WORDS[grant.status],
    purposes: ({ purposes }) => namesOf(purposes),
    'in force from': ({ validFrom }) => <Time at={validFrom} none="not yet" />,
    'last day (UTC)': ({ status, validUntil }) =>
      status === 'active' || status === 'proposed' ? <Day at={lastDayBefore(validUntil)} /> : null,
    'proposed by': ({ proposedByName }) => proposedByName,
    'approved by': ({ approvedByName }) => approvedByName ?? '',
  }),
  empty: 'No grant has this status. Next: choose another status, or propose a grant on an agency’s page.',
  idOf: ({ id }) => id,
  calledOf: ({ partnerName }) => partnerName,
  acts: [],
  below: async ({ api, session }) => <EndsNext ending={await readEndsNext(api)} owner={session.person.ori} />,
});

interface LinksProps {
  readonly grant: GrantView;
  readonly mayRevoke: boolean;
}

/** Keeps the end of a grant two clicks away from every page. */
function Links({ grant: { id, partner, partnerName, status }, mayRevoke }: LinksProps) {
  return (
    <>
      <a class="whole" href={grantAddress(id)}>
        Open this grant
      </a>
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
