/** Issuers, persons and clients of a registration, each held against what it refers to. */
import type { Agency, Ori } from '../../sharing-rules/terms.ts';
import { findAgencyByOri } from '../agencies/agencies-store.ts';
import type { Transaction } from '../database/db-transaction.ts';
import { mayFetchFrom } from '../identity/fetch-key-set.ts';
import {
  findClientRow,
  findIssuerRow,
  findPersonRow,
  type IssuerRow,
  insertClient,
  insertIssuer,
  insertPerson,
} from './identities-store.ts';
import type { ClientItem, IssuerItem, PersonItem } from './registration.schema.ts';
import { type Counts, type Faults, NONE, settle } from './settle.ts';

export interface RegisterDeps {
  readonly trx: Transaction;
  readonly owner: Ori;
  readonly faults: Faults;
}

export async function registerIssuer({ faults, trx }: RegisterDeps, item: IssuerItem): Promise<Counts> {
  const { assertsRoles, issuer, jwksUri } = item;
  const name = `issuer \`${issuer}\``;
  if (!faults.isFirst(name)) return NONE;
  const before = faults.all.length;
  for (const [member, text] of Object.entries({ issuer, jwksUri })) {
    if (!URL.canParse(text) || !mayFetchFrom(new URL(text)))
      faults.add(name, `needs an https address as \`${member}\` (http only on this machine)`);
  }
  if (/[?#]/.test(issuer)) faults.add(name, 'may have neither query nor fragment');
  if (faults.all.length > before) return NONE;
  const found = await findIssuerRow(trx, issuer);
  return settle(faults, {
    name,
    wanted: { jwksUri, assertsRoles },
    found: found && { facts: { ...found }, removed: found.removed },
    insert: () => insertIssuer(trx, item),
  });
}

export async function registerPerson(deps: RegisterDeps, item: PersonItem): Promise<Counts> {
  const { faults, owner, trx } = deps;
  const { issuer: of, ori, roles, subject } = item;
  const name = `person \`${subject}\` of \`${of}\``;
  if (!faults.isFirst(name)) return NONE;
  const refers = await findReferences(deps, name, item);
  if (refers === null) return NONE;
  const { agency, issuer } = refers;
  if (roles.length > 0 && !(issuer.assertsRoles && agency.oris.includes(owner))) {
    faults.add(name, `has roles: those are for persons of ${owner}, by an issuer with \`assertsRoles\``);
    return NONE;
  }
  const found = await findPersonRow(trx, issuer.id, subject);
  return settle(faults, {
    name,
    wanted: { name: item.name, ori, roles: [...roles].sort() },
    found: found && { facts: { ...found, roles: [...found.roles].sort() }, removed: found.removed },
    insert: () => insertPerson(trx, { issuerId: issuer.id, agencyId: agency.id }, item),
  });
}

export async function registerClient(deps: RegisterDeps, item: ClientItem): Promise<Counts> {
  const { faults, trx } = deps;
  const { actsFor, clientId, issuer: of, ori } = item;
  const name = `client \`${clientId}\` of \`${of}\``;
  if (!faults.isFirst(name)) return NONE;
  const refers = await findReferences(deps, name, item);
  if (refers === null) return NONE;
  const { agency, issuer } = refers;
  const person = actsFor === null ? null : await findPersonRow(trx, issuer.id, actsFor);
  if (actsFor !== null && (person === null || person.removed || person.agencyId !== agency.id)) {
    faults.add(name, `acts for \`${actsFor}\`, who is no person of its issuer and agency, or was removed`);
    return NONE;
  }
  const found = await findClientRow(trx, issuer.id, clientId);
  return settle(faults, {
    name,
    wanted: { ori, actsFor },
    found: found && { facts: { ...found }, removed: found.removed },
    insert: () => insertClient(trx, { issuerId: issuer.id, agencyId: agency.id }, item, person?.id ?? null),
  });
}

/** Of the file, which is in the transaction by now, or of the registry. Null, with faults, where one is missing. */
async function findReferences(
  { faults, trx }: RegisterDeps,
  name: string,
  { issuer: of, ori }: { readonly issuer: string; readonly ori: string },
): Promise<{ readonly issuer: IssuerRow; readonly agency: Agency } | null> {
  const issuer = await findIssuerRow(trx, of);
  const agency = await findAgencyByOri(trx, ori);
  if (issuer === null) faults.add(name, 'has an issuer that is neither in the file nor registered');
  else if (issuer.removed) faults.add(name, 'has an issuer that was removed');
  if (agency === null) faults.add(name, `has the ORI ${ori}, of no agency in the file or the registry`);
  return issuer === null || issuer.removed || agency === null ? null : { issuer, agency };
}
