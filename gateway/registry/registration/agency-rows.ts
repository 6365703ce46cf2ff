/** Registers the agencies of a file, each as `agencies add` would. */
import { lacksRoster } from '../../../sharing-rules/terms/roster.ts';
import { findAgencyByOri, insertAgency, notifyRegistry } from '../agencies/agencies-store.ts';
import type { AgencyBody } from '../agencies/agency.schema.ts';
import { toFields } from '../agencies/agency-fields.ts';
import { NEEDS_ROSTER } from '../agencies/plan-change.ts';
import { describeAgency } from '../agencies/present-agency.ts';
import type { RowKind } from './settle-rows.ts';

export const AGENCIES: RowKind<AgencyBody> = {
  name: ({ ori }) => `agency ${ori}`,
  row: async ({ owner, trx }, item, refuse) => {
    const fields = toFields(item);
    const found = await findAgencyByOri(trx, item.ori);
    // Facts of a known agency that the file leaves out are not compared.
    if (found === null && lacksRoster(fields, owner)) {
      refuse(NEEDS_ROSTER);
      return null;
    }
    const wanted = Object.entries(describe(fields)).filter(([fact]) => Object.hasOwn(item, fact));
    return {
      wanted: Object.fromEntries(wanted),
      found: found && describe(found),
      insert: async () => {
        const id = await insertAgency(trx, fields, fields.oris.includes(owner));
        if (id === null) refuse('has an ORI of another agency');
        else await notifyRegistry(trx, id);
      },
    };
  },
};

/** Returns the facts with the ORIs sorted. */
function describe(agency: Parameters<typeof describeAgency>[0]): Readonly<Record<string, unknown>> {
  return { ...describeAgency(agency), oris: [...agency.oris].sort() };
}
