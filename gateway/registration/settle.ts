/** One row of a registration: added where it is missing, let be where it is the same, refused where it is another. */
import { canonicalJson } from '../audit/canonical-json.ts';

export interface Counts {
  readonly added: number;
  /** There before, and the same. */
  readonly unchanged: number;
}

/** What came of all rows of one kind. */
export interface Settled<T> {
  readonly counts: Counts;
  readonly added: readonly T[];
}

export const NONE: Counts = { added: 0, unchanged: 0 };

type Facts = Readonly<Record<string, unknown>>;

export interface Row {
  /** As in faults. */
  readonly name: string;
  readonly wanted: Facts;
  /** As the registry has it, of these facts at least; null where it has not. */
  readonly found: { readonly facts: Facts; readonly removed: boolean } | null;
  readonly insert: () => Promise<unknown>;
}

/** What is wrong so far; no row is added for which something is. */
export class Faults {
  readonly all: string[] = [];
  readonly #names = new Set<string>();

  add(name: string, what: string): void {
    this.all.push(`${name} ${what}`);
  }

  /** Whether this is the first of that name in the file. */
  isFirst(name: string): boolean {
    if (!this.#names.has(name)) {
      this.#names.add(name);
      return true;
    }
    this.add(name, 'stands twice: take one out');
    return false;
  }
}

/** @returns what to add to the counts of its kind */
export async function settle(faults: Faults, { found, insert, name, wanted }: Row): Promise<Counts> {
  if (found === null) {
    await insert();
    return { added: 1, unchanged: 0 };
  }
  const before = faults.all.length;
  if (found.removed) faults.add(name, 'was removed, and is not brought back from a file: take it out');
  for (const [fact, value] of Object.entries(wanted)) {
    const known = found.facts[fact] ?? null;
    if (canonicalJson(known) === canonicalJson(value)) continue;
    const [has, asks] = [known, value].map((each) => JSON.stringify(each));
    faults.add(
      name,
      `is registered with another \`${fact}\`: ${has}, not ${asks}; change the one or the other`,
    );
  }
  return faults.all.length > before ? NONE : { added: 0, unchanged: 1 };
}

export function sum(one: Counts, other: Counts): Counts {
  return { added: one.added + other.added, unchanged: one.unchanged + other.unchanged };
}
