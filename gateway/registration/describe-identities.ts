/** Entries of the log for those who may sign in from now on: that they may is seen by everybody, who they are is not. */
import type { Agency } from '../../sharing-rules/terms.ts';
import { findAgencyByOri } from '../agencies/agencies-store.ts';
import type { EntryKind } from '../audit/entry-kinds.ts';
import type { AuditEvent } from '../audit/seal-events.ts';
import type { Transaction } from '../database/db-transaction.ts';
import type { ClientItem, IssuerItem, PersonItem } from './registration.schema.ts';
import type { Settled } from './settle.ts';

type By = Readonly<Record<string, unknown>>;

/** One entry for each issuer, and for the persons and the clients of each agency. */
export async function describeIdentities(
  trx: Transaction,
  by: By,
  {
    issuers,
    persons,
    clients,
  }: {
    readonly issuers: Settled<IssuerItem>;
    readonly persons: Settled<PersonItem>;
    readonly clients: Settled<ClientItem>;
  },
): Promise<AuditEvent[]> {
  return [
    ...issuers.added.map((issuer) => event('issuer_added', null, { ...by, issuer })),
    ...(await byAgency(trx, persons.added)).map(([agency, items]) =>
      event('person_added', agency, {
        ...by,
        persons: items.map(({ issuer, roles, subject }) => ({ issuer, subject, roles })),
      }),
    ),
    ...(await byAgency(trx, clients.added)).map(([agency, items]) =>
      event('client_changed', agency, { ...by, clients: items, status: 'active' }),
    ),
  ];
}

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

function event(kind: EntryKind, agency: Agency | null, owner: By): AuditEvent {
  return { kind, agency, grant: null, effect: null, mark: false, asker: {}, owner };
}
