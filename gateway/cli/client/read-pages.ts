/** Reads all pages of the gateway's lists, since a command shows the whole list. */
import type { Client } from './connect.ts';

/**
 * Follows `next` to the end.
 * @param path with its filters, e.g. `/v1/grants?status=active`
 */
export async function readPages<T>(client: Pick<Client, 'call'>, path: string, member: string): Promise<T[]> {
  const found: T[] = [];
  let next: string | null = null;
  do {
    const more: string = next === null ? '' : `${path.includes('?') ? '&' : '?'}after=${next}`;
    const page: Record<string, unknown> = await client.call('GET', path + more);
    found.push(...(page[member] as T[]));
    next = (page.next as string | null | undefined) ?? null;
  } while (next !== null);
  return found;
}

/** Returns `?name=value&…` for the filters given; empty if there are none. */
export function searchOf(filters: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(filters).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}
