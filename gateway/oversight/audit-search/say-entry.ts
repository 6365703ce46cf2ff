/** Tells what an entry says: of a query, who asked what for which case; of an act, who did it and why. */
import { tellIncident } from '../../../sharing-rules/incident/tell-incident.ts';
import type { RecordsAnswer } from '../../../sharing-rules/records/compare-answer.ts';
import type { Query } from '../../../sharing-rules/terms/query.ts';
import { parseDetail } from '../../audit/kept/parse-detail.ts';
import type { TypeOf } from '../../http/schemas/shapes.ts';
import { type ProcessDetail, processInWords } from '../processes/process-in-words.ts';
import type { SayingEntry } from './audit-entries-store.ts';
import type { said } from './audit-search.schema.ts';

interface OwnerDetail extends RecordsDetail, ProcessDetail {
  readonly by?: unknown;
  readonly reason?: unknown;
  readonly input?: { readonly query?: Partial<Query> };
}

interface AskerDetail {
  readonly records?: unknown;
}

/** Returns null if the details were erased with their day. */
export function sayEntry({ kept, officer }: SayingEntry): TypeOf<typeof said> | null {
  if (kept === null) return null;
  const detail = parseDetail(kept.owner.detail) as OwnerDetail;
  const { by, input, note, reason } = detail;
  const { records } = parseDetail(kept.asker.detail) as AskerDetail;
  const { onBehalfOf, plate, purpose } = input?.query ?? {};
  const named = onBehalfOf && { reference: onBehalfOf.id, name: onBehalfOf.name };
  return {
    officer: officer ?? named ?? null,
    plate: plate?.number ?? null,
    caseNumber: purpose?.caseNumber ?? null,
    incident: tellIncident(purpose ?? {}),
    justification: purpose?.justification ?? null,
    records: typeof records === 'number' ? records : null,
    by: typeof by === 'string' ? by : null,
    reason: processInWords(detail) ?? textOf(reason) ?? recordsInWords(detail) ?? textOf(note),
  };
}

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);

/** The members of an entry's owner detail that tell it. */
interface RecordsDetail {
  readonly entry?: number;
  readonly stated?: RecordsAnswer;
  readonly statedBy?: { readonly ori: string; readonly clientId: string };
  readonly differences?: readonly string[];
  readonly note?: unknown;
  readonly outcome?: unknown;
}

/** Tells what a records office stated, never as a fact: only the office knows. Null for any other entry. */
function recordsInWords({
  differences = [],
  entry,
  note,
  outcome,
  stated,
  statedBy,
}: RecordsDetail): string | null {
  if (entry === undefined || (statedBy === undefined && outcome === undefined)) return null;
  const who = statedBy === undefined ? `${outcome}` : `stated by ${statedBy.clientId} of ${statedBy.ori}`;
  const what = stated === undefined ? (typeof note === 'string' ? note : '') : answerInWords(stated);
  const differs = differences.length === 0 ? '' : ` (${differences.join(', ').replaceAll('_', ' ')})`;
  return `of entry ${entry}, ${who}: ${what}${differs}`;
}

function answerInWords({ caseExists, date, offense, plateNamed }: RecordsAnswer): string {
  if (!caseExists) return 'the case does not exist';
  return [
    'the case exists',
    ...(offense === undefined
      ? []
      : [offense === null ? 'no offense' : `offense ${offense.code} (${offense.system})`]),
    ...(date === undefined ? [] : [`of ${date}`]),
    plateNamed ? 'the plate is named in it' : 'the plate is not named in it',
  ].join(', ');
}
