/** Officers are enrolled at first sight, up to the roster that their agency declared; beyond it they are held. */
import { randomUUID } from 'node:crypto';
import type { OfficerPapers, OfficerStanding, Query, Subject } from '../../sharing-rules/terms.ts';
import { type AskingOfficer, officersBehind } from '../../sharing-rules/who-asks.ts';
import {
  type CommitClient,
  countOfficers,
  type NewOfficer,
  type OfficerKey,
  type OfficerRow,
  officerKey,
  type Standings,
} from './standing-store.ts';

/** Who asks, within the agency: see `officersBehind`. */
export function officersOf(subject: Subject, query: Query): readonly (OfficerKey & AskingOfficer)[] {
  return officersBehind(subject, query).map((officer) => ({ agencyId: subject.agencyId, ...officer }));
}

/** Places left on each agency's roster; asked for only if somebody new is among the queries. */
export async function readRoster(
  client: CommitClient,
  wanted: readonly OfficerKey[],
  standings: Standings,
  rosterOf: (agencyId: number) => number,
): Promise<Map<number, number>> {
  const agencies = [
    ...new Set(wanted.filter((key) => !standings.officers.has(officerKey(key))).map((key) => key.agencyId)),
  ];
  if (agencies.length === 0) return new Map();
  const enrolled = await countOfficers(client, agencies);
  return new Map(agencies.map((id) => [id, rosterOf(id) - (enrolled.get(id) ?? 0)]));
}

/** Enrols while a batch is judged, so that two queries of one new officer make one row. */
export class Enrolment {
  readonly added: NewOfficer[] = [];
  readonly #standings: Standings;
  readonly #places: Map<number, number>;
  /** Of an officer who is new. */
  readonly #noPapers: OfficerPapers;

  /** @param now ms since the epoch */
  constructor(standings: Standings, places: Map<number, number>, now: number) {
    this.#standings = standings;
    this.#places = places;
    const nothing = { attestedAt: null, trainedOn: null, employerOri: null, federalDetail: null };
    this.#noPapers = { enrolledAt: now, ...nothing };
  }

  /**
   * The standing that the rules shall judge. Nothing is enrolled yet.
   * @param before who would be enrolled with the same query, and first
   */
  standingOf(officer: OfficerKey | null, before: readonly OfficerKey[] = []): OfficerStanding {
    if (officer === null) return 'new';
    const row = this.#rowOf(officer);
    if (row !== undefined) return row.standing;
    const taken = before.filter((one) => this.#rowOf(one) === undefined).length;
    return (this.#places.get(officer.agencyId) ?? 0) > taken ? 'new' : 'held';
  }

  #rowOf(officer: OfficerKey): OfficerRow | undefined {
    return this.#standings.officers.get(officerKey(officer));
  }

  /** What is attested of the officer. */
  papersOf(officer: OfficerKey): OfficerPapers {
    return this.#standings.officers.get(officerKey(officer))?.papers ?? this.#noPapers;
  }

  /** Of an officer who was enrolled before; null for anybody else. */
  idOf(officer: OfficerKey): string | null {
    return this.#standings.officers.get(officerKey(officer))?.id ?? null;
  }

  /** The officer's row, made if need be. The second value says whether it was made now. */
  enrol(officer: OfficerKey & { readonly name: string }): [OfficerRow, NewOfficer | null] {
    const key = officerKey(officer);
    const known = this.#standings.officers.get(key);
    if (known !== undefined) return [known, null];
    const places = this.#places.get(officer.agencyId) ?? 0;
    const status = places > 0 ? 'active' : 'held';
    this.#places.set(officer.agencyId, places - 1);
    const { agencyId, reference, name } = officer;
    const added: NewOfficer = { id: randomUUID(), agencyId, reference, name, status };
    this.added.push(added);
    const row: OfficerRow = { id: added.id, standing: status, records: 0, papers: this.#noPapers };
    this.#standings.officers.set(key, row);
    return [row, added];
  }
}
