/**
 * Officers are enrolled at first sight, up to the roster that their agency declared. Beyond it a query waits for a
 * reviewer, and leaves no officer's row unless it is released: fresh ids without end would fill the register.
 */
import { randomUUID } from 'node:crypto';
import type { OfficerPapers, OfficerStanding, Subject } from '../../../sharing-rules/terms/asker.ts';
import type { Query } from '../../../sharing-rules/terms/query.ts';
import { type AskingOfficer, officersBehind } from '../../../sharing-rules/terms/who-asks.ts';
import type { Facts } from './facts-store.ts';
import {
  type NewOfficer,
  type OfficerKey,
  type OfficerRow,
  officerKey,
  type Standings,
} from './standing-store.ts';

/** Returns the askers within the agency: see `officersBehind`. */
export function officersOf(subject: Subject, query: Query): readonly (OfficerKey & AskingOfficer)[] {
  return officersBehind(subject, query).map((officer) => ({ agencyId: subject.agencyId, ...officer }));
}

export function placesOn({ agencies }: Facts): Map<number, number> {
  return new Map([...agencies].map(([id, { agency, officers }]) => [id, agency.roster - officers]));
}

/** Enrolls while a batch is judged, so that two queries of one new officer make one row. */
export class Enrolment {
  readonly added: NewOfficer[] = [];
  /** Ids of officers who were held, and have a place now. */
  readonly activated: string[] = [];
  readonly #standings: Standings;
  readonly #places: Map<number, number>;
  readonly #noPapers: OfficerPapers;

  /** @param now ms since the epoch */
  constructor(standings: Standings, places: Map<number, number>, now: number) {
    this.#standings = standings;
    this.#places = places;
    const nothing = { attestedAt: null, trainedOn: null, employerOri: null, federalDetail: null };
    this.#noPapers = { enrolledAt: now, ...nothing };
  }

  /** The standing that the rules shall judge. Nothing is enrolled yet. */
  standingOf(officer: OfficerKey): OfficerStanding {
    const row = this.#rowOf(officer);
    if (row !== undefined && row.standing !== 'held') return row.standing;
    return this.#placesOf(officer) > 0 ? 'new' : 'held';
  }

  /** Returns the standing of an officer whom a person names, who is not enrolled by it and takes no place. */
  standingOfNamed(officer: OfficerKey): OfficerStanding {
    return this.#rowOf(officer)?.standing ?? 'new';
  }

  /** True if the officer has a row, or a place on the roster for one. */
  mayHaveRow(officer: OfficerKey): boolean {
    return this.#rowOf(officer) !== undefined || this.#placesOf(officer) > 0;
  }

  #rowOf(officer: OfficerKey): OfficerRow | undefined {
    return this.#standings.officers.get(officerKey(officer));
  }

  #placesOf({ agencyId }: OfficerKey): number {
    return this.#places.get(agencyId) ?? 0;
  }

  papersOf(officer: OfficerKey): OfficerPapers {
    return this.#standings.officers.get(officerKey(officer))?.papers ?? this.#noPapers;
  }

  /** Returns the id of an officer who was enrolled before, or null. */
  idOf(officer: OfficerKey): string | null {
    return this.#standings.officers.get(officerKey(officer))?.id ?? null;
  }

  /**
   * Returns the officer's row, made if need be; beyond the roster it is held, until there is a place. The
   * second value is the standing with which the officer was entered just now.
   */
  enrol(officer: OfficerKey & { readonly name: string }): [OfficerRow, NewOfficer['status'] | null] {
    const key = officerKey(officer);
    const known = this.#standings.officers.get(key);
    const places = this.#placesOf(officer);
    const status = places > 0 ? 'active' : 'held';
    if (known !== undefined && (known.standing !== 'held' || status === 'held')) return [known, null];
    const { agencyId, reference, name } = officer;
    if (status === 'active') this.#places.set(agencyId, places - 1);
    if (known === undefined) this.added.push({ id: randomUUID(), agencyId, reference, name, status });
    else this.activated.push(known.id);
    const nothing = { id: this.added.at(-1)?.id as string, records: 0, papers: this.#noPapers };
    const row: OfficerRow = { ...(known ?? nothing), standing: status };
    this.#standings.officers.set(key, row);
    return [row, status];
  }
}
