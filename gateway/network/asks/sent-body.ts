/** Writes the body as one partner gets it, and computes the hash by which the partner's entry names it. */
import { queryOf } from '../../query/parse-query.ts';
import type { QueryBody } from '../../query/query.schema.ts';
import { hashQuery } from '../../release/facts/hash-query.ts';
import type { AskerEntry } from './verify-answer.ts';

/**
 * @param takes the members that the partner lists: an earlier version refuses a body with the others
 * @param asker null where the partner does not know the member
 */
export function bodyTo(
  { body }: { readonly body: string },
  takes: ReadonlySet<string>,
  asker: AskerEntry | null,
): string {
  const query = JSON.parse(body) as QueryBody;
  const { incident: _, ...words } = query.purpose;
  const purpose = takes.has('incident') ? query.purpose : words;
  return JSON.stringify({ ...query, purpose, ...(asker !== null && { asker }) });
}

/** Returns the `queryHash` of the partner's entry, as `verify-it-yourself.md` has it. */
export const hashOfSent = (sent: string, now: number): string =>
  hashQuery(queryOf(JSON.parse(sent) as QueryBody, now));
