/** Reads the CSV file of a roster: each row with its line, or what keeps it from being read. */
import { foldOfficerId } from '../../../sharing-rules/terms/officer-id.ts';
import { GatewayError } from '../../faults/errors.ts';
import { parsedBody } from '../../http/parse-body.ts';
import { readCsv } from '../../reads/read-csv.ts';
import { readLines } from '../../reads/read-lines.ts';
import type { RawRecord } from '../../reads/read-records.ts';
import { type RosterOfficer, validateRosterOfficer } from './roster.schema.ts';
import { ROSTER_CSV } from './roster.terms.ts';

/** A row of a file: either the officer, or the `fault` that prevented reading it. */
export type RosterLine = { readonly line: number } & (
  | { readonly officer: RosterOfficer }
  | { readonly fault: string; readonly reference: string; readonly name: string }
);

/** The largest number of rows for which a request body has room. */
const MOST_ROWS = 1_000;

/** @throws GatewayError `malformed` if the header names other columns, or if there are no rows, or too many */
export async function readRoster(csv: string): Promise<readonly RosterLine[]> {
  const rows: RosterLine[] = [];
  const seen = new Map<string, number>();
  for await (const record of readCsv(readLines(wholeOf(csv)), ROSTER_CSV)) {
    if (rows.length === MOST_ROWS) {
      throw new GatewayError(
        'malformed',
        `\`csv\` has more than ${MOST_ROWS} officers: send the rest in another file`,
      );
    }
    const row = lineOf(record);
    const key = 'officer' in row ? foldOfficerId(row.officer.reference) : '';
    const before = key === '' ? undefined : seen.get(key);
    if (before === undefined) seen.set(key, row.line);
    const fault = `this officer stands in line ${before} already`;
    rows.push('officer' in row && before !== undefined ? { line: row.line, ...row.officer, fault } : row);
  }
  if (rows.length > 0) return rows;
  throw new GatewayError(
    'malformed',
    `\`csv\` has no officer: its first line names the columns ${ROSTER_CSV.all.join(',')}, and each further line is one officer`,
  );
}

async function* wholeOf(csv: string): AsyncGenerator<Buffer> {
  yield Buffer.from(csv);
}

function lineOf({ fault, line, source, value }: RawRecord): RosterLine {
  const { name = '', reference = '', ...attested } = (value ?? {}) as Partial<Record<string, string>>;
  const refused = (why: string) => ({ line, reference, name, fault: why });
  if (fault !== undefined) return refused(fault);
  if (source.includes('\uFFFD')) return refused('the line is not UTF-8: save the file as CSV UTF-8');
  const { federalDetail, ...others } = attested;
  const answer = federalDetail === undefined ? undefined : ANSWERS[federalDetail.toLowerCase()];
  if (federalDetail !== undefined && answer === undefined) return refused('`federalDetail` is yes or no');
  const attestation =
    Object.keys(attested).length === 0
      ? {}
      : { attestation: { ...others, ...(answer === undefined ? {} : { federalDetail: answer }) } };
  const given = { ...(reference && { reference }), ...(name && { name }), ...attestation };
  try {
    return { line, officer: parsedBody(Buffer.from(JSON.stringify(given)), validateRosterOfficer) };
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    return refused(error.message.replace('the body', 'the line').replaceAll('`attestation.', '`'));
  }
}

const ANSWERS: Readonly<Record<string, boolean>> = { yes: true, true: true, no: false, false: false };
