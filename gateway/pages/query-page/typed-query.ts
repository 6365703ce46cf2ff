/** Turns the form's fields into the body of `POST /v1/queries`. Judging what it says is up to the API. */
import { placeText } from '../../../sharing-rules/incident/places.ts';
import { incidentRowOf } from '../../../sharing-rules/incident/table.ts';
import { isCaseNumber, NOT_A_CASE_NUMBER } from '../../../sharing-rules/rules/purpose/case-number.ts';
import { normalisePlate } from '../../../sharing-rules/terms/plate.ts';
import { findPurpose, type PurposeRule } from '../../../sharing-rules/terms/purposes.ts';
import { ATTESTED } from '../../../sharing-rules/terms/query.ts';
import { sentence } from '../../../sharing-rules/terms/reasons.ts';
import type { IncidentBody } from '../../query/incident.schema.ts';
import type { QueryBody } from '../../query/query.schema.ts';
import { asSentence } from '../layout/first-upper.ts';
import type { Fields } from '../serve/page.ts';
import { fieldTime, TIME_ZONES, type TimeZone } from './colorado-time.ts';
import { type FieldFaults, typedIncident } from './typed-incident.ts';
import { typedWindow } from './typed-window.ts';

/** Reads of one page of the answer. */
const LIMIT = 100;

export type TypedQuery =
  | { readonly body: Readonly<Record<string, unknown>>; readonly faults: null }
  | { readonly body: null; readonly faults: FieldFaults };

/** All fields of a court's paper that must be given together. */
export const PAPER = ['paper', 'court', 'docket', 'judge', 'issuedOn'] as const;

/**
 * @param now ms since the epoch
 * @param isWithoutCase true where something else stands in the place of a case
 */
export function typedQuery(typed: Fields, now: number, isWithoutCase = false): TypedQuery {
  const text = (name: string) => typed.get(name)?.trim() || undefined;
  const zone: TimeZone = TIME_ZONES.find((one) => one === typed.get('zone')) ?? 'utc';
  const purpose = findPurpose(text('purpose') ?? '');
  // A query that is refused in any case is refused and logged, whatever else was filled in.
  const isApproved = purpose?.answer === 'approved';
  const caseNumber = text('caseNumber')?.toUpperCase().replace(/\s+/g, '-');
  const { faults: ofIncident, incident, occurred } = typedIncident(typed, zone, now);
  const window = typedWindow(typed, zone, { code: purpose?.code ?? '', occurred }, now);
  const [system, code] = text('offense')?.split(/\s*:\s*(.*)/) ?? [];
  const paper = PAPER.map((name) => text(name));
  const faults: Record<string, string> = {
    ...(normalisePlate(text('plate') ?? '') === null ? { plate: 'Type the plate: letters and digits.' } : {}),
    ...(text('purpose') === undefined ? { purpose: 'Choose what the reads are for.' } : {}),
    ...(isApproved
      ? { ...missingOf(purpose, { hasIncident: incident !== null, isWithoutCase }, text), ...ofIncident }
      : {}),
    ...(isApproved && caseNumber !== undefined && !isCaseNumber(caseNumber)
      ? { caseNumber: asSentence(sentence(NOT_A_CASE_NUMBER)) }
      : {}),
    ...(text('offense') !== undefined && !code ? { offense: 'Choose one of the list.' } : {}),
    ...window.faults,
  };
  if (paper.some((one) => one !== undefined)) {
    PAPER.forEach((name, at) => {
      if (paper[at] === undefined) faults[name] = 'A court document needs all five of these fields.';
    });
  }
  if (window.faults !== null || Object.keys(faults).length > 0) return { body: null, faults };
  const stated = statedWords(typed);
  const [kind, court, docket, judge, issuedOn] = paper;
  // JSON leaves out what is undefined.
  const body = {
    purpose: {
      code: text('purpose'),
      caseNumber,
      incident: occurred === null ? undefined : incident,
      justification: text('justification'),
      supervisor: text('supervisor'),
      offense: code === undefined ? undefined : { system: system?.toLowerCase(), code },
      context: stated.length === 0 ? undefined : stated,
      judicialProcess:
        kind === undefined
          ? undefined
          : { kind, court, docket, judge, issuedOn, affirmation: typed.has('affirmation') || undefined },
    },
    plate: { number: text('plate'), state: text('state'), match: text('match') },
    from: new Date(window.from).toISOString(),
    to: new Date(window.to).toISOString(),
    limit: LIMIT,
  };
  return { body, faults: null };
}

/** Names, at its field, what an approved purpose needs and does not have. */
function missingOf(
  { code, needs }: PurposeRule,
  { hasIncident, isWithoutCase }: { readonly hasIncident: boolean; readonly isWithoutCase: boolean },
  text: (name: string) => string | undefined,
): FieldFaults {
  const hasWords = text('justification') !== undefined;
  const needsWords = hasIncident && incidentRowOf(code)?.words === true;
  return {
    ...(needs.offense &&
      text('offense') === undefined && { offense: 'Choose the offense: this purpose needs one.' }),
    ...(!isWithoutCase &&
      needs.caseNumber &&
      text('caseNumber') === undefined && { caseNumber: 'Give the case or CAD number.' }),
    ...(needs.supervisor &&
      text('supervisor') === undefined && {
        supervisor: 'Name the supervisor who knows of this query: this purpose needs one.',
      }),
    ...(needs.judicialProcess &&
      text('paper') === undefined && { paper: 'Fill in the court document: this purpose needs one.' }),
    ...(!hasWords &&
      needsWords && { justification: 'Write one line: this purpose needs it beside the incident.' }),
    ...(!hasWords &&
      !hasIncident &&
      needs.justification && {
        kind: 'Choose what happened, and fill in the fields below; or leave them, and say it in your words.',
        justification: 'Say what happened in your words, or choose it above.',
      }),
  };
}

/** Fills in the form as it would have been for the query, the other way round. */
export function typedOf({ from, plate, purpose, to }: QueryBody): Fields {
  const { context = [], incident, judicialProcess: paper, offense } = purpose;
  const given: Readonly<Record<string, string | undefined>> = {
    ...{ purpose: purpose.code, caseNumber: purpose.caseNumber, justification: purpose.justification },
    offense: offense === undefined ? undefined : `${offense.system}:${offense.code}`,
    supervisor: purpose.supervisor,
    ...{ paper: paper?.kind, court: paper?.court, docket: paper?.docket, judge: paper?.judge },
    issuedOn: paper?.issuedOn,
    affirmation: paper?.affirmation ? 'yes' : undefined,
    ...{ plate: plate?.number, state: plate?.state, match: plate?.match },
    ...(incident === undefined ? {} : typedOfIncident(incident)),
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

function typedOfIncident(incident: IncidentBody): Readonly<Record<string, string | undefined>> {
  const { agencyOri, grade, kind, occurred, place, reportedBy, vehicle } = incident;
  const { from, to } = occurred;
  return {
    ...{ kind, grade, vehicle, reportedBy, agency: agencyOri, place: placeText(place), affirmed: 'yes' },
    happened: fieldTime(Date.parse(from)),
    until: to === undefined || to === 'ongoing' ? undefined : fieldTime(Date.parse(to)),
    ongoing: to === 'ongoing' ? 'ongoing' : undefined,
  };
}

export interface StatedWords {
  readonly words: string;
  readonly is: string;
}

/** Returns what the asker said that refused words are: two fields each, in one order. */
export function statedWords(typed: Fields): readonly StatedWords[] {
  const is = typed.getAll('wordsAre');
  return typed.getAll('words').flatMap((words, at) => {
    const kind = is[at] ?? '';
    return (ATTESTED as readonly string[]).includes(kind) ? [{ words, is: kind }] : [];
  });
}
