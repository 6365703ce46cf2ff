/** Clients, persons and issuers that wait for a second administrator. */
import type { Transaction } from '../../database/db-transaction.ts';
import {
  changesOne,
  findRow,
  findRows,
  findValue,
  type Queryable,
  readValue,
} from '../../database/queryable.ts';
import type { ProposableKind } from './proposal.terms.ts';

/** The facts of what is proposed, as they will be registered. */
export type ProposedFacts = { readonly issuer: string } & Readonly<Record<string, unknown>>;

export interface IdentityProposal {
  readonly id: string;
  readonly what: ProposableKind;
  /** The agency, by id and main ORI; null for an issuer. */
  readonly agencyId: number | null;
  readonly agency: string | null;
  readonly facts: ProposedFacts;
  readonly proposedBy: string;
  readonly proposedByName: string;
  readonly proposedAt: Date;
}

const SELECT = `
  SELECT p.id, p.what, p.agency_id AS "agencyId", a.ori AS agency, p.facts, p.proposed_by AS "proposedBy",
    w.name AS "proposedByName", p.proposed_at AS "proposedAt"
  FROM identity_proposal p JOIN person w ON w.id = p.proposed_by LEFT JOIN agency a ON a.id = p.agency_id
  WHERE p.status = 'proposed'`;

const MOST = 200;

/** Returns null if it does not wait. */
export const findIdentityProposal = (db: Queryable, id: string) =>
  findRow<IdentityProposal>(db, `${SELECT} AND p.id = $1`, [id]);

/** Returns what waits, the oldest first. */
export const findIdentityProposals = (db: Queryable) =>
  findRows<IdentityProposal>(db, `${SELECT} ORDER BY p.proposed_at, p.id LIMIT ${MOST}`);

export interface NewProposal extends Pick<IdentityProposal, 'agencyId' | 'facts' | 'proposedBy' | 'what'> {}

export const insertIdentityProposal = (
  trx: Transaction,
  { agencyId, facts, proposedBy, what }: NewProposal,
) =>
  readValue<string>(
    trx,
    'INSERT INTO identity_proposal (what, agency_id, facts, proposed_by) VALUES ($1, $2, $3, $4) RETURNING id',
    [what, agencyId, facts, proposedBy],
  );

/** Registers it. Returns false if it does not wait any more. */
export const registerIdentity = async (trx: Transaction, id: string, approver: string) =>
  (await findValue<boolean>(trx, 'SELECT register_identity($1, $2) AS done', [id, approver])) === true;

/** Returns false if it does not wait any more. */
export const removeIdentityProposal = (trx: Transaction, id: string) =>
  changesOne(trx, `UPDATE identity_proposal SET status = 'removed' WHERE id = $1 AND status = 'proposed'`, [
    id,
  ]);
