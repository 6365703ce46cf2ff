/**
 * Asks the owner's own store for its own officers and systems: steps 3 to 5 of a query's life (`handle-query.ts`), under
 * the owner's grant to itself. What comes of it is judged, locked, counted and logged as a partner's query is.
 */
import type { Request } from 'express';
import type { ResponseInFlight } from '../release/lease/in-flight.ts';
import { answerOf, type OnceDeps } from './answer-query-once.ts';
import type { AskedPage } from './asked-page.ts';
import type { KeptAnswer } from './kept-answer.ts';
import { type SettleDeps, settle } from './settle-query.ts';

export type OwnStoreDeps = SettleDeps & Pick<OnceDeps, 'rulesRevision' | 'textOf'>;

/**
 * Answers as `POST /v1/queries` would: the body of a release as text, with its receipt and cursor in it; that of a 202;
 * or a refusal's reasons and receipt. A release leaves by `inFlightResponse.send` with the answer's epoch, or not at all.
 *
 * @param page of `asked-page.ts`
 * @param inFlightResponse entered for the asker's agency before this is called, so that a revocation finds it
 * @throws GatewayError for what is not an answer to the query, as `POST /v1/queries` does
 */
export async function askOwnStore(
  page: AskedPage,
  inFlightResponse: ResponseInFlight,
  request: Request,
  deps: OwnStoreDeps,
): Promise<Exclude<KeptAnswer, { kind: 'dry_run' }>> {
  const asked = { ...page, pending: { ...page.pending, own: true } as const };
  const answer = answerOf(await settle({ ...asked, inFlightResponse }, request, deps), asked, deps);
  if (answer.kind === 'dry_run') throw new Error('a query was committed as a dry run');
  return answer;
}
