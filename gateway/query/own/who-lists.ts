/** Admits askers to the list of their own queries, authenticated as for a query, only while they may ask. */
import type { Request, Response } from 'express';
import type { Subject } from '../../../sharing-rules/terms/asker.ts';
import { mayAsk } from '../../../sharing-rules/terms/who-asks.ts';
import type { Queryable } from '../../database/queryable.ts';
import { proofReplayed } from '../../http/challenge.ts';
import { findStanding } from '../../release/facts/roster-store.ts';
import { markKnown } from '../../sign-in/mark-known.ts';
import type { QueryDeps } from '../handle-query.ts';

export interface WhoListsDeps extends Pick<QueryDeps, 'authenticate' | 'claimProof' | 'limitRate'> {
  readonly pool: Queryable;
}

interface WhoLists {
  readonly subject: Subject;
  /** False of a person who may not ask: they are shown nothing. */
  readonly isHeard: boolean;
}

export async function whoLists(
  request: Request,
  response: Response,
  deps: WhoListsDeps,
  scope: string,
): Promise<WhoLists> {
  const { proof, subject } = await deps.authenticate(request, scope);
  await deps.limitRate(request, response, subject);
  if (proof !== null && !(await deps.claimProof(proof))) throw proofReplayed();
  markKnown(request, subject);
  const { agencyId, personId } = subject;
  // Read now: the node's copy may be older than a suspension.
  const isHeard = personId === null || mayAsk(await findStanding(deps.pool, agencyId, personId));
  return { subject, isHeard };
}
