/** Registers issuers, persons and clients of a file, and checks each against what it refers to. */
import { excludeEachOther } from '../../../sharing-rules/terms/roles.ts';
import { isSecureUrl } from '../../settings/secure-url.ts';
import { findAgencyByOri } from '../agencies/agencies-store.ts';
import {
  findClientRow,
  findEmployee,
  findIssuerRow,
  findPersonRow,
  howToMoveKeys,
  insertClient,
  insertIssuer,
  insertPerson,
  type PersonRow,
  type References,
  setEmail,
  setEmployeeId,
} from './identities-store.ts';
import type { ClientItem, IssuerItem, PersonItem } from './registration.schema.ts';
import type { Refuse, RegisterDeps, RowKind } from './settle-rows.ts';

export const ISSUERS: RowKind<IssuerItem> = {
  name: ({ issuer }) => `issuer \`${issuer}\``,
  row: async ({ trx }, item, refuse) => {
    const { assertsRoles, issuer, jwksUri } = item;
    const unfit = Object.entries({ issuer, jwksUri }).filter(
      ([, text]) => !URL.canParse(text) || !isSecureUrl(new URL(text)),
    );
    for (const [member] of unfit)
      refuse(`needs an https address as \`${member}\` (http only on this machine)`);
    // RFC 8414 §2: an issuer identifier has neither query nor fragment.
    const extended = /[?#]/.test(issuer);
    if (extended) refuse('may have neither query nor fragment');
    if (unfit.length > 0 || extended) return null;
    return {
      wanted: { jwksUri, assertsRoles },
      found: await findIssuerRow(trx, issuer),
      insert: () => insertIssuer(trx, item),
      change: { jwksUri: howToMoveKeys(item.issuer, jwksUri) },
    };
  },
};

export const PERSONS: RowKind<PersonItem> = {
  name: ({ issuer, subject }) => `person \`${subject}\` of \`${issuer}\``,
  row: async (deps, item, refuse) => {
    const { trx } = deps;
    const { employeeId = null, name, ori, roles, subject } = item;
    const references = await findReferences(deps, item, refuse);
    if (references === null || !mayHoldRoles(deps, item, references, refuse)) return null;
    const { agency, issuer } = references;
    const found = await findPersonRow(trx, issuer.id, subject);
    const employee = employeeId === null ? null : await findEmployee(trx, agency.id, employeeId);
    if (employee !== null && employee.id !== found?.id) {
      refuse(`has the \`employeeId\` of the person \`${employee.subject}\`: one human being is one person`);
      return null;
    }
    const lacksIt = found !== null && found.employeeId === null && employeeId !== null;
    // An employee id that the file leaves out is not compared.
    const compared = employeeId === null || lacksIt ? {} : { employeeId };
    return {
      wanted: { name, ori, roles: [...roles].sort(), ...compared },
      found: found && { ...found, roles: [...found.roles].sort() },
      insert: () => insertPerson(trx, references, item),
      complete: completed(trx, item, found, lacksIt),
    };
  },
};

/** Adds the employee id that a registered person lacks, and takes over another address for notices. */
function completed(
  trx: RegisterDeps['trx'],
  { email, employeeId = null }: PersonItem,
  found: PersonRow | null,
  lacksIt: boolean,
): (() => Promise<void>) | undefined {
  const moves = found !== null && email !== undefined && email !== found.email;
  if (found === null || !(lacksIt || moves)) return undefined;
  return async () => {
    if (lacksIt && employeeId !== null) await setEmployeeId(trx, found.id, employeeId);
    if (moves) await setEmail(trx, found.id, email);
  };
}

function mayHoldRoles(
  { owner }: RegisterDeps,
  { employeeId = null, roles }: PersonItem,
  { agency, issuer }: References,
  refuse: Refuse,
): boolean {
  if (roles.length === 0) return true;
  if (!(issuer.assertsRoles && agency.oris.includes(owner))) {
    refuse(`has roles: those are for persons of ${owner}, by an issuer with \`assertsRoles\``);
    return false;
  }
  const exclude = excludeEachOther(roles);
  if (exclude) refuse('has `roles` that exclude each other: one person holds one role');
  if (employeeId === null) {
    refuse('has `roles` without `employeeId`: what takes two persons must take two people');
  }
  return !exclude && employeeId !== null;
}

export const CLIENTS: RowKind<ClientItem> = {
  name: ({ clientId, issuer }) => `client \`${clientId}\` of \`${issuer}\``,
  row: async (deps, item, refuse) => {
    const { trx } = deps;
    const { actsFor, clientId, ori } = item;
    const references = await findReferences(deps, item, refuse);
    if (references === null) return null;
    const { agency, issuer } = references;
    const person = actsFor === null ? null : await findPersonRow(trx, issuer.id, actsFor);
    if (actsFor !== null && (person === null || person.removed || person.agencyId !== agency.id)) {
      refuse(`acts for \`${actsFor}\`, who is not a person of its issuer and agency, or was removed`);
      return null;
    }
    return {
      wanted: { ori, actsFor },
      found: await findClientRow(trx, issuer.id, clientId),
      insert: () => insertClient(trx, references, item, person?.id ?? null),
    };
  },
};

/** Finds both in the registry, which has the file's by now. Returns null, with faults, if one is missing. */
async function findReferences(
  { trx }: RegisterDeps,
  item: { readonly issuer: string; readonly ori: string },
  refuse: Refuse,
): Promise<References | null> {
  const issuer = await findIssuerRow(trx, item.issuer);
  const agency = await findAgencyByOri(trx, item.ori);
  if (issuer === null) refuse('has an issuer that is neither in the file nor registered');
  else if (issuer.removed) refuse('has an issuer that was removed');
  if (agency === null) refuse(`has the ORI ${item.ori}, of no agency in the file or the registry`);
  return issuer === null || issuer.removed || agency === null ? null : { issuer, agency };
}
