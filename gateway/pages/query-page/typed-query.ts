/** From the fields of the form to the body of `POST /v1/queries`. What it says is for the API to judge. */
import { ATTESTED } from '../../../sharing-rules/terms/query.ts';
import type { QueryBody } from '../../query/query.schema.ts';
import type { Fields } from '../serve/page.ts';
import { fieldTime, momentOf, TIME_ZONES, type TimeZone } from './colorado-time.ts';

/** Reads of one page of the answer. */
const LIMIT = 100;

/** By the name of the field: what to change. */
export type FieldFaults = Readonly<Record<string, string>>;

export type TypedQuery =
  | { readonly body: Readonly<Record<string, unknown>>; readonly faults: null }
  | { readonly body: null; readonly faults: FieldFaults };

/** All fields of a court's paper that must be given together. */
export const PAPER = ['paper', 'court', 'docket', 'judge', 'issuedOn'] as const;

const WRITE_TIME = 'Write year, month, day, hour and minute, as in 2026-06-01T08:00.';

export function typedQuery(typed: Fields): TypedQuery {
  const text = (name: string) => typed.get(name)?.trim() || undefined;
  const zone: TimeZone = TIME_ZONES.find((one) => one === typed.get('zone')) ?? 'utc';
  const from = momentOf(typed.get('from') ?? '', zone);
  const to = momentOf(typed.get('to') ?? '', zone, true);
  const offense = text('offense');
  const [system, code] = offense?.split(/\s*:\s*(.*)/) ?? [];
  const paper = PAPER.map((name) => text(name));
  const faults: Record<string, string> = {
    ...(text('purpose') === undefined ? { purpose: 'Choose what the reads are for.' } : {}),
    ...(text('plate') === undefined ? { plate: 'Type the whole plate.' } : {}),
    ...(from === null ? { from: WRITE_TIME } : {}),
    ...(to === null ? { to: WRITE_TIME } : {}),
    ...(offense !== undefined && !code
      ? { offense: 'Write system and code, as in nibrs:240; systems are nibrs, ncic and crs.' }
      : {}),
  };
  if (from !== null && to !== null && from >= to) faults.from = 'It must be before the end of the window.';
  if (paper.some((one) => one !== undefined)) {
    PAPER.forEach((name, at) => {
      if (paper[at] === undefined) faults[name] = 'A court document needs all five of these fields.';
    });
  }
  if (from === null || to === null || Object.keys(faults).length > 0) return { body: null, faults };
  const stated = statedWords(typed);
  const [kind, court, docket, judge, issuedOn] = paper;
  // JSON leaves out what is undefined.
  const body = {
    purpose: {
      code: text('purpose'),
      caseNumber: text('caseNumber'),
      justification: text('justification'),
      supervisor: text('supervisor'),
      offense: offense === undefined ? undefined : { system: system?.toLowerCase(), code },
      context: stated.length === 0 ? undefined : stated,
      judicialProcess:
        kind === undefined
          ? undefined
          : { kind, court, docket, judge, issuedOn, affirmation: typed.has('affirmation') || undefined },
    },
    plate: { number: text('plate'), state: text('state'), match: text('match') },
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    limit: LIMIT,
  };
  return { body, faults: null };
}

/** The other way round: the form as it would have been filled in for the query. */
export function typedOf({ from, plate, purpose, to }: QueryBody): Fields {
  const { context = [], judicialProcess: paper, offense } = purpose;
  const given: Readonly<Record<string, string | undefined>> = {
    ...{ purpose: purpose.code, caseNumber: purpose.caseNumber, justification: purpose.justification },
    offense: offense === undefined ? undefined : `${offense.system}:${offense.code}`,
    supervisor: purpose.supervisor,
    ...{ paper: paper?.kind, court: paper?.court, docket: paper?.docket, judge: paper?.judge },
    issuedOn: paper?.issuedOn,
    affirmation: paper?.affirmation ? 'yes' : undefined,
    ...{ plate: plate?.number, state: plate?.state, match: plate?.match },
    ...{ zone: 'utc', from: fieldTime(Date.parse(from)), to: fieldTime(Date.parse(to)) },
  };
  return new URLSearchParams([
    ...Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ...context.flatMap(({ is, words }) => [
      ['words', words],
      ['wordsAre', is],
    ]),
  ]);
}

export interface StatedWords {
  readonly words: string;
  readonly is: string;
}

/** What the asker said that refused words are: two fields each, in one order. */
export function statedWords(typed: Fields): readonly StatedWords[] {
  const is = typed.getAll('wordsAre');
  return typed.getAll('words').flatMap((words, at) => {
    const kind = is[at] ?? '';
    return (ATTESTED as readonly string[]).includes(kind) ? [{ words, is: kind }] : [];
  });
}
