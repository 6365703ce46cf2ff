/** Accepts an agreement by two people: the first agrees, the second has the log's key sign the note. */
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import { inTransaction, type Transaction } from '../../database/db-transaction.ts';
import { readNow } from '../../database/read-now.ts';
import { GatewayError, requireFound } from '../../faults/errors.ts';
import { isActive } from '../../identity/registrations-store.ts';
import { recordSetup } from '../../registry/two-people/record-setup.ts';
import { requireEmployeeId, requireTwoPeople } from '../../registry/two-people/require-two-people.ts';
import { lockAgencyExclusive } from '../../release/locks/locks-store.ts';
import { refuseIfRemoved } from '../../release/revoke/grant-right.ts';
import type { Grantor } from '../../sign-in/require-administrator.ts';
import { type Agreement, sidesOf } from './agreement-document.ts';
import { noteText } from './agreement-note.ts';
import {
  type AgreementRow,
  findAgreement,
  findOpenAgreements,
  setFirst,
  setSecond,
} from './agreements-store.ts';
import type { AgreementDeps } from './propose-agreement.ts';
import {
  type FindKeys,
  lacksIssuer,
  type OtherParty,
  proposeOther,
  registerOther,
} from './register-other.ts';
import { settleNote } from './settle-note.ts';

export interface AcceptDeps extends AgreementDeps {
  readonly owner: Ori;
  readonly findKeys: FindKeys;
}

export interface Accepted {
  /** True while another person must agree. */
  readonly isOpen: boolean;
  readonly agreement: AgreementRow;
}

const WHAT = 'an agreement';

/**
 * @throws GatewayError `not_found`; `conflict` if it no longer waits, or another one does; `forbidden` as
 * `requireTwoPeople`
 */
export async function acceptAgreement(deps: AcceptDeps, id: string, by: Grantor): Promise<Accepted> {
  const seen = requireFound(await findAgreement(deps.pool, id), 'agreement');
  requireWaiting(seen);
  const isFirst = await standsFirst(deps, seen, by);
  if (isFirst) return { isOpen: true, agreement: await agreeFirst(deps, seen, by) };
  await requireTwoPeople(deps.pool, WHAT, seen.setBy as string, by.personId);
  const at = await readNow(deps.pool);
  const note = deps.self.signer.signText(noteText(id, { word: 'accept', at }));
  const agreement = await settleNote(deps, {
    ...{ agreement: seen, side: 'ours', word: 'accept', note, at, reason: null },
    by: { personId: by.personId, facts: { secondFactor: by.secondFactor, proposedBy: seen.setBy } },
    prepare: async (trx, row) => {
      requireWaiting(row);
      if (row.setBy === null)
        throw new GatewayError('conflict', 'the first person took it back: repeat this');
      await requireTwoPeople(trx, WHAT, row.setBy, by.personId);
      await requireAlone(trx, row);
      await refuseIfRemoved(trx, by);
      await setSecond(trx, id, by.personId);
      await registerOther(trx, deps.owner, partyOf(row, deps), by);
    },
  });
  return { isOpen: false, agreement };
}

/** True for the first person, who may say it again, and where the one before was removed. */
async function standsFirst(
  { pool }: AcceptDeps,
  { setAt, setBy }: AgreementRow,
  by: Grantor,
): Promise<boolean> {
  if (setBy === null || setBy === by.personId) return true;
  return !(await isActive(pool, setBy, setAt ?? undefined));
}

async function agreeFirst(deps: AcceptDeps, seen: AgreementRow, by: Grantor): Promise<AgreementRow> {
  const party = partyOf(seen, deps);
  const jwksUri = (await inTransaction(deps.pool, (trx) => lacksIssuer(trx, party)))
    ? await deps.findKeys(party.issuer)
    : null;
  await inTransaction(deps.pool, async (trx) => {
    await lockAgencyExclusive(trx, seen.agencyId);
    const row = requireFound(await findAgreement(trx, seen.id), 'agreement');
    requireWaiting(row);
    if (row.setBy === by.personId) return;
    if (row.setBy !== seen.setBy)
      throw new GatewayError('conflict', 'another person agreed just now: repeat this');
    await requireEmployeeId(trx, by.personId);
    await requireAlone(trx, row);
    await setFirst(trx, row.id, by.personId);
    await proposeOther(trx, party, jwksUri, by);
    const agency = { id: row.agencyId, ori: row.ori };
    await recordSetup(trx, agency, by, { change: 'agreement accepted by one', agreement: row.id });
  });
  return requireFound(await findAgreement(deps.pool, seen.id), 'agreement');
}

function partyOf({ agencyId, clientId, document, ori }: AgreementRow, { owner }: AcceptDeps): OtherParty {
  const { other } = sidesOf(JSON.parse(document) as Agreement, owner);
  return { agency: { id: agencyId, ori }, issuer: other.issuer, clientId };
}

function requireWaiting({ approvedBy, status }: AgreementRow): void {
  if (status === 'proposed' && approvedBy === null) return;
  const how =
    status === 'proposed'
      ? 'is accepted here, and waits for the other side'
      : `is ${status.replace('_', ' ')}`;
  throw new GatewayError('conflict', `this agreement ${how}: there is nothing left to accept`);
}

/** Refuses a second one beside what we have accepted, unless it says that it replaces it. */
async function requireAlone(
  trx: Transaction,
  { agencyId, id, replaces, validUntil }: AgreementRow,
): Promise<void> {
  if (validUntil.getTime() <= (await readNow(trx))) {
    throw new GatewayError('conflict', 'this agreement is past its `until`: propose one with a later end');
  }
  const others = (await findOpenAgreements(trx, agencyId)).filter(
    (one) => one.id !== id && one.id !== replaces && (one.status === 'in_force' || one.approvedBy !== null),
  );
  const [other] = others;
  if (other === undefined) return;
  throw new GatewayError(
    'conflict',
    `another agreement with this agency ${other.status === 'in_force' ? 'is in force: name it as `replaces`' : 'is accepted here: reject that one first'}, \`${other.id}\``,
  );
}
