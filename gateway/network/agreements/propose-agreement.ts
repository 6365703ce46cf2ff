/** Takes down an agreement that an administrator proposes, or that the other side proposed by a file or over the network. */
import { canonicalJson } from '../../audit/canonical-json.ts';
import { inTransaction, type Transaction } from '../../database/db-transaction.ts';
import { readNow } from '../../database/read-now.ts';
import { GatewayError } from '../../faults/errors.ts';
import { requireAgency } from '../../registry/agencies/require-agency.ts';
import { recordSetup } from '../../registry/two-people/record-setup.ts';
import type { WithdrawRightDeps } from '../../release/revoke/withdraw-right.ts';
import type { Grantor } from '../../sign-in/require-administrator.ts';
import { type Agreement, agreementId } from './agreement-document.ts';
import { readNote } from './agreement-note.ts';
import {
  type AgreementRow,
  findAgreement,
  findOpenAgreements,
  insertAgreement,
  setClient,
} from './agreements-store.ts';
import { checkAgreement, type OwnParty } from './own-party.ts';
import { settleNote } from './settle-note.ts';

export interface AgreementDeps extends WithdrawRightDeps {
  readonly self: OwnParty;
}

export interface Offered {
  readonly agreement: Agreement;
  /** The other side's acceptance, where it proposes. */
  readonly note?: string | undefined;
  /** The client by which it signs in here. */
  readonly client?: { readonly id: string } | undefined;
}

/** One party cannot fill our tables with what waits. */
const MOST_WAITING = 10;

/** @throws GatewayError `malformed`, `not_found` for an agency that is not registered, `conflict` if it is known */
export async function proposeAgreement(
  deps: AgreementDeps,
  { agreement, client, note }: Offered,
  by: Grantor,
): Promise<AgreementRow> {
  const { other } = checkAgreement(agreement, deps.self);
  const agency = await requireAgency(deps.pool, other.ori);
  const id = agreementId(agreement);
  const known = await findAgreement(deps.pool, id);
  const logKey = known?.logKey ?? other.logKey;
  const said = note === undefined ? null : readNote(note, { id, logKey }, await readNow(deps.pool));
  if (known === null && said !== null && said.word !== 'accept') {
    throw new GatewayError(
      'malformed',
      '`note` must accept the agreement: nothing with this id was proposed here',
    );
  }
  await inTransaction(deps.pool, async (trx) => {
    const made = { id, agreement, agencyId: agency.id, clientId: client?.id ?? null };
    const isNew = await insert(trx, made, by.personId);
    if (!isNew && note === undefined) {
      throw new GatewayError('conflict', 'this very agreement is known: see how it stands in the list');
    }
    if (!isNew && client !== undefined) await fillClient(trx, id, client.id);
    const told = { change: 'agreement proposed', agreement: id, client: client ?? null };
    await recordSetup(trx, agency, by, told);
  });
  const row = (await findAgreement(deps.pool, id)) as AgreementRow;
  if (said === null || note === undefined) return row;
  return settleNote(deps, { agreement: row, side: 'theirs', ...said, note, by: null, reason: null });
}

/** A client is named once; afterwards the registry is where it is changed. */
async function fillClient(trx: Transaction, id: string, clientId: string): Promise<void> {
  const row = await findAgreement(trx, id);
  if (row?.clientId === null && row.status === 'proposed') await setClient(trx, id, clientId);
}

/** An agreement and a note that the other gateway sent itself. */
export interface Sent {
  readonly agreement: Agreement;
  readonly note: string;
}

/**
 * @param sender the agency by whose client it came
 * @throws GatewayError `malformed`; `forbidden` where the sender is not the other party; `not_found` for a word on what was
 * never proposed; `conflict` if too much waits
 */
export async function takeSent(
  deps: AgreementDeps,
  { agreement, note }: Sent,
  sender: { readonly agencyId: number; readonly clientId: string },
): Promise<AgreementRow> {
  const { other } = checkAgreement(agreement, deps.self);
  const agency = await requireAgency(deps.pool, other.ori);
  if (agency.id !== sender.agencyId) {
    throw new GatewayError('forbidden', '`parties` names another agency than the one that sends this');
  }
  const id = agreementId(agreement);
  const known = await findAgreement(deps.pool, id);
  // The key that the agreement names, or its successor.
  const logKey = known?.logKey ?? other.logKey;
  const said = readNote(note, { id, logKey }, await readNow(deps.pool));
  if (known === null) {
    if (said.word !== 'accept')
      throw new GatewayError('not_found', 'no agreement with this id was proposed here');
    await inTransaction(deps.pool, async (trx) => {
      const waiting = await findOpenAgreements(trx, agency.id);
      if (
        waiting.filter(({ proposedBy, status }) => proposedBy === null && status === 'proposed').length >=
        MOST_WAITING
      ) {
        throw new GatewayError(
          'conflict',
          `${MOST_WAITING} agreements of yours wait here: reject some of them first`,
        );
      }
      await insert(trx, { id, agreement, agencyId: agency.id, clientId: sender.clientId }, null);
    });
  }
  const row = known ?? ((await findAgreement(deps.pool, id)) as AgreementRow);
  return settleNote(deps, { agreement: row, side: 'theirs', ...said, note, by: null, reason: null });
}

interface Inserted extends Pick<AgreementRow, 'agencyId' | 'clientId' | 'id'> {
  readonly agreement: Agreement;
}

function insert(
  trx: Transaction,
  { agreement, ...made }: Inserted,
  proposedBy: string | null,
): Promise<boolean> {
  const { from, replaces = null, until } = agreement;
  return insertAgreement(trx, {
    ...made,
    from,
    until,
    replaces,
    proposedBy,
    document: canonicalJson(agreement),
  });
}
