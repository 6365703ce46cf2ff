/** The tables of the hot lists' page. */
import type { ComponentChildren } from 'preact';
import { describeDelivery } from '../../../hot-lists/delivery/describe-delivery.ts';
import { explainFaultCode } from '../../../hot-lists/lists/explain-fault-code.ts';
import { nextFetch } from '../../../hot-lists/sources/source-view.ts';
import { type Column, DataTable } from '../../layout/data-table.tsx';
import { asSentence } from '../../layout/first-upper.ts';
import { Time } from '../../layout/time.tsx';
import { AgencyName } from '../registry/agency-name.tsx';
import type { EndpointView, FailureView, HotListsView, JobsView, SourceView } from './hot-lists-view.ts';

/** A button beside a row, for those whose role allows it. */
interface Acting<Row> {
  readonly actionOf: (row: Row) => ComponentChildren;
  readonly mayAct: boolean;
  /** The column of the buttons that remove a row; none: nobody who looks may. */
  readonly remove?: Column<Row> | undefined;
}

const KIND_WORDS = { imported: 'Imported', standing: 'Standing queries' } as const;

const JOB_WORDS: Readonly<Record<FailureView['kind'], string>> = {
  hit_notice: 'Telling a partner of a hit',
  hit_caution: 'Telling a partner of a caution on a hit',
  list_push: 'Sending a list to a partner',
  list_fetch: 'Fetching a list',
  vendor_list: 'Bringing the vendor’s list in step',
  mail_notice: 'Telling a person by mail',
};

export function ListTable({ lists }: Pick<HotListsView, 'lists'>) {
  return (
    <DataTable
      name="Lists"
      columns={[
        { name: 'List', of: ({ name }) => name },
        { name: 'Kind', of: ({ kind }) => KIND_WORDS[kind] },
        { name: 'Entries', of: ({ entries }) => entries.toLocaleString('en-US'), isNumber: true },
        { name: 'Last import', of: ({ importedAt }) => <Time at={importedAt} none="never" /> },
        { name: 'Look-alike plates', of: ({ lookalike }) => (lookalike ? 'match too' : 'do not match') },
        { name: 'Waits for you', of: ({ asks }) => asks ?? '' },
      ]}
      rows={lists}
      empty="There is no hot list yet. Next: add a source, or run the command hot-list import to load a file."
    />
  );
}

export function SourceTable({
  actionOf,
  jobs,
  mayAct,
  remove,
  sources,
}: Pick<HotListsView, 'jobs' | 'sources'> & Acting<SourceView>) {
  const now = Date.now();
  return (
    <DataTable
      name="Sources"
      columns={[
        { name: 'List', of: ({ list }) => list },
        { name: 'From', of: ({ url }) => url },
        { name: 'Last fetch', of: ({ fetchedAt }) => <Time at={fetchedAt} none="never" /> },
        { name: 'Next fetch (UTC)', of: (source) => nextFetch(source, jobs.redis, now) },
        { name: 'Fault', of: ({ fault }) => <Fault code={fault} /> },
        ...(mayAct ? [{ name: 'Act', of: actionOf, isAct: true as const }] : []),
        ...(remove === undefined ? [] : [remove]),
      ]}
      rows={sources}
      empty="No list is fetched: lists are imported by hand, or there is none."
    />
  );
}

export function EndpointTable({
  actionOf,
  agencyOf,
  endpoints,
  mayAct,
  remove,
}: Pick<HotListsView, 'agencyOf' | 'endpoints'> & Acting<EndpointView>) {
  return (
    <DataTable
      name="Endpoints"
      columns={[
        { name: 'Agency', of: ({ partner }) => <AgencyName {...{ agencyOf }} ori={partner} /> },
        { name: 'Told at', of: ({ url }) => url },
        { name: 'Status', of: ({ status }) => (status === 'approved' ? 'Approved' : 'Waits for approval') },
        { name: 'Set by', of: ({ setByName }) => setByName ?? 'not known' },
        { name: 'Set', of: ({ setAt }) => <Time at={setAt} /> },
        { name: 'Approved by', of: ({ approvedByName }) => approvedByName ?? '' },
        { name: 'Deliveries (UTC)', of: ({ delivery }) => <Deliveries delivery={delivery} /> },
        ...(mayAct
          ? [
              {
                name: 'Act',
                isAct: true as const,
                of: (row: EndpointView) => (row.status === 'proposed' ? actionOf(row) : ''),
              },
            ]
          : []),
        ...(remove === undefined ? [] : [remove]),
      ]}
      rows={endpoints}
      empty="No partner is told of hits: each asks for its own."
    />
  );
}

export function FailedJobs({
  agencyOf,
  failures,
}: Pick<JobsView, 'failures'> & Pick<HotListsView, 'agencyOf'>) {
  return (
    <DataTable
      name="Jobs that failed"
      columns={[
        { name: 'When', of: ({ endedAt }) => <Time at={endedAt} /> },
        { name: 'What', of: ({ kind }) => JOB_WORDS[kind] },
        { name: 'List', of: ({ list }) => list ?? '' },
        {
          name: 'Agency',
          of: ({ partner }) => (partner === null ? '' : <AgencyName {...{ agencyOf }} ori={partner} />),
        },
        { name: 'Fault', of: ({ fault }) => <Fault code={fault} /> },
      ]}
      rows={failures}
      empty="No job has failed for good."
    />
  );
}

/** Shows the state of the hot list at the vendor that keeps the reads. */
export function VendorList({ vendor }: { readonly vendor: NonNullable<JobsView['vendor']> }) {
  const { entries, fault, otherSubscriptions, verifiedAt } = vendor;
  return (
    <>
      <h2>The vendor’s hot list</h2>
      <p>
        Plates that the vendor looks for: {entries}. Last seen in step with the standing queries:{' '}
        <Time at={verifiedAt} none="never" />. Others to whom it sends its alerts: {otherSubscriptions}.
      </p>
      {fault === null ? null : (
        <p>
          It is not in step, and is tried again by itself. <Fault code={fault} />
        </p>
      )}
    </>
  );
}

function Deliveries({ delivery }: Pick<EndpointView, 'delivery'>) {
  const { fault } = delivery;
  return (
    <>
      {describeDelivery(delivery, Date.now())}
      {fault === null ? '' : `. ${asSentence(explainFaultCode(fault))}`}
    </>
  );
}

function Fault({ code }: { readonly code: string | null }) {
  if (code === null) return null;
  return (
    <>
      <code>{code}</code>: {explainFaultCode(code)}
    </>
  );
}
