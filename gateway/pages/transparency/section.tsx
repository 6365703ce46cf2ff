/** The parts of the page for everybody: their names, where each begins, and what is one press away in them. */
import type { ComponentChildren } from 'preact';
import { type Cell, PUBLIC_TABLES } from '../../oversight/transparency/public-tables.ts';
import { PublicTable } from './public-table.tsx';

const PARTS = [
  ['shared', 'With whom plates are shared'],
  ['answered', 'What was asked, and how it was answered'],
  ['mine', 'Was my plate asked for?'],
  ['overseen', 'How it is overseen'],
  ['rules', 'What the law says, and what is kept'],
] as const;
type Part = (typeof PARTS)[number][0];

export function Contents() {
  return (
    <nav aria-label="On this page">
      <ul>
        {PARTS.map(([id, heading]) => (
          <li key={id}>
            <a href={`#${id}`}>{heading}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

export function Section({ children, id }: { readonly id: Part; readonly children: ComponentChildren }) {
  const heading = new Map(PARTS).get(id);
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{heading}</h2>
      {children}
    </section>
  );
}

/** A table that is long and seldom read, one press away. */
export function Folded({
  summary,
  ...table
}: Parameters<typeof PublicTable>[0] & { readonly summary: string }) {
  return (
    <details>
      <summary>{summary}</summary>
      <PublicTable {...table} />
    </details>
  );
}

interface SplitProps extends Omit<Parameters<typeof PublicTable>[0], 'part'> {
  /** The most rows that stand open: a long table would hide on a phone what comes after it. */
  readonly most: number;
  /** Returns how much people look for the row; the row of weight 0 never stands open. Default: all alike. */
  readonly weightOf?: (row: readonly Cell[], at: number) => number;
  /** The name of the table of the others, which are one press away; its number of rows is said before it. */
  readonly rest: string;
}

/** A table of which those rows stand open that people look for, in its own order. */
export function Split({ most, rest, weightOf = () => 1, ...table }: SplitProps) {
  const rows = PUBLIC_TABLES[table.name].rows(table.told);
  const open = new Set(
    rows
      .map((row, at) => ({ at, weight: weightOf(row, at) }))
      .filter(({ weight }) => weight > 0)
      .sort((one, other) => other.weight - one.weight)
      .slice(0, most)
      .map(({ at }) => at),
  );
  const folded = rows.length - open.size;
  return (
    <>
      <PublicTable {...table} part={{ has: (_, at) => open.has(at) }} />
      {folded === 0 ? null : (
        <Folded
          {...table}
          summary={`${rest}: ${folded}`}
          part={{ has: (_, at) => !open.has(at), caption: rest }}
        />
      )}
    </>
  );
}
