/** Turns a request into the page that it asks for: the first of a query, the next one, or that of a query that was held. */
import type { Request } from 'express';
import { idempotencyKeyOf } from '../http/idempotency/idempotency-key.ts';
import { pathId } from '../http/path-id.ts';
import type { Authenticated } from '../sign-in/authenticate.ts';
import type { Asked as AskedOnce } from './answer-query-once.ts';
import { openCursor, pageNamedBy } from './page-cursor.ts';
import { queryOf } from './parse-query.ts';
import { type PeerDeps, pendingReads, withPeerOrigin } from './pending-reads.ts';
import type { QueryBody } from './query.schema.ts';
import { collectionOf, type ReadBackDeps, readBack, type Waiting } from './read-back.ts';
import type { Settling } from './settle-query.ts';

export type AskedPage = AskedOnce & Omit<Settling, 'inFlightResponse'>;

export interface PageDeps extends ReadBackDeps, PeerDeps {
  readonly cursorKey: Buffer;
  /** Ms since the epoch. */
  readonly now: () => number;
}

/** @throws GatewayError `malformed` as `queryOf` */
export async function firstPage(
  body: QueryBody,
  by: Authenticated,
  request: Request,
  deps: PeerDeps & Pick<PageDeps, 'now'>,
): Promise<AskedPage> {
  const pending = await withPeerOrigin(pendingReads('query', queryOf(body, deps.now()), by, request), deps);
  return { pending, after: null, keyThumbprint: by.keyThumbprint };
}

/** @param named the release before, and the cursor of its answer @throws GatewayError `malformed` as `openCursor` */
export async function nextPage(
  named: { readonly follows: string; readonly cursor: string },
  by: Authenticated,
  request: Request,
  deps: PeerDeps & Pick<PageDeps, 'cursorKey' | 'findHeldQuery'>,
): Promise<AskedPage> {
  const { keyThumbprint, subject } = by;
  const cursor = openCursor(named.cursor, deps.cursorKey, { subject, keyThumbprint, follows: named.follows });
  const pending = await withPeerOrigin(pendingReads('query', cursor.query, by, request), deps);
  const { follows, grantId, epoch, heldId } = cursor;
  const held = heldId === null ? null : await deps.findHeldQuery(heldId);
  const pickUp = held && collectionOf(held, true);
  const page = { ...pending, follows, pickUp, continues: { grantId, epoch } };
  return { pending: page, after: cursor.position, keyThumbprint, named: pageNamedBy(cursor), cursor };
}

/**
 * Returns what waits still, or the page to be decided again. INVARIANT: the proof is used up before.
 * @throws GatewayError as `readBack`
 */
export async function heldPage(
  heldId: string,
  { keyThumbprint, subject }: Authenticated,
  request: Request,
  deps: PageDeps,
): Promise<AskedPage | Waiting> {
  const look = { now: deps.now(), isKeyed: idempotencyKeyOf(request) !== undefined };
  const found = await readBack(pathId(heldId, 'query'), subject, look, deps);
  if (found.kind === 'waiting') return found;
  const asked = await withPeerOrigin(
    pendingReads('query', found.held.query, { subject, proof: null }, request),
    deps,
  );
  const pending = { ...asked, pickUp: collectionOf(found.held, false) };
  return { pending, after: null, keyThumbprint };
}
