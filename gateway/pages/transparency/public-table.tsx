/** Shows one of the public tables to people, with its files beside it, and the clause that asks for it. */
import {
  type Cell,
  eventId,
  PUBLIC_TABLES,
  type TableName,
  WITHHELD,
} from '../../oversight/transparency/public-tables.ts';
import type { Transparency } from '../../oversight/transparency/transparency.schema.ts';
import { type Column, DataTable } from '../layout/data-table.tsx';
import { SHOWN_COLUMNS } from './shown-columns.tsx';

/** The most characters that stay whole. */
const LONGEST_WHOLE = 34;

interface PublicTableProps {
  readonly told: Transparency;
  readonly name: TableName;
  /** A sentence for no rows. */
  readonly empty: string;
  /** The part of the rows that is shown; default: all. */
  /** True if a phone shows its first rows only, until its reader asks for all. */
  readonly foldsOnPhone?: true;
  readonly part?: { readonly has: (row: readonly Cell[], at: number) => boolean; readonly caption?: string };
}

/** A row as the files have it, with its place among all. */
interface PublicRow {
  readonly cells: readonly Cell[];
  readonly at: number;
}

export function PublicTable({ empty, foldsOnPhone, name, part, told }: PublicTableProps) {
  const { caption, clause, rows } = PUBLIC_TABLES[name];
  const all = rows(told);
  const shown = all
    .map((cells, at) => ({ cells, at }))
    .filter(({ at, cells }) => part?.has(cells, at) ?? true);
  const table = (
    <DataTable<PublicRow>
      name={part?.caption ?? caption}
      empty={empty}
      rows={shown}
      columns={columnsOf(name, told, all)}
      {...(name === 'events' ? { idOf: ({ at }) => idOfEvent(told, at) } : {})}
    />
  );
  if (part?.caption !== undefined) return table;
  return (
    <section
      id={name}
      aria-label={`${caption}, with its files`}
      class={foldsOnPhone ? 'folds-on-phone' : undefined}
    >
      {foldsOnPhone ? (
        <label class="unfolds">
          <input type="checkbox" autocomplete="off" /> Show all {shown.length}
        </label>
      ) : null}
      {table}
      <p class="table-files">
        <a href={`/transparency/${name}.csv`} aria-label={`CSV: ${caption}`}>
          CSV
        </a>
        {' · '}
        <a href="/transparency.json" aria-label={`JSON: ${caption}`}>
          JSON
        </a>
        {` · Cal. Civ. Code ${clause}`}
      </p>
    </section>
  );
}

function idOfEvent({ events }: Transparency, at: number): string | undefined {
  const event = events.newest[at];
  return event && eventId(event);
}

function columnsOf(
  name: TableName,
  told: Transparency,
  all: readonly (readonly Cell[])[],
): readonly Column<PublicRow>[] {
  const { columns } = PUBLIC_TABLES[name];
  return columns.map((column, place) => {
    const shown = SHOWN_COLUMNS[name]?.[column];
    const { of, place: where = 'alone', speaksForItself = false } = shown ?? {};
    return {
      name: column,
      speaksForItself,
      // What has a line of its own is text, with a number among it at most.
      isNumber: shown?.place !== 'alone' && all.some((row) => typeof row[place] === 'number'),
      ...(where === 'alone' ? {} : { onPhone: where }),
      of: ({ at, cells }) => {
        const cell = cells[place] ?? null;
        if (of !== undefined) return of(told, at, cell);
        return repeats(cells, place) ? <span class="wide-only">{cell}</span> : written(cell);
      },
    };
  });
}

/** True of a count that says what the count before it has said of all that follow: none, or withheld. */
function repeats(cells: readonly Cell[], place: number): boolean {
  const isCount = (cell: Cell | undefined) => cell === 0 || cell === WITHHELD;
  const first = cells.findIndex(isCount);
  return first >= 0 && place > first && cells.slice(first).every((cell) => cell === cells[first]);
}

/** Keeps days, codes and ORIs whole; what is longer than a column is wide may break anywhere. */
function written(cell: Cell) {
  if (cell === '') return null;
  if (typeof cell === 'number') return cell.toLocaleString('en-US');
  if (typeof cell !== 'string' || /\s/.test(cell)) return cell;
  return cell.length > LONGEST_WHOLE ? <code>{cell}</code> : <span class="whole">{cell}</span>;
}
