/** `hot-list status`: how old each list is, which lists wait for a person, where the jobs stand. */

import { part } from '../cli/administration/part.ts';
import { PLAIN_WIDTH, tableOf } from '../cli/table-of.ts';
import { wrapped } from '../cli/wrapped.ts';
import type { ListedEndpoint } from './delivery/delivery.schema.ts';
import { describeDelivery } from './delivery/describe-delivery.ts';
import { explainFaultCodes } from './lists/explain-fault-code.ts';
import { type ListView, readLists } from './lists/list-view.ts';
import type { ShownJobs } from './sources/source.schema.ts';
import { nextFetch, readSources, type SourceView } from './sources/source-view.ts';

export const statusCommand = part({
  name: 'status',
  description:
    'age of each list, why its last fetch failed and when the next is, lists that wait for a person, failed jobs, ' +
    'endpoints that take no deliveries',
  example: 'hot-list status',
  as: 'acts',
  work: async ({ client }) => {
    const [lists, sources] = [await readLists(client), await readSources(client)];
    const jobs = await client.call<ShownJobs>('GET', '/v1/hot-lists/jobs');
    const { endpoints } = await client.call<{ endpoints: ListedEndpoint[] }>('GET', '/v1/endpoints');
    return {
      result: { hotLists: lists, sources, jobs, endpoints },
      say: () => describe({ lists, sources, jobs, endpoints }, Date.now()),
    };
  },
});

interface Standing {
  readonly lists: readonly ListView[];
  readonly sources: readonly SourceView[];
  readonly jobs: ShownJobs;
  readonly endpoints: readonly ListedEndpoint[];
}

function describe(standing: Standing, now: number): string {
  const width = process.stdout.columns ?? PLAIN_WIDTH;
  const { dead, failures, lag, redis, vendor, waiting } = standing.jobs;
  const ages = tableOf(
    ['list', 'entries', 'age', 'fault', 'next fetch (UTC)', 'waits for you'],
    rowsOf(standing, now),
  );
  const behind = waiting === 0 ? '' : `, the oldest for ${Math.round(lag)} s`;
  const atVendor = vendor === null ? [] : [wrapped(vendorLine(vendor, now), width, '  ')];
  const queue = `jobs: ${waiting} waiting${behind}; ${dead} failed for good; redis: ${redis}`;
  const deliveries = standing.endpoints.map(({ delivery }) => delivery);
  const failing = standing.endpoints.filter(({ delivery }) => delivery.fault !== null);
  const behindAt = failing.map(({ delivery, partner }) =>
    wrapped(`endpoint of ${partner}: ${describeDelivery(delivery, now)}`, width, '  '),
  );
  const atVendors = vendor === null ? [] : [vendor];
  const faults = [...standing.sources, ...failures, ...atVendors, ...deliveries].map(({ fault }) => fault);
  const meanings = explainFaultCodes(faults).map((line) => wrapped(line, width, '  '));
  const said = [ages, ...atVendor, queue, ...behindAt];
  if (failures.length === 0) return [...said, ...meanings].join('\n');
  const failed = tableOf(
    ['failed', 'list', 'partner', 'fault', 'at (UTC)'],
    failures.map(({ endedAt, fault, kind, list, partner }) => [
      kind,
      list,
      partner,
      fault,
      endedAt?.slice(0, 19) ?? '',
    ]),
  );
  return [...said, failed, ...meanings].join('\n');
}

/** A list and what becomes of its source stand together; a source that never gave one is there too. */
function rowsOf({ lists, sources, jobs }: Standing, now: number): string[][] {
  const names = [
    ...new Set([...lists, ...sources.map(({ list: name }) => ({ name }))].map(({ name }) => name)),
  ];
  return names.map((name) => {
    const list = lists.find((one) => one.name === name);
    const source = sources.find((one) => one.list === name);
    return [
      ...[name, String(list?.entries ?? 0), ageOf(list?.importedAt ?? null, now)],
      ...[source?.fault ?? '', source ? nextFetch(source, jobs.redis, now) : 'no source'],
      list?.asks ?? '',
    ];
  });
}

function vendorLine(
  { entries, fault, otherSubscriptions, verifiedAt }: NonNullable<ShownJobs['vendor']>,
  now: number,
): string {
  const seen = verifiedAt === null ? 'never seen in step' : `seen in step ${ageOf(verifiedAt, now)} ago`;
  const failing = fault === null ? '' : `; not in step now: ${fault}, tried again by itself`;
  const others =
    otherSubscriptions === 0 ? '' : `; ${otherSubscriptions} others get its alerts, around the gateway`;
  return `the vendor's hot list: ${entries} plates, ${seen}${failing}${others}`;
}

function ageOf(importedAt: string | null, now: number): string {
  if (importedAt === null) return 'never imported';
  return `${Math.round((now - Date.parse(importedAt)) / 60_000)} min`;
}
