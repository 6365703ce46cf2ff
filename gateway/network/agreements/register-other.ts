/**
 * Registers the other party's issuer and client with the agreement that two people accept, by the way that the registry has:
 * the first of them proposes both, the second approves. They stay when the agreement ends, so that notes still cross.
 */
import type { Transaction } from '../../database/db-transaction.ts';
import { GatewayError } from '../../faults/errors.ts';
import type { OutboundPolicy } from '../../jobs/guard-address.ts';
import { guardedFetch } from '../../jobs/guarded-fetch.ts';
import { registerProposed } from '../../registry/identities/approve-identity.ts';
import { checkProposal } from '../../registry/identities/check-proposal.ts';
import {
  findIdentityProposals,
  type IdentityProposal,
  insertIdentityProposal,
} from '../../registry/identities/identity-proposals-store.ts';
import {
  findClientRow,
  findIssuerRow,
  lockRegistration,
} from '../../registry/registration/identities-store.ts';
import { recordSetup } from '../../registry/two-people/record-setup.ts';
import { isSecureUrl } from '../../settings/secure-url.ts';
import type { Grantor } from '../../sign-in/require-administrator.ts';

export interface OtherParty {
  readonly agency: { readonly id: number; readonly ori: string };
  readonly issuer: string;
  /** Null: it is registered otherwise, or not yet. */
  readonly clientId: string | null;
}

/** Asks the issuer where its keys are. @throws GatewayError `conflict` that says what its metadata lacks */
export type FindKeys = (issuer: string) => Promise<string>;

export function openFindKeys(policy: OutboundPolicy): FindKeys {
  const fetch = guardedFetch({ policy, patience: 3_000, longest: 5_000, largest: 64 * 1024 });
  return async (issuer) => {
    const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const answer = await fetch(url, { headers: { Accept: 'application/json' } }).catch((cause) => {
      throw new GatewayError(
        'conflict',
        'the issuer of the other party cannot be asked for its keys: try again',
        { cause },
      );
    });
    const found = (await answer.json().catch(() => null)) as { issuer?: unknown; jwks_uri?: unknown } | null;
    const { issuer: named, jwks_uri: keys } = found ?? {};
    if (named === issuer && typeof keys === 'string' && URL.canParse(keys) && isSecureUrl(new URL(keys)))
      return keys;
    throw new GatewayError(
      'conflict',
      'the issuer of the other party does not publish, under its own name, an https address of its keys: register it first',
    );
  };
}

/** Tells whether its issuer must be proposed, so that its keys are looked for before any lock is taken. */
export async function lacksIssuer(trx: Transaction, { clientId, issuer }: OtherParty): Promise<boolean> {
  return clientId !== null && (await findIssuerRow(trx, issuer)) === null;
}

/** Proposes what is not registered yet, as the first person. @param jwksUri null where the issuer is registered */
export async function proposeOther(
  trx: Transaction,
  { agency, clientId, issuer }: OtherParty,
  jwksUri: string | null,
  by: Grantor,
): Promise<void> {
  if (clientId === null) return;
  const found = await findIssuerRow(trx, issuer);
  const waiting = await findIdentityProposals(trx);
  const propose = async (
    what: 'client' | 'issuer',
    agencyId: number | null,
    facts: IdentityProposal['facts'],
  ) => {
    if (waiting.some((one) => one.what === what && isOf(one, { clientId, issuer }))) return;
    await insertIdentityProposal(trx, { what, agencyId, facts, proposedBy: by.personId });
    await recordSetup(trx, agencyId === null ? null : agency, by, {
      change: `${what} proposed`,
      [what]: facts,
    });
  };
  if (found === null && jwksUri !== null) await propose('issuer', null, { issuer, jwksUri });
  if (found !== null && (await findClientRow(trx, found.id, clientId)) !== null) return;
  await propose('client', agency.id, { clientId, issuer });
}

/** Registers, as the second person, what the first has proposed. */
export async function registerOther(
  trx: Transaction,
  owner: Parameters<typeof checkProposal>[1],
  { clientId, issuer }: OtherParty,
  by: Grantor,
): Promise<void> {
  if (clientId === null) return;
  await lockRegistration(trx);
  const waiting = (await findIdentityProposals(trx)).filter(
    (one) => one.proposedBy !== by.personId && isOf(one, { clientId, issuer }),
  );
  // The issuer goes first: the client is one of its clients.
  for (const what of ['issuer', 'client']) {
    const [found] = waiting.filter((one) => one.what === what);
    if (found === undefined) continue;
    await checkProposal(trx, owner, found);
    await registerProposed(trx, found, by);
  }
}

function isOf(
  { facts, what }: IdentityProposal,
  { clientId, issuer }: { clientId: string; issuer: string },
): boolean {
  return facts.issuer === issuer && (what === 'issuer' || (what === 'client' && facts.clientId === clientId));
}
