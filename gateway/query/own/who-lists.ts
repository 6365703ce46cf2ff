/** Admits askers to the list of their own queries, only while they may ask. */
import type { Request } from 'express';
import type pg from 'pg';
import type { Subject } from '../../../sharing-rules/terms/asker.ts';
import { mayAsk } from '../../../sharing-rules/terms/who-asks.ts';
import type { PartnerOperation, Route } from '../../http/routes/route.ts';
import { findStanding } from '../../release/facts/roster-store.ts';
import { type Asked, behindDoor, send, toStored } from '../../sign-in/door.ts';
import type { QueryDeps } from '../handle-query.ts';
import { authenticated, type QueryDoorDeps, useUp } from '../query-door.ts';

export interface WhoListsDeps extends QueryDoorDeps, Pick<QueryDeps, 'claimProof'> {
  readonly pool: pg.Pool;
}

interface WhoLists {
  readonly subject: Subject;
  /** False of a person who may not ask. */
  readonly isHeard: boolean;
}

export interface HeardAsker {
  readonly by: WhoLists;
}

export function ownRoute<const Declared extends PartnerOperation, Deps extends WhoListsDeps>(
  declared: Declared,
  list: (asked: Omit<Asked<Declared, WhoLists>, 'body'>, deps: Deps) => Promise<object>,
): Route<Deps> {
  return behindDoor<Declared, WhoLists, Deps>(declared, whoLists, async ({ response, ...asked }, deps) =>
    send(response, toStored(declared, await list(asked, deps))),
  );
}

async function whoLists(request: Request, deps: WhoListsDeps, declared: PartnerOperation): Promise<WhoLists> {
  const who = await authenticated(request, deps, declared);
  await useUp(request, who, deps.claimProof);
  const { agencyId, personId } = who.subject;
  // Read now: the node's copy may be older than a suspension.
  const isHeard = personId === null || mayAsk(await findStanding(deps.pool, agencyId, personId));
  return { subject: who.subject, isHeard };
}
