/**
 * Makes a query of one call of your CAD's export, with the incident that the call tells of: no words are needed then.
 * Usage: npx tsx incident-from-cad.ts CALL.json > query.json
 * Write your own codes into the two tables; `/v1/purposes` lists what each purpose takes.
 */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** By your call type: purpose, kind, offense, and what the vehicle is in the case. */
const CALLS: Readonly<Record<string, readonly [string, string, string | null, string]>> = {
  'AUTO THEFT': ['stolen_vehicle', 'offense', 'nibrs:240', 'stolen'],
  ROBBERY: ['carjacking_robbery', 'offense', 'nibrs:120', 'of_suspect'],
  'HIT AND RUN INJURY': ['hit_and_run', 'offense', 'crs:42-4-1601', 'of_suspect'],
  'MISSING PERSON': ['missing_endangered', 'missing_person', null, 'of_missing_person'],
};
const SOURCES: Readonly<Record<string, string>> = { VICTIM: 'victim', WITNESS: 'witness', E911: 'dispatch' };

/** What your CAD exports of a call. */
export interface Call {
  readonly type: string;
  readonly number: string;
  /** RFC 3339, with the zone. */
  readonly occurred: string;
  readonly city: string;
  readonly source: string;
  readonly plate: string;
  readonly officer: { readonly id: string; readonly name: string; readonly ori: string };
  /** The officer's own tick below the words of `affirmed` in `/openapi.json`. */
  readonly affirmed: boolean;
}

/** @param now ms. The window begins a day before the incident, which every purpose allows. */
export function queryFromCall(call: Call, now: number) {
  const known = CALLS[call.type];
  const reportedBy = SOURCES[call.source];
  if (!known || !reportedBy) throw new Error(`the tables have no \`${known ? call.source : call.type}\``);
  if (call.affirmed !== true) throw new Error('the officer has not affirmed what the query is not for');
  const [code, kind, offense, vehicle] = known;
  const [system, ofSystem] = offense?.split(':') ?? [];
  const place = { city: call.city.toLowerCase().replace(/\b[a-z]/g, (letter) => letter.toUpperCase()) };
  const occurred = { from: call.occurred };
  const incident = { kind, occurred, place, vehicle, reportedBy, affirmed: true };
  const purpose = {
    code,
    caseNumber: call.number,
    incident,
    ...(offense && { offense: { system, code: ofSystem } }),
  };
  const from = new Date(Date.parse(call.occurred) - 86_400_000).toISOString();
  const window = { from, to: new Date(now).toISOString() };
  return { purpose, onBehalfOf: call.officer, plate: { number: call.plate }, ...window };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    const call: Call = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
    process.stdout.write(`${JSON.stringify(queryFromCall(call, Date.now()))}\n`);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}
