/** Sources of pushed reads as the commands read them, and how a vendor is told to push. */
import type { Client } from '../../cli/client/connect.ts';
import { type Columns, minuteOf } from '../../http/schemas/terms.ts';
import type { ReadsSourceDetail, ShownReadsSource, ShownReadsSources } from './source.schema.ts';

export type SourceView = ShownReadsSource;
export type CountView = ReadsSourceDetail['counts'][number];
export type SourcesView = ShownReadsSources;

export const SOURCES = '/v1/reads-sources';

export function pathOf(name: string): string {
  return `${SOURCES}/${encodeURIComponent(name)}`;
}

export function readSource(client: Client, name: string): Promise<ReadsSourceDetail> {
  return client.call('GET', pathOf(name));
}

/** Returns the columns of a list, with each source's counts of today and yesterday. */
export function readsSourceColumns(recent: SourcesView['recent']): Columns<SourceView> {
  const of = ({ name, status }: SourceView) =>
    status === 'active' ? recent.find((one) => one.name === name) : undefined;
  return {
    name: ({ name }) => name,
    vendor: ({ vendor }) => vendor,
    method: ({ method }) => method,
    cameras: ({ cameraPrefix }) => `${cameraPrefix}…`,
    status: ({ status }) => status,
    taken: (row) => of(row)?.taken ?? 0,
    known: (row) => of(row)?.known ?? 0,
    'set aside': (row) => of(row)?.setAside ?? 0,
    refused: (row) => of(row)?.refused ?? 0,
    limited: (row) => of(row)?.limited ?? 0,
    'newest (UTC)': (row) => minuteOf(of(row)?.newestAt ?? null),
  };
}

/**
 * Returns what to set up at the vendor.
 * @param publicUrl the gateway's address as the vendor reaches it
 */
export function toSetUp(
  { method, name, vendor }: Pick<SourceView, 'method' | 'name' | 'vendor'>,
  secret: string,
  publicUrl: string,
): string[] {
  const address = `${publicUrl}/v1/reads/${name}`;
  const standard = 'signed as Standard Webhooks sign, with the secret';
  switch (method) {
    case 'path':
      return [`address, which is the secret: ${address}/${secret}`];
    case 'basic':
      return [`address: ${address}`, `user name: ${name}`, `password: ${secret}`];
    case 'hmac':
      return [`address: ${address}`, `secret: ${secret}`, ...(vendor === 'verkada' ? [] : [standard])];
  }
}
