/** Plants cases of misuse into the month, each with an offender, a day and a case number of its own. */

import type { Random } from '../../gateway/demo/history/random.ts';
import type { AnomalyKind } from '../../sharing-rules/anomalies.ts';
import type { Purpose } from '../../sharing-rules/terms/query.ts';
import { type Asked, DAY, HOUR, MONTH_BEGINS, nibrs, type Officer, plateTarget } from './asked.ts';
import { randomPlate } from './honest-work.ts';

/** `stopped`: every query is refused or held. `reported`: the pattern is brought before the Chief. */
export interface Expectation {
  readonly stopped: boolean;
  readonly reported: AnomalyKind | null;
}

export interface PlantedCase {
  readonly name: string;
  readonly expect: Expectation;
  readonly asked: readonly Asked[];
}

export interface Cast {
  readonly officers: readonly Officer[];
  /** ORIs that may not ask, by what they are. */
  readonly barred: Readonly<Record<string, string>>;
  /** ORI of a partner whose grant was revoked. */
  readonly revoked: string;
}

/** A reason that an honest officer gives. */
export const HONEST = 'vehicle reported stolen overnight from a driveway on Dahlia Street';

export class Planter {
  readonly cases: PlantedCase[] = [];
  readonly random: Random;
  readonly cast: Cast;
  readonly run: number;
  readonly #used = new Set<Officer>();
  #numbers = 0;

  /** @param run tells the repetitions apart */
  constructor(random: Random, cast: Cast, run: number) {
    this.random = random;
    this.cast = cast;
    this.run = run;
  }

  /** What an ask does not say is an honest one's. */
  plant(name: string, expect: Expectation, ...asked: Partial<Asked>[]): void {
    const officer = this.#offender();
    const begins = this.day();
    const planted = `${name}-${this.run}`;
    const full = asked.map((one, i): Asked => {
      const at = this.at(begins, 10) + i * 60_000;
      const base = { at, officer, purpose: this.purpose(), hours: 24, finds: 1 };
      const target = one.area === undefined ? { plate: this.plate() } : {};
      return { ...base, ...target, ...one, planted };
    });
    this.cases.push({ name: planted, expect, asked: full });
  }

  purpose(changes: Partial<Purpose> = {}): Purpose {
    return {
      code: 'stolen_vehicle',
      offense: nibrs('240'),
      caseNumber: this.caseNumber(),
      justification: HONEST,
      ...changes,
    };
  }

  caseNumber(): string {
    this.#numbers += 1;
    return `PL-26-${this.run}-${999 + this.#numbers}`;
  }

  plate(): NonNullable<Asked['plate']> {
    return plateTarget(randomPlate(this.random));
  }

  /** Some time of that hour. */
  at(day: number, hour: number): number {
    return MONTH_BEGINS + day * DAY + hour * HOUR + this.random.whole(0, HOUR - 1);
  }

  day(): number {
    return this.random.whole(1, 14);
  }

  /** One who has none yet, while there are some. */
  #offender(): Officer {
    const free = this.cast.officers.filter((officer) => !this.#used.has(officer));
    const officer = this.random.pick(free.length > 0 ? free : this.cast.officers);
    this.#used.add(officer);
    return officer;
  }
}
