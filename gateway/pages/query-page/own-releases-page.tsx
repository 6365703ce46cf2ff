/** Serves `/query/released`: this session's queries that were answered with reads, but not the reads. */
import { findPurpose } from '../../../sharing-rules/terms/purposes.ts';
import { DataTable } from '../layout/data-table.tsx';
import { Time } from '../layout/time.tsx';
import type { Shown, Visit } from '../serve/page.ts';
import { formsOf, type KeptForm, typedIn } from '../session/kept-forms.ts';

export const OWN_RELEASES_ADDRESS = '/query/released';

export const releasedAddress = (id: string) => `${OWN_RELEASES_ADDRESS}/${encodeURIComponent(id)}`;

export async function showOwnReleases({ session }: Visit): Promise<Shown> {
  const text = (name: string) => (one: KeptForm) => typedIn(one).get(name) ?? '';
  const purposeOf = text('purpose');
  return {
    title: 'Released queries',
    body: (
      <>
        <p>
          Queries that you asked since you signed in, and whose reads you got, the newest first. Until you
          sign out the reads can be shown again: that is judged again, and neither released nor counted a
          second time.
        </p>
        <DataTable
          name="Your released queries"
          columns={[
            { name: 'Asked', of: ({ at }) => <Time at={new Date(at).toISOString()} /> },
            { name: 'Case', of: text('caseNumber') },
            { name: 'Plate', of: text('plate') },
            { name: 'Purpose', of: (one) => findPurpose(purposeOf(one))?.title ?? purposeOf(one) },
            { name: 'Page', of: (one) => (text('act')(one) === 'next' ? 'a further one' : 'the first') },
            { name: 'Next', of: ({ id }) => <a href={releasedAddress(id)}>Show the reads again</a> },
          ]}
          rows={formsOf(session, 'release')}
          empty="None of your queries was released since you signed in. Next: ask for reads."
        />
        <p>
          What a reviewer approved stands in <a href="/query/held">your held queries</a>. Or{' '}
          <a href="/query">ask for reads</a>.
        </p>
      </>
    ),
  };
}
