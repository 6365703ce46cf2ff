/**
 * Counts what earlier incidents say of a case and a plate. It grows while a batch is judged, so that queries waiting
 * together add up, as quotas do.
 */
import type { CaseHistory, RecordsHold } from '../../../sharing-rules/terms/decision.ts';
import type { Occurred } from '../../../sharing-rules/terms/incident.ts';
import { DAY } from '../../../sharing-rules/terms/retention.ts';
import type { IncidentCodes } from './incident-codes.ts';

/** Records that a case or plate was used; the row that binds a case has its time as well. Times are in ms. */
export interface IncidentUse {
  /** Hex. */
  readonly scope: string;
  readonly member: string;
  readonly occurredFrom: number | null;
  readonly occurredTo: number | null;
}

const hex = (code: Buffer) => code.toString('hex');

export class CaseHistories {
  readonly #uses = new Map<string, Map<string, IncidentUse>>();
  readonly #added = new Map<string, IncidentUse>();
  /** ORIs of eligible agencies among those that were named as reporting an incident. */
  readonly #reporters: ReadonlySet<string>;
  /** Holds by agency id. */
  readonly #recordsHolds: ReadonlyMap<number, RecordsHold>;

  constructor(
    uses: readonly IncidentUse[] = [],
    reporters: readonly string[] = [],
    recordsHolds: ReadonlyMap<number, RecordsHold> = new Map(),
  ) {
    for (const use of uses) this.#learn(use);
    this.#reporters = new Set(reporters);
    this.#recordsHolds = recordsHolds;
  }

  get added(): readonly IncidentUse[] {
    return [...this.#added.values()];
  }

  isEligibleReporter(ori: string): boolean {
    return this.#reporters.has(ori);
  }

  recordsHoldOf(agencyId: number): RecordsHold | undefined {
    return this.#recordsHolds.get(agencyId);
  }

  /** Says what the rules must know of a query's case and plate. */
  of({ bound, occurred, sets, stated }: IncidentCodes): CaseHistory {
    const [first] = this.#membersOf(bound).values();
    const history = { otherPlates: 0, otherOfficers: 0, otherCases: 0, otherPurposes: 0 };
    for (const { counts, member, scope } of sets) {
      const others = [...this.#membersOf(scope).keys()].filter((one) => one !== hex(member));
      history[counts] = others.length;
    }
    const differs = first !== undefined && (first.member !== hex(stated) || !isSameTime(first, occurred));
    return { differs, ...history };
  }

  /** Remembers an incident that was released or held. The first one under a case binds it. */
  use({ bound, occurred, sets, stated }: IncidentCodes): void {
    const [first] = this.#membersOf(bound).keys();
    if (first === undefined) this.#add(bound, hex(stated), occurred);
    else this.#add(bound, first);
    for (const { member, scope } of sets) this.#add(scope, hex(member));
  }

  #membersOf(scope: Buffer): ReadonlyMap<string, IncidentUse> {
    return this.#uses.get(hex(scope)) ?? new Map();
  }

  #learn(use: IncidentUse): void {
    const members = this.#uses.get(use.scope) ?? new Map<string, IncidentUse>();
    if (!members.has(use.member)) members.set(use.member, use);
    this.#uses.set(use.scope, members);
  }

  #add(of: Buffer, member: string, occurred?: Occurred): void {
    const scope = hex(of);
    const time = { occurredFrom: occurred?.from ?? null, occurredTo: occurred ? endOf(occurred) : null };
    const use = { scope, member, ...time };
    if (!this.#added.has(scope + member)) this.#added.set(scope + member, use);
    this.#learn(use);
  }
}

/** Returns the end of the incident; null if it is ongoing. */
function endOf({ from, to = from }: Occurred): number | null {
  return to === 'ongoing' ? null : to;
}

/** True if both begin and end within a day of each other: reports name the hour as well as they know it. */
function isSameTime({ occurredFrom, occurredTo }: IncidentUse, occurred: Occurred): boolean {
  const end = endOf(occurred);
  const isNear = (one: number, other: number) => Math.abs(one - other) <= DAY;
  if (occurredFrom === null || !isNear(occurredFrom, occurred.from)) return false;
  // An ongoing incident may have ended since.
  return occurredTo === null || end === null || isNear(occurredTo, end);
}
