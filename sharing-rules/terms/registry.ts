/** The registry as one snapshot in memory: agencies by ORI, grants by agency. Look-ups do not grow with it. */
import type { Agency, Grant, Ori } from './agency.ts';

export interface Registry {
  readonly owner: Ori;
  /** All sharing is stopped. */
  readonly halted: boolean;
  /** Every ORI of every agency; the entities of one agency share one entry. */
  readonly agencies: ReadonlyMap<string, Agency>;
  /** The grant in point of each agency: the active one, else the newest that ended. */
  readonly grants: ReadonlyMap<number, Grant>;
}

/** The facts of the registry that `decide` needs. */
export interface RegistryFacts {
  readonly agency: Agency | null;
  readonly grant: Grant | null;
}

const UNKNOWN: RegistryFacts = Object.freeze({ agency: null, grant: null });

/**
 * Builds the snapshot; grants that were never in force (proposed, withdrawn) do not matter.
 * @throws Error if two agencies claim one ORI or id, or an agency has two active grants: such a registry
 * cannot say who is who.
 */
export function buildRegistry(facts: {
  readonly owner: Ori;
  readonly halted: boolean;
  readonly agencies: Iterable<Agency>;
  readonly grants: Iterable<Grant>;
}): Registry {
  const agencies = new Map<string, Agency>();
  const ids = new Set<number>();
  for (const agency of facts.agencies) {
    if (ids.has(agency.id)) throw new Error(`agency id \`${agency.id}\` stands twice in the registry`);
    ids.add(agency.id);
    for (const ori of new Set([agency.ori, ...agency.oris])) {
      if (agencies.has(ori)) throw new Error(`ORI \`${ori}\` belongs to two agencies of the registry`);
      agencies.set(ori, agency);
    }
  }
  const grants = new Map<number, Grant>();
  for (const grant of facts.grants) {
    if (grant.status !== 'active' && grant.status !== 'revoked') continue;
    const other = grants.get(grant.agencyId);
    if (other === undefined || isMoreInPoint(grant, other)) grants.set(grant.agencyId, grant);
  }
  return { owner: facts.owner, halted: facts.halted, agencies, grants };
}

function isMoreInPoint(grant: Grant, other: Grant): boolean {
  if (grant.status === 'active' && other.status === 'active') {
    throw new Error(`agency id \`${grant.agencyId}\` has two active grants`);
  }
  if (grant.status !== other.status) return grant.status === 'active';
  return grant.validFrom >= other.validFrom;
}

/** The agency with that exact ORI and its grant in point; nulls where there is none. */
export function factsFor(registry: Registry, ori: string): RegistryFacts {
  const agency = registry.agencies.get(ori);
  if (agency === undefined) return UNKNOWN;
  return { agency, grant: registry.grants.get(agency.id) ?? null };
}
