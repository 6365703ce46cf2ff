/** Hot lists, sources, endpoints and jobs as the API shows them. */
import type { DeliveryView } from '../../../hot-lists/delivery/describe-delivery.ts';
import type { PersonApi } from '../../serve/person-api.ts';

export interface ListView {
  readonly id: string;
  readonly name: string;
  readonly kind: 'imported' | 'standing';
  readonly entries: number;
  readonly importedAt: string | null;
  readonly asks?: string | null;
  readonly lookalike?: boolean;
}

export interface SourceView {
  readonly id: string;
  readonly list: string;
  readonly url: string;
  readonly everySeconds: number;
  readonly fetchedAt: string | null;
  readonly nextAt: string;
  readonly fault: string | null;
  readonly retryAt: string | null;
}

export interface EndpointView {
  readonly partner: string;
  readonly url: string;
  readonly status: 'proposed' | 'approved';
  readonly setByName: string | null;
  readonly setAt: string;
  readonly approvedByName: string | null;
  readonly delivery: DeliveryView;
}

export interface FailureView {
  readonly id: string;
  readonly kind: 'hit_notice' | 'list_push' | 'list_fetch' | 'vendor_list';
  readonly list: string | null;
  readonly partner: string | null;
  readonly fault: string | null;
  readonly endedAt: string | null;
}

export interface JobsView {
  readonly waiting: number;
  readonly dead: number;
  /** Seconds that the oldest due job has waited. */
  readonly lag: number;
  readonly redis: string;
  readonly failures: readonly FailureView[];
  /** Null where no vendor keeps the reads. */
  readonly vendor: VendorListView | null;
}

/** The gateway's own hot list at a vendor that keeps the reads. */
export interface VendorListView {
  readonly entries: number;
  /** When the vendor was last seen to have it as it must be. */
  readonly verifiedAt: string | null;
  /** To whom else the vendor sends its alerts. */
  readonly otherSubscriptions: number;
  readonly fault: string | null;
}

export interface HotListsView {
  readonly lists: readonly ListView[];
  readonly sources: readonly SourceView[];
  readonly endpoints: readonly EndpointView[];
  readonly jobs: JobsView;
}

export async function readHotLists(api: PersonApi): Promise<HotListsView> {
  const [{ hotLists: lists }, { sources }, { endpoints }, jobs] = await Promise.all([
    api.call<{ hotLists: ListView[] }>('GET', '/v1/hot-lists'),
    api.call<{ sources: SourceView[] }>('GET', '/v1/hot-lists/sources'),
    api.call<{ endpoints: EndpointView[] }>('GET', '/v1/endpoints'),
    api.call<JobsView>('GET', '/v1/hot-lists/jobs'),
  ]);
  return { lists, sources, endpoints, jobs };
}
