/** Entries of the log for what a registration added. */
import type { Agency } from '../../../sharing-rules/terms/agency.ts';
import { type OwnerEvent, ownerEvent } from '../../audit/owner-event.ts';
import type { AuditEvent } from '../../audit/seal-events.ts';
import type { Transaction } from '../../database/db-transaction.ts';
import { findAgencyByOri } from '../agencies/agencies-store.ts';
import type { AgencyBody } from '../agencies/agency.schema.ts';
import { toFields } from '../agencies/agency-fields.ts';
import { agencyAdded } from '../agencies/register-agency.ts';
import type { ClientItem, IssuerItem, PersonItem } from './registration.schema.ts';

/** The actor in the owner's details: no person signs in for a registration. */
const BY = { by: null, way: 'register' };

export interface AddedIdentities {
  readonly issuers: readonly IssuerItem[];
  readonly persons: readonly PersonItem[];
  readonly clients: readonly ClientItem[];
}

/** Makes one entry for each, as `agencies add` does. */
export async function describeAgencies(
  trx: Transaction,
  agencies: readonly AgencyBody[],
): Promise<AuditEvent[]> {
  const grouped = await byAgency(trx, agencies);
  return grouped.flatMap(([{ id }, items]) => items.map((item) => agencyAdded(id, toFields(item), BY)));
}

/**
 * Makes one entry for each issuer, and for the persons and clients of each agency: everybody sees that they
 * may sign in from now on, but not who they are.
 */
export async function describeIdentities(
  trx: Transaction,
  { clients, issuers, persons }: AddedIdentities,
): Promise<AuditEvent[]> {
  return [
    ...issuers.map((issuer) => event('issuer_added', null, { issuer })),
    ...(await byAgency(trx, persons)).map(([agency, items]) =>
      event('person_added', agency, {
        persons: items.map(({ employeeId = null, issuer, roles, subject }) => ({
          ...{ issuer, subject, roles, employeeId },
        })),
      }),
    ),
    ...(await byAgency(trx, clients)).map(([agency, items]) =>
      event('client_changed', agency, { clients: items, status: 'active' }),
    ),
  ];
}

/** Groups items by agency; all their agencies are in the transaction by now. */
async function byAgency<T extends { readonly ori: string }>(
  trx: Transaction,
  items: readonly T[],
): Promise<[Agency, T[]][]> {
  const grouped = new Map<number, [Agency, T[]]>();
  for (const item of items) {
    const agency = (await findAgencyByOri(trx, item.ori)) as Agency;
    const group = grouped.get(agency.id) ?? [agency, []];
    group[1].push(item);
    grouped.set(agency.id, group);
  }
  return [...grouped.values()];
}

function event(kind: OwnerEvent['kind'], agency: Agency | null, facts: object): AuditEvent {
  return ownerEvent({ kind, agency, owner: { ...BY, ...facts } });
}
