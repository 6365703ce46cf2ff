/**
 * Counts what a batch releases, refuses and holds while it is judged, so that queries waiting together add up (P7).
 */
import type { Facts } from '../facts/facts-store.ts';
import type { AgencyCounts, OfficerCounts, Standings, UsageCounts } from '../facts/standing-store.ts';

export class UsageTally implements UsageCounts {
  readonly agencies = new Map<number, AgencyCounts>();
  readonly officers = new Map<string, OfficerCounts>();
  readonly #held = new Map<number, number>();
  readonly #standings: Standings;
  readonly #facts: Facts;

  constructor(standings: Standings, facts: Facts) {
    this.#standings = standings;
    this.#facts = facts;
  }

  /** Returns today's records of an agency, those of this batch included. */
  recordsOfAgency(agencyId: number): number {
    return this.#today(agencyId).records + this.#ofBatch(agencyId).records;
  }

  /** Returns today's records of an officer, those of this batch included. */
  recordsOf(officer: { id: string; records: number } | null): number {
    return officer === null ? 0 : officer.records + (this.officers.get(officer.id)?.records ?? 0);
  }

  /** Returns today's refusals of an agency, those of this batch included. */
  refusalsOf(agencyId: number): number {
    return this.#today(agencyId).refusals + this.#ofBatch(agencyId).refusals;
  }

  /** Counts an agency's queries that wait for a reviewer, those of this batch included. */
  heldOf(agencyId: number): number {
    return (this.#facts.agencies.get(agencyId)?.heldQueries ?? 0) + (this.#held.get(agencyId) ?? 0);
  }

  add(agencyId: number, officerId: string, records: number): void {
    const agency = this.#ofBatch(agencyId);
    this.agencies.set(agencyId, {
      ...agency,
      records: agency.records + records,
      releases: agency.releases + 1,
    });
    const officer = this.officers.get(officerId) ?? { records: 0, releases: 0 };
    this.officers.set(officerId, { records: officer.records + records, releases: officer.releases + 1 });
  }

  addRefusal(agencyId: number): void {
    const agency = this.#ofBatch(agencyId);
    this.agencies.set(agencyId, { ...agency, refusals: agency.refusals + 1 });
  }

  /** @param change 1 for a query that waits from now on, -1 for one that does no longer */
  addHeld(agencyId: number, change: 1 | -1): void {
    this.#held.set(agencyId, (this.#held.get(agencyId) ?? 0) + change);
  }

  #today(agencyId: number): { readonly records: number; readonly refusals: number } {
    return this.#standings.agencies.get(agencyId) ?? { records: 0, refusals: 0 };
  }

  #ofBatch(agencyId: number): AgencyCounts {
    return this.agencies.get(agencyId) ?? { records: 0, releases: 0, refusals: 0 };
  }
}
