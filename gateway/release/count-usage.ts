/** Counts the records of a batch while it is judged, so that queries waiting together add up (P7). */
import type { Standings, UsageCounts } from './standing-store.ts';

export class UsageTally implements UsageCounts {
  readonly agencies = new Map<number, { records: number; releases: number }>();
  readonly officers = new Map<string, { records: number; releases: number }>();
  readonly #standings: Standings;

  constructor(standings: Standings) {
    this.#standings = standings;
  }

  /** Today's records of an agency, those of this batch included. */
  recordsOfAgency(agencyId: number): number {
    return (this.#standings.agencyRecords.get(agencyId) ?? 0) + (this.agencies.get(agencyId)?.records ?? 0);
  }

  /** Today's records of an officer, those of this batch included. */
  recordsOf(officer: { id: string; records: number } | null): number {
    return officer === null ? 0 : officer.records + (this.officers.get(officer.id)?.records ?? 0);
  }

  /** @param officerIds of each who asked: the records are the agency's once, and each officer's in full */
  add(agencyId: number, officerIds: readonly string[], records: number): void {
    count(this.agencies, agencyId, records);
    for (const officerId of officerIds) count(this.officers, officerId, records);
  }
}

function count<Key>(map: Map<Key, { records: number; releases: number }>, key: Key, records: number): void {
  const so = map.get(key) ?? { records: 0, releases: 0 };
  map.set(key, { records: so.records + records, releases: so.releases + 1 });
}
