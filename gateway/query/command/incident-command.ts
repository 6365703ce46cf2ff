/** `incident try FILE` tells what becomes of a partner's last queries, by their words and by incidents. It asks nobody. */
import { readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { AGENCY_CLASSES, type AgencyClass } from '../../../sharing-rules/terms/agency-classes.ts';
import { localPart } from '../../cli/administration/part.ts';
import { tableOf } from '../../cli/table-of.ts';
import type { Sum, Tried } from './try-incident.ts';

const NOTES = `
FILE has the bodies of \`POST /v1/queries\`, one a line (NDJSON), as they were sent. Each is judged by all rules, as
asked by an agency in good standing: by its words alone, and with \`purpose.incident\` where it has one; else it is
told what is missing to state one. Neither plates nor words are printed, nothing is sent, no database is asked.
`;

export function incidentCommand(): Command {
  return new Command('incident').addCommand(tryCommand());
}

const CLASSES = AGENCY_CLASSES.filter(({ answer }) => answer !== 'refused').map(({ class: name }) => name);

const tryCommand = () =>
  localPart<{ readonly class: AgencyClass }>({
    name: 'try',
    description: "a partner's last bodies, before and after",
    argument: ['<file>', 'bodies of queries, one a line'],
    options: (command) =>
      command.addOption(
        new Option('--class <class>', 'what the agency is').choices(CLASSES).default('municipal'),
      ),
    notes: NOTES,
    example: 'incident try last-queries.ndjson',
    work: async ({ class: agencyClass, named: file }) => {
      // The rules and their word lists take longer to load than this help takes to print.
      const { sumOf, tryBody } = await import('./try-incident.ts');
      const tried = tryAll(readFileSync(file), (body, line) =>
        tryBody(body, line, { agencyClass, now: Date.now() }),
      );
      const sum = sumOf(tried);
      return { result: { tried, sum }, say: () => describe(tried, sum) };
    },
  });

const NEWLINE = 0x0a;

/** Empty lines do not count. */
function tryAll(file: Buffer, tryLine: (body: Buffer, line: number) => Tried): Tried[] {
  const tried: Tried[] = [];
  for (let from = 0, line = 1; from < file.length; line += 1) {
    const end = file.indexOf(NEWLINE, from);
    const to = end === -1 ? file.length : end;
    const body = file.subarray(from, to);
    if (body.toString().trim() !== '') tried.push(tryLine(body, line));
    from = to + 1;
  }
  return tried;
}

const WORDS = { permit: 'released', review: 'held', deny: 'refused' } as const;

type Judged = Exclude<Tried, { readonly malformed: string }>;

function describe(tried: readonly Tried[], sum: Sum): string {
  const table = tableOf(
    ['line', 'purpose', 'by its words', 'by an incident'],
    tried.map((one) =>
      'malformed' in one
        ? [String(one.line), '', `malformed: ${one.malformed}`, '']
        : [String(one.line), one.purpose, answerText(one.before), afterText(one)],
    ),
  );
  const { after, before } = sum;
  return [
    table,
    `${sum.queries} queries, ${sum.malformed} malformed`,
    `by their words: ${effectsText(before)}`,
    `with incidents: ${effectsText(after)}; ${after.toState} have still to state one, ${after.takesNone} take none`,
  ].join('\n');
}

function afterText({ after, missing }: Judged): string[] {
  if (after !== null) return answerText(after);
  return missing === null ? ['takes none: as by its words'] : missing.map((fact) => `state ${fact}`);
}

function answerText({ effect, reasons }: Judged['before']): string[] {
  const why = reasons.map(({ code, detail }) => (detail ? `${code}: ${detail}` : code));
  return [WORDS[effect], ...why];
}

function effectsText(counts: Sum['before']): string {
  return `${counts.permit} released, ${counts.review} held, ${counts.deny} refused`;
}
