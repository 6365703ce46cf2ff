/** Reads sources of hot lists from the gateway for the commands. */
import type { Client } from '../../cli/client/connect.ts';
import type { ShownSource } from './source.schema.ts';

export type SourceView = ShownSource;

export async function readSources(client: Client): Promise<readonly SourceView[]> {
  return (await client.call<{ sources: SourceView[] }>('GET', '/v1/hot-lists/sources')).sources;
}

/** Says when the list is fetched next, never a past time. @param redis the state of the gateway's jobs */
export function nextFetch(
  { nextAt, retryAt }: Pick<SourceView, 'nextAt' | 'retryAt'>,
  redis: string,
  now: number,
): string {
  if (redis === 'off') return 'never: jobs are off';
  const times = [nextAt, retryAt ?? nextAt].filter((time) => Date.parse(time) > now).sort();
  return times[0]?.slice(0, 16).replace('T', ' ') ?? 'now';
}
