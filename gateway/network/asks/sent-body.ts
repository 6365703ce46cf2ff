/** Writes the body as one partner gets it, and computes the hash by which the partner's entry names it. */
import { queryOf } from '../../query/parse-query.ts';
import type { QueryBody } from '../../query/query.schema.ts';
import { hashQuery } from '../../release/facts/hash-query.ts';
import type { AskerEntry } from './verify-answer.ts';

/** @param asker null where the partner does not know the member */
export const bodyTo = ({ body }: { readonly body: string }, asker: AskerEntry | null): string =>
  asker === null ? body : `${body.slice(0, -1)},"asker":${JSON.stringify(asker)}}`;

/** Returns the `queryHash` of the partner's entry, as `verify-it-yourself.md` has it. */
export const hashOfSent = (sent: string, now: number): string =>
  hashQuery(queryOf(JSON.parse(sent) as QueryBody, now));
