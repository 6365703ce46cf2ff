/** Settles rows of one kind: adds a missing one, leaves one that is the same, refuses one that differs. */
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import { canonicalJson } from '../../audit/canonical-json.ts';
import type { Transaction } from '../../database/db-transaction.ts';

export interface RegisterDeps {
  readonly trx: Transaction;
  readonly owner: Ori;
  /** The faults so far, a line each; with any, the transaction is not committed. */
  readonly faults: string[];
}

/** Notes a fault of one row: the end of a sentence that begins with the row's name. */
export type Refuse = (what: string) => void;

export interface RowKind<T> {
  /** Returns the item's name in faults; no two rows of a file have the same. */
  readonly name: (item: T) => string;
  /** Returns null if the item was refused. */
  readonly row: (deps: RegisterDeps, item: T, refuse: Refuse) => Promise<Row | null>;
}

export interface Row {
  readonly wanted: Facts;
  /** The registry's facts, at least those wanted; null if it has no such row. */
  readonly found: (object & { readonly removed?: boolean }) | null;
  readonly insert: () => Promise<void>;
  /** Tells, by fact, how to change it in a row that is there; others can only be changed in the file. */
  readonly change?: Readonly<Record<string, string>>;
  /** Adds what an otherwise equal row that is there lacks; absent if it lacks nothing. */
  readonly complete?: (() => Promise<void>) | undefined;
}

type Facts = Readonly<Record<string, unknown>>;

/** Settles one item after the other, on the transaction's connection. Resolves to those that were added. */
export async function settleRows<T>(
  deps: RegisterDeps,
  items: readonly T[],
  kind: RowKind<T>,
): Promise<readonly T[]> {
  const added: T[] = [];
  const names = new Set<string>();
  for (const item of items) {
    const name = kind.name(item);
    const refuse: Refuse = (what) => void deps.faults.push(`${name} ${what}`);
    if (names.has(name)) {
      refuse('stands twice: take one out');
      continue;
    }
    names.add(name);
    const row = await kind.row(deps, item, refuse);
    if (row === null) continue;
    if (row.found !== null && !isSame(row.found, row, refuse)) continue;
    const add = row.found === null ? row.insert : row.complete;
    if (add === undefined) continue;
    await add();
    added.push(item);
  }
  return added;
}

/** Refuses each difference. */
function isSame(
  found: NonNullable<Row['found']>,
  { change = {}, wanted }: Pick<Row, 'change' | 'wanted'>,
  refuse: Refuse,
): boolean {
  let same = !found.removed;
  if (found.removed) refuse('was removed, and is not brought back from a file: take it out');
  const facts: Facts = { ...found };
  for (const [fact, value] of Object.entries(wanted)) {
    const [has, asks] = [facts[fact] ?? null, value].map(canonicalJson);
    if (has === asks) continue;
    same = false;
    const how = change[fact] ?? 'change the one or the other';
    refuse(`is registered with another \`${fact}\`: ${has}, not ${asks}; ${how}`);
  }
  return same;
}
