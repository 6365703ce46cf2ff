/** Hot lists, sources, endpoints and jobs as the API shows them. */
import type { ListedEndpoint } from '../../../hot-lists/delivery/delivery.schema.ts';
import type { ShownList } from '../../../hot-lists/lists/hot-list.schema.ts';
import type { ShownJob, ShownJobs, ShownSource } from '../../../hot-lists/sources/source.schema.ts';
import type { PersonApi } from '../../serve/person-api.ts';
import type { NameOf } from '../registry/agency-name.tsx';
import { readAgencyNames } from '../registry/agency-name.tsx';

export type ListView = ShownList;
export type SourceView = ShownSource;
export type EndpointView = ListedEndpoint;
export type FailureView = ShownJob;
export type JobsView = ShownJobs;

export interface HotListsView {
  readonly lists: readonly ListView[];
  readonly sources: readonly SourceView[];
  readonly endpoints: readonly EndpointView[];
  readonly jobs: JobsView;
  /** Names the partners of endpoints and jobs. */
  readonly agencyOf: NameOf;
}

export async function readHotLists(api: PersonApi): Promise<HotListsView> {
  const [{ hotLists: lists }, { sources }, { endpoints }, jobs] = await Promise.all([
    api.call<{ hotLists: ListView[] }>('GET', '/v1/hot-lists'),
    api.call<{ sources: SourceView[] }>('GET', '/v1/hot-lists/sources'),
    api.call<{ endpoints: EndpointView[] }>('GET', '/v1/endpoints'),
    api.call<JobsView>('GET', '/v1/hot-lists/jobs'),
  ]);
  const agencyOf = await readAgencyNames(
    api,
    [...endpoints, ...jobs.failures].map(({ partner }) => partner),
  );
  return { lists, sources, endpoints, jobs, agencyOf };
}
