/** Proposes a client, a person without a role or an issuer; nobody signs in by it before another person approves it. */
import type pg from 'pg';
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { GatewayError } from '../../faults/errors.ts';
import { checkIssuerKeySet } from '../../identity/check-issuer-key-set.ts';
import type { Grantor } from '../../sign-in/require-administrator.ts';
import { requireAgency } from '../agencies/require-agency.ts';
import { recordSetup } from '../two-people/record-setup.ts';
import { requireEmployeeId } from '../two-people/require-two-people.ts';
import { checkProposal } from './check-proposal.ts';
import {
  findIdentityProposal,
  type IdentityProposal,
  insertIdentityProposal,
} from './identity-proposals-store.ts';
import { findKnownIssuers } from './issuers-store.ts';
import type { ProposableKind } from './proposal.terms.ts';

export interface ProposeDeps {
  readonly pool: pg.Pool;
  readonly owner: Ori;
}

/** The body, with the ORI of the agency if it belongs to one. */
export interface ProposedBody {
  readonly agency?: string;
  readonly issuer?: string;
  readonly publicKey?: object;
}

/** @throws GatewayError `not_found`; `malformed` for a key or an issuer; `conflict` as `checkProposal`; `forbidden` */
export async function proposeIdentity(
  { owner, pool }: ProposeDeps,
  what: ProposableKind,
  { agency: ori, issuer, publicKey, ...body }: ProposedBody,
  by: Grantor,
): Promise<IdentityProposal> {
  const agency = ori === undefined ? null : await requireAgency(pool, ori);
  const facts = {
    ...body,
    issuer: issuer ?? (await onlyIssuer(pool)),
    ...(publicKey === undefined ? {} : { publicKey: checked(publicKey) }),
  };
  return inTransaction(pool, async (trx) => {
    await requireEmployeeId(trx, by.personId);
    await checkProposal(trx, owner, { what, agency: agency?.ori ?? null, facts });
    const made = { what, agencyId: agency?.id ?? null, facts, proposedBy: by.personId };
    const id = await insertIdentityProposal(trx, made);
    await recordSetup(trx, agency, by, { change: `${what} proposed`, [what]: facts });
    return (await findIdentityProposal(trx, id)) as IdentityProposal;
  });
}

async function onlyIssuer(pool: pg.Pool): Promise<string> {
  const [only, ...others] = await findKnownIssuers(pool, { status: 'active', limit: 2 });
  if (only !== undefined && others.length === 0) return only.issuer;
  throw new GatewayError('malformed', '`issuer` must name one of the issuers that are registered');
}

/** Returns the members that count of a public key. */
function checked(publicKey: object): object {
  if ('d' in publicKey) {
    throw new GatewayError(
      'malformed',
      '`publicKey` is a private key: make a new pair, since this one was sent, and send its public half',
    );
  }
  try {
    const { kid: named, ...jwk } = publicKey as { readonly kid?: unknown };
    const [key] = checkIssuerKeySet({ keys: [{ ...jwk, kid: 'own' }] }).values();
    const { kid: _, ...members } = key as NonNullable<typeof key>;
    return { ...members, ...(typeof named === 'string' ? { kid: named } : {}) };
  } catch {
    throw new GatewayError(
      'malformed',
      '`publicKey` must be a public key as JWK, for ES256 (`kty` EC, `crv` P-256) or PS256 (`kty` RSA)',
    );
  }
}
