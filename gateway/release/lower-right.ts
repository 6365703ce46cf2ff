/** The one way in which a right is lowered: mark under the exclusive lock, bar, cut, drain, "revocation effective". */
import type pg from 'pg';
import { appendEvents } from '../audit/append-events.ts';
import type { EntryKind } from '../audit/entry-kinds.ts';
import type { AuditEvent } from '../audit/seal-events.ts';
import { inTransaction, type Transaction } from '../database/db-transaction.ts';
import { GatewayError } from '../errors.ts';
import { drainMark } from './drain-mark.ts';
import type { Drained } from './drain-store.ts';
import { endBlockers } from './end-blockers.ts';
import type { InFlight } from './in-flight.ts';
import { exclusiveLockStatements } from './locks.ts';
import { placeMark } from './place-mark.ts';

export interface LoweringDeps {
  readonly pool: pg.Pool;
  readonly inFlight: InFlight;
}

/** What is lowered, for whom, by whom and why. */
export interface Lowering {
  /** The agency concerned; null binds everybody (a halt). */
  readonly agency: { readonly id: number; readonly ori: string } | null;
  /** The one grant that ends; null: all of the agency. */
  readonly grant: string | null;
  /** A kind that is a mark: `revoked`, `halted`, `subject_suspended`, `agency_changed`, … */
  readonly kind: EntryKind;
  readonly reason: string;
  /** The person who did it. */
  readonly personId: string | null;
  /** Further facts for the owner's detail. */
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly officerId?: string;
  /** Writes the new state, inside the transaction, after the lock. May append entries of its own before the mark. */
  readonly change: (trx: Transaction) => Promise<void>;
}

/** The answer to a revoke (design: "what the outside sees"). */
export interface LoweringResult extends Drained {
  /** The epoch from which releases are allowed again, if at all: the mark's log index. */
  readonly epoch: number;
  /** The mark's log index. */
  readonly index: number;
}

/** A node stopped in the middle of its own revoke must not hold the locks for long. */
const OWN_PATIENCE = "SET LOCAL idle_in_transaction_session_timeout = '1s'";

/** How often a transaction that surely was rolled back is tried, its connection having been lost. */
const ATTEMPTS = 3;

/**
 * Lowers a right and returns when no further byte can leave under the old one. Each call places a mark of its own, and
 * acknowledgements are cumulative: so a repeated call waits for the drain of the first as well.
 * @throws GatewayError `unavailable` if it is not known to be effective; this node has then stopped sending anything.
 * What `change` throws, if that is a GatewayError, passes through: then nothing was changed.
 */
export async function lowerRight(deps: LoweringDeps, lowering: Lowering): Promise<LoweringResult> {
  const { agency, grant } = lowering;
  const index = await orStop(deps, 'the database cannot be reached', () => mark(deps.pool, lowering));
  const cut = deps.inFlight.raiseBar(agency?.id ?? null, index);
  const drained = await orStop(deps, 'the mark is in the log, other nodes may not have obeyed yet', () =>
    drainMark(deps.pool, { mark: index, agency, grant }, cut),
  );
  return { epoch: index, index, ...drained };
}

/** From the COMMIT on, nothing is committed under the old right. Resolves to the mark's log index. */
async function mark(pool: pg.Pool, lowering: Lowering): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inTransaction(pool, (trx) => markIn(pool, trx, lowering));
    } catch (error) {
      // A fault of COMMIT is a GatewayError: its outcome may be unknown, so it is not repeated here.
      if (attempt === ATTEMPTS || error instanceof GatewayError || !isLostConnection(error)) throw error;
    }
  }
}

async function markIn(pool: pg.Pool, trx: Transaction, lowering: Lowering): Promise<number> {
  const { agency, grant, kind, reason, personId } = lowering;
  // `pg` keeps what the server said of itself, but does not declare it.
  const { processID: backend } = trx as unknown as { readonly processID: number };
  const letBe = endBlockers(pool, backend);
  try {
    await trx.query([OWN_PATIENCE, ...exclusiveLockStatements(agency?.id ?? null)].join('; '));
    await lowering.change(trx);
    const event: AuditEvent = {
      kind,
      agency,
      grant,
      effect: null,
      mark: true,
      asker: {},
      owner: { ...lowering.facts, by: personId, reason },
      ...(lowering.officerId === undefined ? {} : { officerId: lowering.officerId }),
    };
    const { sealed } = await appendEvents(trx, [event]);
    const index = sealed[0]?.index as number;
    await placeMark(trx, { index, agencyId: agency?.id ?? null, grant, kind });
    return index;
  } finally {
    letBe();
  }
}

/** What cannot be done ends in a node that has stopped: never in an answer that sounds like a revocation. */
async function orStop<T>({ inFlight }: LoweringDeps, why: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (cause) {
    if (cause instanceof GatewayError && cause.code !== 'unavailable') throw cause;
    inFlight.stop();
    throw new GatewayError('unavailable', `not revoked; this node has stopped: ${why}; repeat the call`, {
      headers: { 'Retry-After': '1' },
      cause,
    });
  }
}

/** SQLSTATE classes 08 and 57 (connection, operator intervention), 25P03 (idle too long), 40 (deadlock), or no answer. */
function isLostConnection(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code !== 'string' || /^(08|57|40|25P03|E)/.test(code);
}
