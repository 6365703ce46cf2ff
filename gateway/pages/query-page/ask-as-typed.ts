/** Asks the API for a query or its next page. Sent again under its key, it is the same request. */
import type { HeldAnswer, ReleaseAnswer } from '../../query/query.schema.ts';
import type { Visit } from '../serve/page.ts';
import { PageProblem } from '../serve/problem.ts';
import { typedQuery } from './typed-query.ts';

type Asking = Pick<Visit, 'api' | 'typed'> & { readonly now: number };

/** @throws PageProblem with what is wrong, by field */
export function bodyOf({ now, typed }: Pick<Asking, 'now' | 'typed'>): object {
  const { body, faults } = typedQuery(typed, now);
  if (faults === null) return body;
  const detail = 'Nothing was asked yet. The fields below say what to change';
  throw new PageProblem({ status: 422, detail, reasons: [], members: { fields: faults } });
}

/**
 * Returns the key: for a query its form's; for a further page the release that it follows, so that it is the
 * same page if it is pressed twice, or after an answer was lost.
 */
export function keyOf({ form, typed }: Pick<Visit, 'form' | 'typed'>): string {
  return typed.get('act') === 'next' ? (typed.get('releaseId') ?? '') : form.key;
}

/** @param key as `keyOf` gives it */
export function askAsTyped(asking: Asking, key: string): Promise<ReleaseAnswer | HeldAnswer> {
  const { api, typed } = asking;
  if (typed.get('act') !== 'next') {
    return api.call('POST', '/v1/queries', bodyOf(asking), { 'Idempotency-Key': key });
  }
  const id = encodeURIComponent(key);
  const body = { cursor: typed.get('cursor') ?? '' };
  return api.call('POST', `/v1/queries/${id}/next`, body, { 'Idempotency-Key': `page-after-${id}` });
}
