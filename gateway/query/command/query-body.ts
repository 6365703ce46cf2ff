/** Turns the options of `query` into a body, which the gateway judges. Only the demo's may leave any out. */
import type { Attestation } from '../../../sharing-rules/terms/query.ts';
import { nextCommand } from '../../cli/next-command.ts';
import { windowAbout } from '../window-about.ts';
import { type IncidentOptions, incidentOf } from './incident-options.ts';

/** The options that say what reads are for, as typed. */
export interface PurposeOptions extends IncidentOptions {
  readonly purpose?: string;
  readonly case?: string;
  readonly justification?: string;
  /** Each `WORDS=KIND`. */
  readonly context?: readonly string[];
  readonly offense?: string;
  readonly supervisor?: string;
  readonly process?: string;
  readonly court?: string;
  readonly docket?: string;
  readonly judge?: string;
  readonly issuedOn?: string;
  readonly affirmation?: true;
}

/** The options of a question about a plate, as typed. */
export interface AskOptions extends PurposeOptions {
  readonly officer?: string;
  readonly officerName?: string;
  readonly hours?: number;
  readonly from?: string;
  readonly to?: string;
  readonly limit: number;
  readonly match: string;
  readonly state?: string;
}

const DEMO = {
  officer: 'officer-1',
  officerName: 'Officer One',
  purpose: 'stolen_vehicle',
  case: 'CR-2026-0142',
  justification: 'vehicle reported stolen overnight from a driveway',
};

/** Fills in what the demo's stranger left out, with a line that says what was put; null if nothing was. */
export function fillIn<T extends AskOptions>(options: T): { options: T; said: string | null } {
  // An incident needs no words.
  const isStated = incidentOf(options) !== undefined;
  const missing = Object.entries(DEMO).filter(
    ([name]) => options[name as keyof typeof DEMO] === undefined && !(isStated && name === 'justification'),
  );
  const filled = { ...Object.fromEntries(missing), ...options };
  const words = inWords(Object.fromEntries(missing));
  const by = options.officer === undefined ? 'as' : 'with';
  return {
    options: filled,
    said: words.length === 0 ? null : `asked ${by} ${words.join(', ')} (the demo's defaults)`,
  };
}

/** Lists what was put in, each with its kind. */
function inWords(put: Partial<typeof DEMO>): string[] {
  const { case: number, justification, officer, officerName, purpose } = put;
  const named = officerName === undefined ? '' : ` (${officerName})`;
  const who =
    officer === undefined ? officerName && `the officer's name ${officerName}` : `${officer}${named}`;
  const words = [who, purpose, number && `case ${number}`, justification && `"${justification}"`];
  return words.filter((one) => one !== undefined);
}

/** @throws Error naming the options that a query cannot do without */
export function queryBody(
  plate: string,
  ori: string,
  options: AskOptions,
  window: TimeWindow,
): Record<string, unknown> {
  const { officer, officerName, purpose, state } = options;
  if (purpose === undefined || officer === undefined || officerName === undefined) {
    const needed = { '--purpose': purpose, '--officer': officer, '--officer-name': officerName };
    const missing = Object.entries(needed).flatMap(([name, given]) =>
      given === undefined ? [`\`${name}\``] : [],
    );
    throw new Error(
      `${missing.join(', ')} missing: give them too, and what the purpose needs\nnext: see them all: ${nextCommand('query --help')}`,
    );
  }
  return {
    purpose: purposeOf(options),
    onBehalfOf: { id: officer, name: officerName, ori },
    plate: { number: plate, match: options.match, state },
    ...window,
    limit: options.limit,
  };
}

/** Returns the purpose as the API takes it. */
export function purposeOf(options: PurposeOptions): Record<string, unknown> {
  const [system, code] = options.offense?.split(/:(.*)/) ?? [];
  // JSON leaves out what is undefined.
  return {
    code: options.purpose,
    caseNumber: options.case,
    incident: incidentOf(options),
    justification: options.justification,
    context: options.context?.map(statedWords),
    supervisor: options.supervisor,
    offense: system === undefined ? undefined : { system, code },
    judicialProcess: judicialProcessOf(options),
  };
}

/** Splits at the last `=`, before which the words stand. */
function statedWords(given: string): Attestation {
  const at = given.lastIndexOf('=');
  return { words: given.slice(0, at), is: given.slice(at + 1) as Attestation['is'] };
}

/** RFC 3339. */
export interface TimeWindow {
  readonly from: string;
  readonly to: string;
}

/**
 * Returns the window: as it was given, else about the incident, else the last day.
 * @param now ms
 * @throws Error where the two times make none
 */
export function windowOf(options: Omit<AskOptions, 'limit' | 'match'>, now: number): TimeWindow {
  const { from, hours = LAST_DAY, purpose = DEMO.purpose, to } = options;
  if (options.hours === undefined && from === undefined && to === undefined) {
    const about = aboutIncidentOf(options, purpose, now);
    if (about !== null) return about;
  }
  if (from === undefined) {
    if (to !== undefined)
      throw new Error('give `--from` with `--to`, or `--hours` for how far back from now');
    return { from: new Date(now - hours * 3_600_000).toISOString(), to: new Date(now).toISOString() };
  }
  const end = to ?? new Date(now).toISOString();
  if (from < end) return { from, to: end };
  throw new Error(`\`--from\` must be before ${to === undefined ? 'now' : '`--to`'}`);
}

const LAST_DAY = 24;

function aboutIncidentOf(options: IncidentOptions, purpose: string, now: number): TimeWindow | null {
  const { from, to } = incidentOf(options)?.occurred ?? {};
  if (from === undefined) return null;
  const end = to === undefined || to === 'ongoing' ? (to as 'ongoing' | undefined) : Date.parse(to);
  const occurred = { from: Date.parse(from), ...(end === undefined ? {} : { to: end }) };
  const about = windowAbout(purpose, occurred, now);
  if (about === null) return null;
  if (about.from >= about.to)
    throw new Error('what is about the incident is too old: reads are kept for thirty days');
  return { from: new Date(about.from).toISOString(), to: new Date(about.to).toISOString() };
}

/** @throws Error where some of what the paper says is missing */
function judicialProcessOf(options: PurposeOptions): Record<string, unknown> | undefined {
  const { affirmation, court, docket, issuedOn, judge, process: kind } = options;
  const given = [kind, court, docket, judge, issuedOn];
  if (given.every((one) => one === undefined)) return undefined;
  if (given.includes(undefined)) {
    throw new Error('give `--process`, `--court`, `--docket`, `--judge` and `--issued-on` together');
  }
  return { kind, court, docket, judge, issuedOn, affirmation };
}
