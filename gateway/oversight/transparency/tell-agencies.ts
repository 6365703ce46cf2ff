/** Lists the agencies that plates are shared with, and those refused, as the rules judge them now. */
import { decideEligibility } from '../../../sharing-rules/administer.ts';
import { decideBarred, isAboutAgency } from '../../../sharing-rules/barred.ts';
import type { Agency, Ori } from '../../../sharing-rules/terms/agency.ts';
import { findAgencyClass } from '../../../sharing-rules/terms/agency-classes.ts';
import { meaningOf, publicReasons } from '../../../sharing-rules/terms/reasons.ts';
import type { GrantNow } from './grants-now-store.ts';
import type { Transparency } from './transparency.schema.ts';

export interface KnownOfAgencies {
  readonly owner: Ori;
  /** The database's time, in milliseconds. */
  readonly now: number;
  readonly agencies: readonly Agency[];
  readonly grants: readonly GrantNow[];
  /** Reason codes of refused queries, by the agency's id. */
  readonly refusedFor: ReadonlyMap<number, readonly string[]>;
}

export function tellAgencies(known: KnownOfAgencies): Pick<Transparency, 'agencies' | 'refused'> {
  const { agencies, grants, now, owner, refusedFor } = known;
  const granted = new Map(grants.map((grant) => [grant.agencyId, grant]));
  const shared: Transparency['agencies'][number][] = [];
  const refused: Transparency['refused'][number][] = [];
  for (const agency of agencies) {
    if (agency.ori === owner) continue;
    const facts = { owner, agency, partnerOri: agency.ori, now };
    const grant = granted.get(agency.id);
    if (grant !== undefined && decideEligibility(facts).length === 0) {
      shared.push({ ...described(agency), ...terms(grant) });
      continue;
    }
    const codes = refusedFor.get(agency.id);
    const ofAgency = codes?.filter(isAboutAgency) ?? [];
    const barred = decideBarred(facts);
    if (barred.length === 0 && ofAgency.length === 0) continue;
    refused.push({
      ...described(agency),
      reasons: publicReasons(barred).map((reason) => ({ ...reason, means: meaningOf(reason.code).means })),
      asked: codes !== undefined,
      refusedFor: ofAgency,
    });
  }
  return { agencies: shared, refused };
}

function described({ class: kind, county, name, ori, state }: Agency) {
  return { ori, name, class: findAgencyClass(kind)?.title ?? kind, state, county };
}

function terms({ dataClasses, lookBackDays, purposes, since, until }: GrantNow) {
  return {
    ...{ since: since.toISOString(), until: until.toISOString() },
    ...{ purposes: [...purposes], dataClasses: [...dataClasses], lookBackDays },
  };
}
