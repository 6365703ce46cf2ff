/** Rows of one kind: each is added where it is missing, let be where it is the same, refused where it is another. */
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import { canonicalJson } from '../../audit/canonical-json.ts';
import type { Transaction } from '../../database/db-transaction.ts';

export interface RegisterDeps {
  readonly trx: Transaction;
  readonly owner: Ori;
  /** What is wrong so far, a line each; with any, the transaction is not committed. */
  readonly faults: string[];
}

/** Notes a fault of one row: the end of a sentence that begins with the row's name. */
export type Refuse = (what: string) => void;

export interface RowKind<T> {
  /** As in faults; no two rows of a file have the same. */
  readonly name: (item: T) => string;
  /** Null where the item was refused. */
  readonly row: (deps: RegisterDeps, item: T, refuse: Refuse) => Promise<Row | null>;
}

export interface Row {
  readonly wanted: Facts;
  /** As the registry has it, of the facts wanted at least; null where it has not. */
  readonly found: (object & { readonly removed?: boolean }) | null;
  readonly insert: () => Promise<void>;
  /** By fact, how that of one that is there is changed; of others, only the file can be. */
  readonly change?: Readonly<Record<string, string>>;
  /** Adds to one that is there, and the same, what it lacks; absent where it lacks nothing. */
  readonly complete?: (() => Promise<void>) | undefined;
}

type Facts = Readonly<Record<string, unknown>>;

/** One after the other, on the one connection of the transaction. Resolves to the items that were added. */
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
