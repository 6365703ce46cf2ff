/** Holds a proposed client, person or issuer against the registry, as `register` holds a file. */
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import type { Transaction } from '../../database/db-transaction.ts';
import { GatewayError } from '../../faults/errors.ts';
import { CLIENTS, ISSUERS, PERSONS } from '../registration/identity-rows.ts';
import type { ClientItem, IssuerItem, PersonItem } from '../registration/registration.schema.ts';
import type { RowKind } from '../registration/settle-rows.ts';
import type { IdentityProposal } from './identity-proposals-store.ts';

type Item = ClientItem & IssuerItem & PersonItem;

const KINDS: Readonly<Record<IdentityProposal['what'], RowKind<Item>>> = {
  client: CLIENTS,
  person: PERSONS,
  issuer: ISSUERS,
};

/** @throws GatewayError `conflict` that says what is wrong with it, or that it is registered */
export async function checkProposal(
  trx: Transaction,
  owner: Ori,
  { agency, facts, what }: Pick<IdentityProposal, 'agency' | 'facts' | 'what'>,
): Promise<void> {
  // Two people give neither a role nor the right to say who has one, and no client that acts for a person.
  const item = { ...facts, ori: agency, roles: [], actsFor: null, assertsRoles: false } as unknown as Item;
  const faults: string[] = [];
  const name = `this ${what}`;
  const row = await KINDS[what].row({ trx, owner, faults }, item, (fault) => faults.push(fault));
  if (faults.length > 0) throw new GatewayError('conflict', `${name} ${faults.join('; ')}`);
  if (!row?.found) return;
  throw new GatewayError(
    'conflict',
    row.found.removed
      ? `${name} was removed, and nobody who was removed comes back by a proposal`
      : `${name} is registered already`,
  );
}
