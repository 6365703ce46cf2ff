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
  /** Tells which rows are one press away. */
  readonly isFolded: (row: readonly Cell[], at: number) => boolean;
  /** The name of their table; its number of rows is said before it. */
  readonly rest: string;
}

/** A table of which those rows stand open that people look for. */
export function Split({ isFolded, rest, ...table }: SplitProps) {
  const folded = PUBLIC_TABLES[table.name].rows(table.told).filter(isFolded).length;
  return (
    <>
      <PublicTable {...table} part={{ has: (row, at) => !isFolded(row, at) }} />
      {folded === 0 ? null : (
        <Folded
          {...table}
          summary={`${rest}: ${folded}`}
          part={{ has: (row, at) => isFolded(row, at), caption: rest }}
        />
      )}
    </>
  );
}
