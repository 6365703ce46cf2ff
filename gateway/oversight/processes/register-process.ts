/** Registers a served process, with its entry in the log; what no court signed is refused by the same entry. */
import type pg from 'pg';
import { faultOfProcess, refusedAtOnce } from '../../../sharing-rules/served-process.ts';
import { normalisePlate } from '../../../sharing-rules/terms/plate.ts';
import { appendOwnerEvent } from '../../audit/owner-event.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { readNow } from '../../database/read-now.ts';
import { GatewayError } from '../../faults/errors.ts';
import { type GrantedByPerson, refuseIfRemoved } from '../../release/revoke/grant-right.ts';
import type { ProcessBody } from './process.schema.ts';
import { type NamedScope, namesSubject, subjectsOf } from './process-subjects.ts';
import { addProcess, type NewProcess } from './processes-store.ts';

export interface ProcessDeps {
  readonly pool: pg.Pool;
  /** 32 bytes: makes the codes of persons and plates. */
  readonly subjectKey: Buffer;
}

/** Resolves to its id. @throws GatewayError `malformed` that names the member, and says what to write */
export async function registerProcess(
  { pool, subjectKey }: ProcessDeps,
  body: ProcessBody,
  by: GrantedByPerson,
): Promise<string> {
  const process = { ...judged(subjectKey, body, await readNow(pool)), registeredBy: by.personId };
  return inTransaction(pool, async (trx) => {
    await refuseIfRemoved(trx, by);
    const id = await addProcess(trx, process);
    await appendOwnerEvent(trx, { kind: 'process_served', agency: null, owner: detailOf(id, process) });
    return id;
  });
}

function judged(key: Buffer, body: ProcessBody, now: number): Omit<NewProcess, 'registeredBy'> {
  const { documentSha256 = null, issuer, kind, scope } = body;
  const asked = typeof scope === 'string' ? {} : scope;
  const times = {
    servedAt: first(body.servedAt),
    duties: body.duties.map(({ by, duty }) => ({ duty, by: last(by) })),
    from: asked.from === undefined ? null : first(asked.from),
    to: asked.to === undefined ? null : last(asked.to),
  };
  const subjects = subjectsOf(key, scope);
  const fault =
    faultOfProcess(times, now) ??
    faultOfPlates(asked) ??
    (documentSha256 === null || /^[0-9a-f]{64}$/i.test(documentSha256) ? null : NO_HASH) ??
    (namesSubject(key, issuer, subjects) ? NAMES_SUBJECT : null);
  if (fault !== null) throw new GatewayError('malformed', fault);
  return {
    ...{ kind, issuer, ...subjects, refusedReason: refusedAtOnce(kind) },
    ...{ servedAt: new Date(times.servedAt), from: dateOf(times.from), to: dateOf(times.to) },
    documentSha256: documentSha256?.toLowerCase() ?? null,
    duties: times.duties.map(({ by, duty }) => ({ duty, by: new Date(by) })),
  };
}

const NO_HASH =
  '`documentSha256` is not a SHA-256: write the 64 hexadecimal digits that `sha256sum FILE` prints';
const NAMES_SUBJECT = '`issuer` names a person or a plate of the scope: write the court or the office alone';

function faultOfPlates({ plates = [] }: NamedScope): string | null {
  const at = plates.findIndex((plate) => normalisePlate(plate) === null);
  if (at < 0) return null;
  return `\`scope.plates.${at}\` is not a plate: write only its letters and digits`;
}

/** Reads a bare day as the whole UTC day; a caller with another clock sends a time with its zone. */
const first = (text: string) => Date.parse(text);
const last = (text: string) => Date.parse(text.length === 10 ? `${text}T23:59:59Z` : text);
const dateOf = (time: number | null) => (time === null ? null : new Date(time));

function detailOf(id: string, process: NewProcess): Readonly<Record<string, unknown>> {
  const { documentSha256, duties, from, issuer, kind, persons, plates, refusedReason, servedAt, to, words } =
    process;
  const codes = (of: readonly Buffer[]) => of.map((one) => one.toString('hex'));
  return {
    by: process.registeredBy,
    process: id,
    served: {
      ...{ kind, issuer, servedAt: servedAt.toISOString(), documentSha256 },
      duties: duties.map(({ by, duty }) => ({ duty, by: by.toISOString() })),
      scope: {
        ...{ persons: codes(persons), plates: codes(plates), words: words?.toString('hex') ?? null },
        ...{ from: from?.toISOString() ?? null, to: to?.toISOString() ?? null },
      },
    },
    ...(refusedReason === null ? {} : { refused: true, reason: refusedReason }),
  };
}
