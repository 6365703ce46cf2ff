/** Says how people are shown the public tables: plain words beside codes, and what flows side by side on a phone. */
import type { ComponentChildren } from 'preact';
import { type Cell, RULES, type TableName } from '../../oversight/transparency/public-tables.ts';
import type { Transparency } from '../../oversight/transparency/transparency.schema.ts';
import { Day, lastDayBefore, Time } from '../layout/time.tsx';

export interface ShownColumn {
  /** `alone`: a line of its own; `short`: beside others; `aside`: only where there is room. */
  readonly place: 'alone' | 'short' | 'aside';
  /** True if it needs no name beside it. */
  readonly speaksForItself: boolean;
  /** Returns the content for people; default: the cell as the files have it. */
  readonly of?: (told: Transparency, row: number, cell: Cell) => ComponentChildren;
}

const told = (of?: ShownColumn['of']): ShownColumn => column('alone', true, of);
const named = (of?: ShownColumn['of']): ShownColumn => column('alone', false, of);
const short = (of?: ShownColumn['of']): ShownColumn => column('short', true, of);
const NAMED_SHORT = column('short', false);
const ASIDE = column('aside', false);
/** Shows an entry’s number without commas, as other pages do: it names the entry and counts nothing. */
const LOG_ENTRY = column('short', false, (_told, _row, cell) => cell);

function column(place: ShownColumn['place'], speaksForItself: boolean, of?: ShownColumn['of']): ShownColumn {
  return of === undefined ? { place, speaksForItself } : { place, speaksForItself, of };
}

/** The columns by table and name; others keep their names, and numbers stand side by side. */
export const SHOWN_COLUMNS: Readonly<Partial<Record<TableName, Readonly<Record<string, ShownColumn>>>>> = {
  agencies: {
    Agency: told(),
    ORI: short(),
    Class: short(),
    County: NAMED_SHORT,
    Since: NAMED_SHORT,
    Until: short(through),
    Purposes: named(purposesOf),
    'What is shared': NAMED_SHORT,
  },
  refused: {
    Agency: told(),
    ORI: short(),
    Class: short(kindOnly),
    State: short(),
    Why: short(why),
    Clause: ASIDE,
    Asked: column('short', false, asked),
    'Refused for': column('short', false, (_told, _row, cell) => codes(cell)),
  },
  purposes: { Purpose: told(), Code: short(code), Rule: short() },
  reasons: { Reason: short(reasonCode), Meaning: told(), Clause: short() },
  events: {
    'Log entry': LOG_ENTRY,
    When: short(moment),
    What: short(),
    Agency: short(),
    ORI: short(),
    Grant: ASIDE,
  },
  misuse: { Reports: short(), Number: short() },
  hits: { 'Hits of the last 365 days': short(), Number: short() },
  audits: { 'Log entry': LOG_ENTRY },
  retention: { What: told(), Kept: NAMED_SHORT, Why: told() },
  prohibited: { Purpose: told(), Code: short(code), Rule: short(), Clause: short() },
  log: { Fact: told(), Value: told() },
  policy: { 'Clause of Cal. Civ. Code': short(), 'What it asks for': told(), Answer: told() },
};

/** Names all approved purposes by their number: the list of them is on the same page. */
function purposesOf({ agencies, purposes }: Transparency, row: number, cell: Cell): ComponentChildren {
  const approved = purposes.filter(({ rule }) => RULES[rule] === RULES.approved);
  const granted = new Set(agencies[row]?.purposes);
  if (!approved.every((one) => granted.has(one.code))) return cell;
  return <a href="#purposes">{`all ${approved.length} approved purposes`}</a>;
}

/** Cuts off why a class is refused, which the codes say. */
function kindOnly(_told: Transparency, _row: number, cell: Cell): ComponentChildren {
  return String(cell).split(/[,;]/)[0];
}

/** Shows the last day on which the grant holds: the files have the moment at which it ends. */
function through({ agencies }: Transparency, row: number): ComponentChildren {
  const until = agencies[row]?.until;
  return until === undefined ? null : (
    <>
      through <Day at={lastDayBefore(until)} />
    </>
  );
}

/** Explains each detail of `agency_not_eligible` to the public. */
const WHY: Readonly<Record<string, string>> = {
  federal: 'No federal agency may have reads.',
  out_of_state: 'No agency of another state may have reads.',
  not_criminal_justice: 'Only criminal justice agencies may have reads.',
  fusion: 'No intelligence-sharing network may have reads.',
  task_force: 'Some of its members may be federal.',
  tribal: 'It answers to a sovereign tribe, so Colorado’s law (C.R.S. 24-74) does not bind it.',
  private: 'It is private, so Colorado’s law (C.R.S. 24-74) does not bind it.',
  not_bound_by_article_74: 'Colorado’s law (C.R.S. 24-74) does not bind it.',
  has_287g: 'It has a 287(g) agreement with ICE.',
  federal_members: 'It has federal members.',
};

/** Explains why in words, and shows the code beside them where there is room. */
function why({ refused }: Transparency, row: number, cell: Cell): ComponentChildren {
  const words = refused[row]?.reasons.map(({ detail = '' }) => WHY[detail]) ?? [];
  if (words.length === 0 || words.includes(undefined)) return codes(cell);
  return (
    <>
      <span>{words.join(' ')} </span>
      <span class="wide-only">{codes(cell)}</span>
    </>
  );
}

/** Says it on a phone only of those who asked. */
function asked(_told: Transparency, _row: number, cell: Cell): ComponentChildren {
  return cell === 'no' ? <span class="wide-only">no</span> : cell;
}

function codes(cell: Cell): ComponentChildren {
  if (cell === null || cell === '') return null;
  return String(cell)
    .split('; ')
    .map((one, at) => [at === 0 ? '' : ', ', <code key={one}>{breakable(one)}</code>]);
}

/** Lets a code break before each `_`: otherwise three of them make the table wider than the screen. */
function breakable(code: string): ComponentChildren {
  const [first, ...others] = code.split('_');
  return [first, ...others.map((part) => [<wbr key={part} />, `_${part}`])];
}

function moment(_told: Transparency, _row: number, cell: Cell): ComponentChildren {
  return <Time at={String(cell)} />;
}

function code(_told: Transparency, _row: number, cell: Cell): ComponentChildren {
  return cell === null ? null : <code>{cell}</code>;
}

function reasonCode(_told: Transparency, _row: number, cell: Cell): ComponentChildren {
  return (
    <a href={`/docs/reasons#${cell}`}>
      <code>{cell}</code>
    </a>
  );
}
