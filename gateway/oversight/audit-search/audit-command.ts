/** `audit search` and `audit export`: the log for auditors, from the command line. */
import { createWriteStream, existsSync, renameSync, rmSync } from 'node:fs';
import { Writable } from 'node:stream';
import { Command, Option } from 'commander';
import { EFFECTS } from '../../../sharing-rules/terms/decision.ts';
import { APPROVED_CODES, findPurpose } from '../../../sharing-rules/terms/purposes.ts';
import { utcSecond } from '../../../sharing-rules/terms/utc-day.ts';
import { counted } from '../../../sharing-rules/text/counted.ts';
import type { Acting, Client, Connect } from '../../cli/client/connect.ts';
import { findGivenAgencyOri } from '../../cli/client/find-agency.ts';
import { findOfficerId } from '../../cli/client/find-officer.ts';
import { bodyOf, readAnswer } from '../../cli/client/http-client-answer.ts';
import { askAs, type ClientOptions, jsonOption } from '../../cli/client-options.ts';
import { dayOrTime } from '../../cli/day-or-time.ts';
import { explainFault } from '../../cli/explain-fault.ts';
import { wholeBetween } from '../../cli/number-between.ts';
import { agency } from '../../cli/ori-argument.ts';
import { printResult } from '../../cli/print-result.ts';
import { showProgress } from '../../cli/show-progress.ts';
import { tableOf } from '../../cli/table-of.ts';
import { writeOut } from '../../cli/write-out.ts';
import { withNames } from '../../registry/identities/with-names.ts';
import { allHeldInWords, indexInWords } from '../held/held-in-words.ts';
import type { HeldAgainstLog } from '../held/hold-against-log.ts';
import { PLATE_WAS, type PlateWas, saidOfOlder } from './plate-was.ts';
import { type SayingEntryView, saidInWords } from './said-in-words.ts';
import { showEntryCommand } from './show-entry-command.ts';

interface FilterOptions extends ClientOptions {
  readonly agency?: string;
  readonly kind?: string;
  readonly effect?: string;
  readonly purpose?: string;
  readonly reason?: string;
  readonly officer?: string;
  readonly release?: string;
  readonly plate?: string;
  readonly case?: string;
  readonly from?: string;
  readonly to?: string;
}

interface Found {
  readonly entries: readonly (SayingEntryView &
    HeldAgainstLog & { readonly index: number; readonly plateWas?: PlateWas } & Readonly<
      Record<string, unknown>
    >)[];
  readonly next: string | null;
  readonly releasedPlatesSince?: string | null;
}

type SearchOptions = FilterOptions & {
  readonly limit: number;
  readonly cursor?: string;
  readonly details?: true;
};

const AUDITS: Acting = { otherwise: 'auditor' };

export function auditCommand(connect: Connect): Command {
  return new Command('audit')
    .addCommand(searchCommand(connect))
    .addCommand(showEntryCommand(connect))
    .addCommand(exportCommand(connect));
}

function filtered(name: string): Command {
  return new Command(name)
    .option('--agency <agency>', 'ORI of an agency, or its name', agency)
    .option('--kind <kind>', 'e.g. release, refusal, revoked')
    .addOption(new Option('--effect <effect>').choices(EFFECTS))
    .option('--purpose <code>', 'e.g. stolen_vehicle')
    .option('--reason <code>', 'reason code, e.g. grant_revoked')
    .option('--officer <id>', "officer, by the agency's id, e.g. officer-1, or the gateway's own")
    .option('--release <id>', 'id of a release')
    .option('--plate <plate>', 'who asked for a plate, or got it by asking for another or for an area')
    .option('--case <number>', 'queries for one case, e.g. CR-2026-0142, and who looked for it')
    .option('--from <time>', 'inclusive, e.g. 2026-06-01', dayOrTime)
    .option('--to <time>', 'exclusive', dayOrTime)
    .addOption(askAs('auditor'))
    .addOption(jsonOption());
}

/** Officers are named in a search by the gateway's id; people know them by their agency's. */
async function filtersFor(client: Client, { agency: named, officer, ...options }: FilterOptions) {
  const { as, from, to } = options;
  if (from !== undefined && to !== undefined && Date.parse(to) <= Date.parse(from)) {
    throw new Error('`--to` is not after `--from`: nothing lies between');
  }
  const found = await findGivenAgencyOri(client, named, as);
  const given = found === undefined ? options : { ...options, agency: found };
  if (officer === undefined) return filtersOf(given);
  return filtersOf({ ...given, officer: await findOfficerId(client, officer, { agency: found, as }) });
}

function filtersOf(options: Omit<FilterOptions, 'as' | 'json'>) {
  const { agency, kind, effect, purpose, reason, officer, release, plate, from, to } = options;
  const personal = { plate, caseNumber: options.case };
  return {
    agency,
    kind,
    effect,
    purpose,
    reason,
    officerId: officer,
    releaseId: release,
    ...personal,
    from,
    to,
  };
}

function searchCommand(connect: Connect): Command {
  return filtered('search')
    .description('entries of the log, the newest first; the search is an entry itself')
    .option(
      '--details',
      'also what each says: officer, case, plate, reads and reason, or who did what; so with --case',
    )
    .option('--limit <entries>', 'at most 200', wholeBetween(1, 200), 50)
    .option('--cursor <cursor>', '`next` of the page before')
    .addHelpText(
      'after',
      `\nThe details say who did it and why: see \`audit show\` for one entry, and
\`audit export\`, which takes the same filters.

Example:
  npm run gateway -- audit search --agency CO0010000 --effect deny
  npm run gateway -- audit search --case CR-2026-0142`,
    )
    .action(async (options: SearchOptions) => {
      const client = await connect(options.as, AUDITS);
      const { cursor, limit } = options;
      const details = options.details === true || options.case !== undefined;
      const body = { ...(await filtersFor(client, options)), cursor, limit, ...(details ? { details } : {}) };
      const found = await client.call<Found>('POST', '/v1/audit/search', body);
      const shown = options.json || !details ? found : await withNames(client, found);
      printResult(found, options.json === true, () => describeFound(shown, options));
    });
}

const HEAD = ['entry', 'at (UTC)', 'kind', 'agency', 'effect', 'purpose', 'reasons'];

function describeFound({ entries, next, releasedPlatesSince }: Found, options: SearchOptions): string {
  const says = entries.some((one) => one.says !== undefined);
  const byPlate = options.plate !== undefined;
  const rows = entries.map((one) => {
    const { agency, at, effect, kind, purpose, reasonCodes } = one;
    const facts = [indexInWords(one), utcSecond(String(at)), kind, agency, effect, purpose];
    const codes = (reasonCodes as string[]).join(', ');
    const was = byPlate ? [one.plateWas === undefined ? '' : PLATE_WAS[one.plateWas]] : [];
    return [...facts, codes, ...was, ...(says ? [saidInWords(one, (name) => name)] : [])];
  });
  const rest = tableOf([...HEAD, ...(byPlate ? ['plate was'] : []), ...(says ? ['says'] : [])], rows);
  const held = allHeldInWords(entries);
  const table = held === '' ? rest : `${rest}\n${held}`;
  const older = saidOfOlder(releasedPlatesSince);
  const found = older === null ? table : `${table}\n${older}\n${LOOK_AT_RELEASES}`;
  if (next === null) return found + unknownPurpose(rows, options);
  const back = rows.length < options.limit ? `looked back to entry ${next}; ` : '';
  return `${found}\n${back}more: repeat with --cursor ${next}`;
}

const LOOK_AT_RELEASES = 'Look at them with: npm run gateway -- audit search --kind release --details';

/** An unknown code may have been asked for, and then is in the log: it is looked for all the same. */
function unknownPurpose(rows: readonly unknown[], { purpose }: FilterOptions): string {
  if (rows.length > 0 || purpose === undefined || findPurpose(purpose) !== undefined) return '';
  return `\n\`${purpose}\` is not a purpose; they are ${APPROVED_CODES.join(', ')}, and those that are always refused`;
}

function exportCommand(connect: Connect): Command {
  return filtered('export')
    .description('entries with their details, the oldest first; the export is an entry itself')
    .addOption(new Option('--format <format>').choices(['ndjson', 'csv']).default('ndjson'))
    .option('--output <file>', 'new file to write; default standard output')
    .addHelpText('after', '\nExample:\n  npm run gateway -- audit export --format csv --output june.csv')
    .action(async (options: FilterOptions & { format: string; output?: string }) => {
      // Before it is asked for: the export is an entry of the log.
      if (options.output !== undefined && existsSync(options.output)) {
        throw new Error(`\`${options.output}\` is there already: name a new file`);
      }
      const client = await connect(options.as, AUDITS);
      const body = { ...(await filtersFor(client, options)), format: options.format };
      const response = await client.open('POST', '/v1/audit/export', body);
      if (!response.ok || response.body === null) bodyOf(await readAnswer(response));
      const size = Number(response.headers.get('Log-Size'));
      const { output, json } = options;
      // An export that was cut has no end: reading it fails.
      const lines = await save(response.body as ReadableStream<Uint8Array>, output, size);
      // CSV has a line of names.
      const entries = options.format === 'csv' ? lines - 1 : lines;
      const result = { entries, output: output ?? null };
      if (json) printResult(result, true, () => '');
      else if (output !== undefined)
        printResult(result, false, () => `${counted(entries, 'entry', 'entries')} in ${output}`);
    });
}

/** The index with which a line begins, as NDJSON and as CSV. */
const INDEX = /^(?:\{"index":)?(\d+),/gm;

/** Resolves to the number of lines written. @param size of the log: how far it is shows in the indices */
async function save(
  body: ReadableStream<Uint8Array>,
  output: string | undefined,
  size: number,
): Promise<number> {
  const progress = showProgress('entries', output === undefined);
  // Under its own name only once it is whole: a part of it ends with a whole line, and looks as if it were all.
  const part = `${output}.part`;
  const file = output === undefined ? null : createWriteStream(part, { mode: 0o600 });
  const writer = file === null ? null : Writable.toWeb(file).getWriter();
  const decoder = new TextDecoder();
  let lines = 0;
  try {
    for await (const chunk of body) {
      await (writer === null ? writeOut(decoder.decode(chunk, { stream: true })) : writer.write(chunk));
      for (const byte of chunk) if (byte === 0x0a) lines += 1;
      const last = [...Buffer.from(chunk).toString('latin1').matchAll(INDEX)].at(-1)?.[1];
      if (last !== undefined) progress.update(Math.min(Number(last), size), size, output ?? '');
    }
    await writer?.close();
    if (output !== undefined) renameSync(part, output);
  } catch (cause) {
    if (output === undefined) throw cause;
    rmSync(part, { force: true });
    throw new Error(
      `the export broke off, and nothing is kept: ${explainFault(cause)}; next: ask for it again`,
      {
        cause,
      },
    );
  } finally {
    progress.stop();
  }
  return lines;
}
