/** The first page: whether sharing is on, with how many agencies, and the tasks that wait for somebody. */

import type { ComponentChildren } from 'preact';
import type { Inbox } from '../../oversight/overview/inbox.schema.ts';
import { COUNTED_TO } from '../../oversight/overview/overview-store.ts';
import { Alert } from '../layout/alert.tsx';
import { DataTable } from '../layout/data-table.tsx';
import { withFullStop } from '../layout/first-upper.ts';
import { Time } from '../layout/time.tsx';
import { Due } from '../oversight/due.tsx';
import { may } from '../serve/may.ts';
import type { Page, Visit } from '../serve/page.ts';
import { ReadsLag, SecondServer } from './database-state.tsx';
import { type Counts, inboxOf, type Sharing, type Task, troublesOf } from './overview-tasks.ts';
import { EndsNext, readEndsNext } from './registry/ends-next.tsx';
import { HowToResume } from './registry/how-to-resume.tsx';

const SOONEST = 5;

export const OVERVIEW: Page = {
  path: '/console',
  action: 'read_registry',
  link: { name: 'Overview' },
  entrance: true,
  show: async (visit) => {
    const { api } = visit;
    const [sharing, counts, ending, { items }] = await Promise.all([
      api.call<Sharing>('GET', '/v1/sharing'),
      api.call<Counts>('GET', '/v1/overview'),
      readEndsNext(api),
      api.call<Inbox>('GET', '/v1/inbox'),
    ]);
    return {
      title: 'Overview',
      body: (
        <>
          <SharingStatus {...{ sharing, visit }} granted={counts.agenciesGranted} />
          <DutiesOverdue count={counts.dutiesOverdue} mayRead={may(visit, 'read_processes')} />
          <Waiting tasks={[...inboxOf(items), ...(may(visit, 'order_sync') ? troublesOf(counts) : [])]} />
          <h2>Now and today (UTC)</h2>
          <Figures counts={counts} halted={sharing.halted} />
          <SecondServer commits={counts.commits} />
          <ReadsLag seconds={counts.readsLagSeconds} />
          <EndsNext ending={ending.slice(0, SOONEST)} owner={visit.session.person.ori} />
        </>
      ),
    };
  },
};

interface SharingStatusProps {
  readonly visit: Visit;
  readonly sharing: Sharing;
  /** Agencies with a grant in force. */
  readonly granted: number;
}

function SharingStatus({ granted, sharing, visit }: SharingStatusProps) {
  const {
    halted,
    halts: [halt],
    proposal,
  } = sharing;
  if (!halted && granted === 0) {
    return (
      <Alert kind="info" heading="Nothing is shared">
        Sharing is not halted, and no agency has a grant in force. Next:{' '}
        <a href="/console/agencies">find an agency</a>, and propose a grant on its page.
      </Alert>
    );
  }
  if (!halted) {
    return (
      <Alert kind="success" heading="Sharing is on">
        Agencies with a grant in force get reads. Next:{' '}
        <a href="/console/grants?status=active">who they are</a>.
      </Alert>
    );
  }
  return (
    <Alert kind="warning" heading="All sharing is halted">
      <p>
        Nothing is released to any agency. By {halt?.person ?? 'somebody whose entry was erased'},{' '}
        <Time at={halt?.at ?? null} />: {withFullStop(halt?.reason || 'no reason was given')}
      </p>
      {proposal === null ? null : (
        <p>{proposal.person} proposed to resume; another administrator must confirm it.</p>
      )}
      <HowToResume visit={visit} isProposed={proposal !== null} />
    </Alert>
  );
}

/** Everybody sees it: an overdue duty is the department's, whoever keeps the register. */
function DutiesOverdue({ count, mayRead }: { readonly count: number; readonly mayRead: boolean }) {
  if (count === 0) return null;
  return (
    <Alert kind="warning" heading={`Overdue under served process: ${counted(count)}`}>
      An answer, a copy to the state, or a notice to a person was not given by the day on which it was due.
      Next:{' '}
      {mayRead ? (
        <a href="/console/processes?status=overdue">which ones</a>
      ) : (
        'ask the process clerk, or the Chief, who see which ones'
      )}
      .
    </Alert>
  );
}

function Waiting({ tasks }: { readonly tasks: readonly Task[] }) {
  const now = Date.now();
  return (
    <DataTable
      name="What waits for you"
      columns={[
        { name: 'What', of: ({ address, what }) => <a href={address}>{what}</a> },
        { name: 'Agency', of: ({ agency, name }) => agency && `${name ?? agency} (${agency})` },
        { name: 'Number', of: ({ count }) => counted(count), isNumber: true },
        { name: 'Oldest', of: ({ since }) => <Time at={since} /> },
        { name: 'Due', of: ({ due }) => due && <Due at={due} now={now} /> },
      ]}
      rows={tasks}
      empty="Nothing waits for you."
    />
  );
}

const counted = (count: number) => `${count < COUNTED_TO ? '' : 'at least '}${count.toLocaleString('en-US')}`;

function Figures({ counts, halted }: { readonly counts: Counts; readonly halted: boolean }) {
  const figures: readonly (readonly [number: number, what: ComponentChildren])[] = [
    [
      halted ? 0 : counts.agenciesGranted,
      <a key="grants" href="/console/grants?status=active">
        partners get reads now
      </a>,
    ],
    [counts.releasesToday, 'releases today'],
    [counts.refusalsToday, 'refusals today'],
    [counts.heldQueries, 'queries held for a reviewer'],
    [
      counts.nodes,
      <a key="nodes" href="/console/system">
        nodes that may send
      </a>,
    ],
    [
      counts.jobsWaiting,
      <a key="jobs" href="/console/hot-lists">
        jobs waiting
      </a>,
    ],
    [
      counts.logSize,
      <a key="log" href="/console/system">
        entries in the log
      </a>,
    ],
  ];
  return (
    <ul class="figures">
      {figures.map(([number, what], at) => (
        <li key={at}>
          <strong>{number.toLocaleString('en-US')}</strong> {what}
        </li>
      ))}
    </ul>
  );
}
