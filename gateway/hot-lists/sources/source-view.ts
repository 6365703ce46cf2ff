/** Sources of hot lists as the commands read them from the gateway. */
import type { Client } from '../../cli/client/connect.ts';
import type { ShownSource } from './source.schema.ts';

export type SourceView = ShownSource;

export async function readSources(client: Client): Promise<readonly SourceView[]> {
  return (await client.call<{ sources: SourceView[] }>('GET', '/v1/hot-lists/sources')).sources;
}

/** When the list is fetched next, in words: never a time that is over. @param redis how the gateway's jobs stand */
export function nextFetch(
  { nextAt, retryAt }: Pick<SourceView, 'nextAt' | 'retryAt'>,
  redis: string,
  now: number,
): string {
  if (redis === 'off') return 'never: jobs are off';
  const times = [nextAt, retryAt ?? nextAt].filter((time) => Date.parse(time) > now).sort();
  return times[0]?.slice(0, 16).replace('T', ' ') ?? 'now';
}
