/**
 * Counts what earlier incidents say of a case and a plate. It grows while a batch is judged, so that queries waiting
 * together add up, as quotas do.
 */
import type { CaseHistory } from '../../../sharing-rules/terms/decision.ts';
import { DAY } from '../../../sharing-rules/terms/retention.ts';
import type { IncidentCodes } from './incident-codes.ts';

/** A remembered use, with its time where it binds a case. Times in ms. */
export interface IncidentUse {
  /** Hex. */
  readonly scope: string;
  readonly member: string;
  readonly occurredFrom: number | null;
  readonly occurredTo: number | null;
}

/** What a batch adds. */
export interface NewUse {
  readonly scope: Buffer;
  readonly member: Buffer;
  readonly occurredFrom: number | null;
  readonly occurredTo: number | null;
}

const hex = (code: Buffer) => code.toString('hex');

export class CaseHistories {
  readonly #uses = new Map<string, Map<string, IncidentUse>>();
  readonly #added = new Map<string, NewUse>();
  /** ORIs of eligible agencies among those that were named as reporting an incident. */
  readonly #reporters: ReadonlySet<string>;

  constructor(uses: readonly IncidentUse[] = [], reporters: readonly string[] = []) {
    for (const use of uses) this.#learn(use);
    this.#reporters = new Set(reporters);
  }

  get added(): readonly NewUse[] {
    return [...this.#added.values()];
  }

  isEligibleReporter(ori: string): boolean {
    return this.#reporters.has(ori);
  }

  /** Says what the rules must know of a query's case and plate. */
  of({ bound, occurred, sets, stated }: IncidentCodes): CaseHistory {
    const [first] = this.#membersOf(bound).values();
    const history = { otherPlates: 0, otherOfficers: 0, otherCases: 0, otherPurposes: 0 };
    for (const { counts, member, scope } of sets) {
      const others = [...this.#membersOf(scope).keys()].filter((one) => one !== hex(member));
      history[counts] = others.length;
    }
    const differs =
      first !== undefined && (first.member !== hex(stated) || !isNear(first.occurredFrom, occurred.from));
    return { differs, ...history };
  }

  /** Remembers an incident that was released or held. The first one under a case binds it. */
  use({ bound, occurred: { from, to }, sets, stated }: IncidentCodes): void {
    if (this.#membersOf(bound).size === 0) {
      this.#add({
        scope: bound,
        member: stated,
        occurredFrom: from,
        occurredTo: typeof to === 'number' ? to : null,
      });
    } else {
      const [first] = this.#membersOf(bound).keys();
      this.#add({
        scope: bound,
        member: Buffer.from(first as string, 'hex'),
        occurredFrom: null,
        occurredTo: null,
      });
    }
    for (const { member, scope } of sets) this.#add({ scope, member, occurredFrom: null, occurredTo: null });
  }

  #membersOf(scope: Buffer): ReadonlyMap<string, IncidentUse> {
    return this.#uses.get(hex(scope)) ?? new Map();
  }

  #learn(use: IncidentUse): void {
    const members = this.#uses.get(use.scope) ?? new Map<string, IncidentUse>();
    if (!members.has(use.member)) members.set(use.member, use);
    this.#uses.set(use.scope, members);
  }

  #add(use: NewUse): void {
    const key = hex(use.scope) + hex(use.member);
    if (!this.#added.has(key)) this.#added.set(key, use);
    this.#learn({ ...use, scope: hex(use.scope), member: hex(use.member) });
  }
}

/** Within a day of each other: reports name the hour as well as they know it. */
function isNear(one: number | null, other: number): boolean {
  return one !== null && Math.abs(one - other) <= DAY;
}
