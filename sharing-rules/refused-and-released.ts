/**
 * Refused words hold the same officer's next query for the plate, and the same case's. Anyone who changes both is not
 * held, since a colleague may have a crime of his own with that car; but the Chief hears of it.
 */

import type { Measure } from './sliding-window.ts';
import type { Effect } from './terms/decision.ts';

interface Asker {
  readonly officer: string;
  readonly caseNumber: string | null;
}

interface Asked extends Asker {
  readonly effect: Effect;
  readonly signs: readonly string[];
}

interface Refusal extends Asker {
  readonly place: number;
}

const REFUSED: ReadonlySet<string> = new Set(['prohibited_use', 'prohibited_words']);

const differ = (one: Asker, other: Asker) =>
  one.officer !== other.officer && one.caseNumber !== other.caseNumber;

/**
 * Counts the releases of one plate before which, within the window, the plate was refused as prohibited to
 * another officer under another case.
 */
export class RefusedAndReleased implements Measure<Asked> {
  value = 0;
  #added = 0;
  #removed = 0;
  /** Refusals, the newest first. */
  #refusals: readonly Refusal[] = [];
  /** For a refusal's place: the number of releases whose newest refusal it is; they stop counting with it. */
  readonly #restingOn = new Map<number, number>();

  add(one: Asked): void {
    const place = this.#added;
    this.#added += 1;
    if (one.signs.some((sign) => REFUSED.has(sign))) {
      const { caseNumber, officer } = one;
      this.#refusals = needed([{ officer, caseNumber, place }, ...this.#refusals]);
    } else if (one.effect === 'permit') {
      const refusal = this.#refusals.find((before) => differ(before, one));
      if (refusal === undefined || refusal.place < this.#removed) return;
      this.#restingOn.set(refusal.place, (this.#restingOn.get(refusal.place) ?? 0) + 1);
      this.value += 1;
    }
  }

  remove(): void {
    this.value -= this.#restingOn.get(this.#removed) ?? 0;
    this.#restingOn.delete(this.#removed);
    this.#removed += 1;
  }
}

/**
 * Keeps the refusals that some release could still rest on: each of the others is covered by newer ones. At
 * most four remain, so a plate that is refused all day costs no more.
 */
function needed(refusals: readonly Refusal[]): Refusal[] {
  const kept: Refusal[] = [];
  for (const one of refusals) if (mayServe(one, kept)) kept.push(one);
  return kept;
}

/** True if there can be an asker for whom this refusal counts, and none of the newer ones. */
function mayServe(one: Refusal, newer: readonly Refusal[]): boolean {
  // Askers who are like nobody else count as one: null stands for their officer, undefined for their case.
  const officers = [null, ...newer.map(({ officer }) => officer)].filter((of) => of !== one.officer);
  const cases = [undefined, ...newer.map((of) => of.caseNumber)].filter((of) => of !== one.caseNumber);
  return officers.some((officer) =>
    cases.some((caseNumber) =>
      newer.every((other) => other.officer === officer || other.caseNumber === caseNumber),
    ),
  );
}
