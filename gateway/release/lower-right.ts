/** The one way in which a right is lowered: mark under the exclusive lock, bar, cut, "revocation effective". */
import type pg from 'pg';
import { type AuditEvent, appendEvents } from '../audit/append-events.ts';
import type { EntryKind } from '../audit/entry-kinds.ts';
import { inTransaction, type Transaction } from '../db-transaction.ts';
import type { InFlight } from './in-flight.ts';
import { lockAgencyExclusive, lockHaltExclusive } from './locks.ts';

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
export interface LoweringResult {
  /** The epoch from which releases are allowed again, if at all: the mark's log index. */
  readonly epoch: number;
  /** The mark's log index. */
  readonly index: number;
  /** Releases under way when the bar rose; none of them sends another byte. */
  readonly drained: number;
  /** Of these, how many were cut in the middle of an answer. */
  readonly aborted: number;
  /** Nodes that did not acknowledge and whose lease was waited out. */
  readonly expiredNodes: number;
}

/**
 * Lowers a right and returns when no further byte can leave under the old one.
 * @throws GatewayError `unavailable` if the mark could not be committed: then nothing is revoked.
 */
export async function lowerRight(deps: LoweringDeps, lowering: Lowering): Promise<LoweringResult> {
  const { agency, grant, kind, reason, personId } = lowering;
  const index = await inTransaction(deps.pool, async (trx) => {
    if (agency === null) await lockHaltExclusive(trx);
    else await lockAgencyExclusive(trx, agency.id);
    await lowering.change(trx);
    const mark = await appendMark(trx, {
      kind,
      agency,
      grant,
      effect: null,
      mark: true,
      asker: {},
      owner: { ...lowering.facts, by: personId, reason },
      ...(lowering.officerId === undefined ? {} : { officerId: lowering.officerId }),
    });
    await raiseEpoch(trx, agency?.id ?? null, mark, kind);
    return mark;
  });
  const cut = deps.inFlight.raiseBar(agency?.id ?? null, index);
  await inTransaction(deps.pool, (trx) =>
    appendEvents(trx, [
      {
        kind: 'revocation_effective',
        agency,
        grant,
        effect: null,
        mark: false,
        asker: {},
        owner: { mark: index, ...cut, expiredNodes: 0 },
      },
    ]),
  );
  return { epoch: index, index, ...cut, expiredNodes: 0 };
}

async function appendMark(trx: Transaction, event: AuditEvent): Promise<number> {
  const { sealed } = await appendEvents(trx, [event]);
  return sealed[0]?.index as number;
}

/** The mark's index becomes the epoch, and every node hears of it. */
async function raiseEpoch(
  trx: Transaction,
  agencyId: number | null,
  index: number,
  kind: EntryKind,
): Promise<void> {
  await trx.query('INSERT INTO mark (index, agency_id, kind) VALUES ($1, $2, $3)', [index, agencyId, kind]);
  if (agencyId === null) await trx.query('UPDATE sharing_state SET epoch = $1', [index]);
  else await trx.query('UPDATE agency SET epoch = $1 WHERE id = $2', [index, agencyId]);
  await trx.query("SELECT pg_notify('registry', $1)", [String(agencyId ?? 'all')]);
}
