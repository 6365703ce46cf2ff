/** Sources of pushed reads as the commands read them, and how a vendor is told to push. */
import type { Client } from '../../cli/client/connect.ts';
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

/** To the minute, in UTC. */
export function minuteOf(time: string | null): string {
  return time === null ? '' : time.slice(0, 16).replace('T', ' ');
}

/**
 * What is set up at the vendor.
 * @param publicUrl of the gateway, as it comes from the vendor's side
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
