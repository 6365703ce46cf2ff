/** The reason of a suspension and the reports of misuse behind it, to be read before anybody reinstates. */

import { Facts } from '../../layout/facts.tsx';
import { Time } from '../../layout/time.tsx';
import { readNames } from '../../oversight/named.ts';
import { may } from '../../serve/may.ts';
import type { Visit } from '../../serve/page.ts';
import { LogEntryLink } from '../registry/log-entry-link.tsx';
import type { WholeOfficerView } from '../registry/officer-view.ts';

/** Returns null if the reader may not see it, or there is nothing. */
export async function whatStandsBehind(
  visit: Visit,
  { reports = [], suspension = null }: Pick<WholeOfficerView, 'reports' | 'suspension'>,
) {
  if (suspension === null && reports.length === 0) return null;
  const nameOf = await readNames(visit.api);
  return (
    <section>
      <h2>{suspension === null ? 'Reports of misuse' : 'Why the officer is suspended'}</h2>
      <Facts
        of={[
          suspension && ['Suspended', <Time at={suspension.at} />],
          suspension && ['Suspended by', nameOf(suspension.by)],
          suspension && ['Reason', suspension.reason],
          suspension && ['Log entry', <LogEntryLink {...{ visit, index: suspension.index }} />],
          reports.length === 0 ? null : ['Reports of misuse', <Reports {...{ visit, reports }} />],
        ]}
      />
    </section>
  );
}

interface ReportsProps {
  readonly visit: Visit;
  readonly reports: NonNullable<WholeOfficerView['reports']>;
}

function Reports({ reports, visit }: ReportsProps) {
  return reports.map(({ id, index, outcome, state }) => (
    <div key={id}>
      {may(visit, 'read_misuse') ? <a href={`/console/misuse/${id}`}>{id.slice(0, 8)}</a> : id.slice(0, 8)}:{' '}
      {state === 'closed' ? `closed as ${outcome}` : 'not closed yet'}
      {index === null ? null : (
        <>
          , log entry <LogEntryLink {...{ visit, index }} />
        </>
      )}
    </div>
  ));
}
