/**
 * Takes a note into account, ours or theirs: its entry, the note, and what follows, in one transaction. Where a grant in
 * force ends with its agreement, that is a withdrawal like any other (`release/revoke/withdraw-right.ts`): the note's entry
 * stands beside the revocation record.
 */
import {
  type AgreementSide,
  type AgreementState,
  afterNote,
  isFinal,
  PROPOSED,
  type Said,
} from '../../../sharing-rules/network/agreement-states.ts';
import { appendOwnerEvent } from '../../audit/owner-event.ts';
import { inTransaction, type Transaction } from '../../database/db-transaction.ts';
import { requireFound } from '../../faults/errors.ts';
import { endGrant, endProposalsUnder } from '../../registry/agencies/ended-grants-store.ts';
import { lockAgencyExclusive } from '../../release/locks/locks-store.ts';
import { type WithdrawRightDeps, withdrawRight } from '../../release/revoke/withdraw-right.ts';
import {
  type AgreementRow,
  findAgreement,
  findGrantUnder,
  findNotes,
  insertNote,
  type NoteRow,
  setInForce,
  setOver,
} from './agreements-store.ts';

export interface NoteToSettle extends Said {
  readonly agreement: Pick<AgreementRow, 'agencyId' | 'id' | 'ori'>;
  readonly note: string;
  /** ms. */
  readonly at: number;
  /** The person who answers for ours; null for theirs. */
  readonly by: { readonly personId: string; readonly facts: Readonly<Record<string, unknown>> } | null;
  readonly reason: string | null;
  /** Checks and writes what must be there first, under the agency's lock. */
  readonly prepare?: (trx: Transaction, row: AgreementRow) => Promise<void>;
}

/** A grant in force would be left without its agreement: it must be withdrawn. */
class GrantsEnd extends Error {
  readonly grant: string;
  constructor(grant: string) {
    super('a grant ends with its agreement');
    this.grant = grant;
  }
}

/** The reason recorded for a grant whose agreement ended without one. */
export const AGREEMENT_OVER = 'the agreement is over';

/** Names the other side in the log as the one that withdrew, where its note did. */
const NOBODY_OF_OURS = 'gateway';

/**
 * A note that is there already changes nothing, and neither does one on an agreement that is over.
 * @throws GatewayError what `prepare` throws; `unavailable` as `withdrawRight`
 */
export async function settleNote(deps: WithdrawRightDeps, said: NoteToSettle): Promise<AgreementRow> {
  const { agencyId, id, ori } = said.agreement;
  try {
    await inTransaction(deps.pool, async (trx) => {
      await lockAgencyExclusive(trx, agencyId);
      await apply(trx, said, null);
    });
  } catch (error) {
    if (!(error instanceof GrantsEnd)) throw error;
    await withdrawRight(deps, {
      ...{ agency: { id: agencyId, ori }, grant: error.grant, kind: 'revoked', facts: { agreement: id } },
      ...{ personId: said.by?.personId ?? NOBODY_OF_OURS, reason: said.reason ?? AGREEMENT_OVER },
      change: (trx) => apply(trx, said, error.grant),
    });
  }
  return requireFound(await findAgreement(deps.pool, id), 'agreement');
}

function stateOf({ status }: Pick<AgreementRow, 'status'>, notes: readonly NoteRow[]): AgreementState {
  const accepted = notes.filter(({ word }) => word === 'accept').map(({ side }): AgreementSide => side);
  return { ...PROPOSED, status, accepted };
}

/** @param withdrawn the grant that this transaction withdraws */
async function apply(trx: Transaction, said: NoteToSettle, withdrawn: string | null): Promise<void> {
  const { at, by, note, reason, side, word } = said;
  const row = requireFound(await findAgreement(trx, said.agreement.id), 'agreement');
  const notes = await findNotes(trx, row.id);
  if (notes.some((one) => one.side === side && one.word === word)) return;
  await said.prepare?.(trx, row);
  const before = stateOf(row, notes);
  const { status } = afterNote(before, said);
  const begins = before.status !== 'in_force' && status === 'in_force';
  const replaced =
    begins && row.replaces !== null ? await findReplaced(trx, row.replaces, row.agencyId) : null;
  const ends = isFinal(status) && !isFinal(before.status);
  const over = [...(ends ? [row.id] : []), ...(replaced === null ? [] : [replaced.id])];
  const grant = await findGrantUnder(trx, over);
  if (grant !== null && grant.id !== withdrawn) throw new GrantsEnd(grant.id);

  const { index } = await appendOwnerEvent(trx, {
    kind: 'agreement',
    agency: { id: row.agencyId, ori: row.ori },
    asker: { agreement: row.id, status, notes: [...notes.map((one) => one.note), note] },
    owner: {
      ...{ agreement: row.id, side, word, status, by: by?.personId ?? null, ...by?.facts },
      ...(reason === null ? {} : { reason }),
      ...(begins ? { document: row.document, replaced: replaced?.id ?? null } : {}),
    },
  });
  await insertNote(trx, {
    ...{ agreementId: row.id, side, word, note, entry: index },
    ...{ saidAt: new Date(at), saidBy: by?.personId ?? null },
  });
  const ender = { personId: by?.personId ?? null, reason };
  if (replaced !== null) await setOver(trx, replaced.id, 'replaced', { personId: null, reason: null });
  if (begins) await setInForce(trx, row);
  if (ends) await setOver(trx, row.id, status === 'rejected' ? 'rejected' : 'ended', ender);
  const why = reason ?? AGREEMENT_OVER;
  if (withdrawn !== null) await endGrant(trx, withdrawn, ender.personId, why);
  if (over.length > 0) await endProposalsUnder(trx, over, ender.personId, why);
}

/** Returns the one that is replaced, if it is this agency's and not over already. */
async function findReplaced(trx: Transaction, id: string, agencyId: number): Promise<AgreementRow | null> {
  const found = await findAgreement(trx, id);
  return found === null || found.agencyId !== agencyId || isFinal(found.status) ? null : found;
}
