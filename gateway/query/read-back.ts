/**
 * Tells how a held query stands: still waiting, refused, over, or ready to be decided again: with its
 * approval, or because the roster for which it waited has a place by now.
 */
import { screenWords } from '../../sharing-rules/narrative/screen.ts';
import { liftedBy, waitsForPlace } from '../../sharing-rules/review.ts';
import type { Subject } from '../../sharing-rules/terms/asker.ts';
import { withWords } from '../../sharing-rules/terms/reasons.ts';
import { askersReasons } from '../../sharing-rules/what-to-do.ts';
import type { Receipt } from '../audit/receipt.ts';
import { GatewayError } from '../faults/errors.ts';
import type { HeldQuery } from '../release/facts/collection-store.ts';
import type { Collection } from '../release/facts/pending-query.ts';
import { heldDetail, pickedUp } from './answer.ts';

export interface ReadBackDeps {
  readonly findHeldQuery: (id: string) => Promise<HeldQuery | null>;
  /** The receipt of a committed entry, in the tree as it is now. */
  readonly findReceipt: (index: number) => Promise<Receipt>;
  readonly hasPlace: (agencyId: number) => Promise<boolean>;
}

/** Still waiting: the body of a 202. */
export interface Waiting {
  readonly kind: 'waiting';
  readonly body: object;
}

export interface Ready {
  readonly kind: 'ready';
  readonly held: HeldQuery;
}

const LAPSED = 'nobody decided on this query in time: ask it again';
const REFUSED = 'a reviewer refused this query: its reasons say what it was held for';

export interface Look {
  /** Ms since the epoch. */
  readonly now: number;
  /** True if the request has an `Idempotency-Key`, under which its answer may be kept. */
  readonly isKeyed: boolean;
}

/**
 * @throws GatewayError `not_found` for another asker's query, `refused` (403) for one that was refused or
 * lapsed, `conflict` for one that was collected, unless this may be the same request again.
 */
export async function readBack(
  id: string,
  subject: Subject,
  { isKeyed, now }: Look,
  deps: ReadBackDeps,
): Promise<Waiting | Ready> {
  const held = await deps.findHeldQuery(id);
  if (held === null || !isOf(held, subject))
    throw new GatewayError('not_found', 'no query of this client has this id');
  const { decidedIndex, expiresAt, heldIndex, query, status } = held;
  // Kept without the words that are in the query itself: the asker is shown them as when it was asked.
  const reasons = withWords(held.reasons, screenWords(query).findings);
  const receipt = () => deps.findReceipt(decidedIndex ?? heldIndex);
  const refuse = async (why: string) =>
    new GatewayError('refused', why, {
      ...{ reasons, stated: query.purpose },
      members: { queryId: id, receipt: await receipt() },
    });
  if (status === 'picked_up') {
    if (isKeyed) return { kind: 'ready', held };
    throw pickedUp();
  }
  if (status === 'refused') throw await refuse(REFUSED);
  const over = now >= expiresAt.getTime() && status !== 'dropped';
  if (status === 'lapsed' || over) throw await refuse(LAPSED);
  const freed = status === 'held' && waitsForPlace(reasons) && (await deps.hasPlace(held.agencyId));
  if (status === 'held' && !freed) {
    const body = {
      queryId: id,
      status,
      detail: heldDetail(id, reasons),
      reasons: askersReasons(reasons, query.purpose),
      expiresAt: expiresAt.toISOString(),
      receipt: await receipt(),
    };
    return { kind: 'waiting', body };
  }
  return { kind: 'ready', held };
}

/** Collects with the approval as its row has it; the commit reads it again under the locks. */
export function collectionOf(
  { id, reasons, status, verification }: HeldQuery,
  furtherPage: boolean,
): Collection {
  const approved = status === (furtherPage ? 'picked_up' : 'approved');
  return {
    heldId: id,
    furtherPage,
    approval: approved ? liftedBy(reasons) : null,
    judicialProcessVerified: approved && verification !== null,
  };
}

/** True if this client asked and, where a person did, this person: others do not learn that it exists. */
function isOf({ subject: asker }: HeldQuery, subject: Subject): boolean {
  return (
    asker.agencyId === subject.agencyId &&
    asker.issuer === subject.issuer &&
    asker.clientId === subject.clientId &&
    asker.personId === subject.personId
  );
}
