/** One agency of a registration: as `agencies add` would register it, with an entry of its own. */
import { findAgencyByOri, insertAgency, notifyRegistry } from '../agencies/agencies-store.ts';
import type { AgencyBody } from '../agencies/agency.schema.ts';
import { toFields } from '../agencies/agency-fields.ts';
import { describeAgency } from '../agencies/present-agency.ts';
import { agencyAdded } from '../agencies/register-agency.ts';
import type { AuditEvent } from '../audit/seal-events.ts';
import type { RegisterDeps } from './register-identities.ts';
import { type Counts, NONE, settle } from './settle.ts';

/** @param events takes the entry of one that is added; `by` is who adds it */
export async function registerAgencyRow(
  { faults, owner, trx }: RegisterDeps,
  item: AgencyBody,
  { by, events }: { readonly by: Readonly<Record<string, unknown>>; readonly events: AuditEvent[] },
): Promise<Counts> {
  const name = `agency ${item.ori}`;
  if (!faults.isFirst(name)) return NONE;
  const fields = toFields(item);
  const found = await findAgencyByOri(trx, item.ori);
  const insert = async () => {
    const id = await insertAgency(trx, fields, fields.oris.includes(owner));
    if (id === null) return faults.add(name, 'has an ORI of another agency');
    await notifyRegistry(trx, id);
    events.push(agencyAdded(id, fields, by));
  };
  const said = Object.keys(item);
  // What the file does not say of an agency that is there may be as it is.
  const wanted = Object.entries(describe(fields)).filter(([fact]) => said.includes(fact));
  return settle(faults, {
    name,
    wanted: Object.fromEntries(wanted),
    found: found && { facts: describe(found), removed: false },
    insert,
  });
}

/** With its ORIs in one order. */
function describe(agency: Parameters<typeof describeAgency>[0]): Readonly<Record<string, unknown>> {
  return { ...describeAgency(agency), oris: [...agency.oris].sort() };
}
