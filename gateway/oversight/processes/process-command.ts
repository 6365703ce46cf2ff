/** `process`: the register of served process, from the command line. */
import { Command, Option } from 'commander';
import { DUTIES } from '../../../sharing-rules/served-process.ts';
import { part } from '../../cli/administration/part.ts';
import { readList } from '../../cli/administration/read-list.ts';
import { addTermOptions, bodyOfOptions } from '../../cli/administration/term-options.ts';
import type { Connect } from '../../cli/client/connect.ts';
import { nextStep } from '../../cli/client/next-step.ts';
import { hashOfFile } from '../../cli/hash-of-file.ts';
import { membersOf } from '../../cli/members-of.ts';
import { nextCommand } from '../../cli/next-command.ts';
import { words } from '../../cli/reason-option.ts';
import { tableOf, tableOfRows } from '../../cli/table-of.ts';
import { minuteOf } from '../../http/schemas/terms.ts';
import { PROCESS_SEARCHES, type ShownProcess } from './process.schema.ts';
import { DUTY_WORDS, KIND_WORDS, processBody, TYPED_TERMS } from './process.terms.ts';
import { PROCESS_COLUMNS } from './process-views.ts';

const PATH = '/v1/processes';
const COUNSEL = { otherwise: 'counsel' } as const;
const ID = ['<id>', 'id of the process'] as const;

export function processCommand(connect: Connect): Command {
  return new Command('process')
    .addCommand(listCommand(connect), { isDefault: true })
    .addCommand(showCommand(connect))
    .addCommand(registerCommand(connect))
    .addCommand(doneCommand(connect))
    .addCommand(refuseCommand(connect));
}

const pathOf = (id: string) => `${PATH}/${encodeURIComponent(id)}`;
const listStep = (as?: string) => ({ 404: `see which there are: ${nextCommand('process list', as)}` });
const showStep = (id: string, as?: string) => `see it: ${nextCommand(`process show ${id}`, as)}`;

const listCommand = part<{ readonly status?: string }>({
  name: 'list',
  description: 'served processes, what is overdue or due first on top',
  options: (command) =>
    command.addOption(new Option('--status <status>', 'how they stand').choices(PROCESS_SEARCHES)),
  example: ['process list', 'process list --status overdue'],
  json: '{ processes }',
  as: 'asks',
  acting: COUNSEL,
  work: async (asked) => {
    const processes = await readList<ShownProcess>(asked, { path: PATH, member: 'processes' });
    return { result: { processes }, say: () => tableOfRows(PROCESS_COLUMNS, processes) };
  },
});

const showCommand = part({
  name: 'show',
  description: 'one served process: its duties, and when each is due',
  argument: ID,
  example: 'process show 3f0c…',
  as: 'asks',
  acting: COUNSEL,
  work: async ({ as, client, named: id }) => {
    const process = await client.call<ShownProcess>('GET', pathOf(id)).catch(nextStep(listStep(as)));
    return { result: process, say: () => described(process) };
  },
});

const NOTES = `
Of persons and plates only codes are kept: nobody reads them in the register
again. The document stays with you; with --document its SHA-256 is kept.

A day is meant as a whole, in UTC; give a time with its zone for another clock,
e.g. 2026-12-08T17:00-07:00.
`;

const registerCommand = part<{ readonly document?: string }>({
  name: 'register',
  description:
    'register a process that was served; an administrative warrant of immigration is refused at once',
  options: (command) =>
    addTermOptions(command, TYPED_TERMS).option(
      '--document <file>',
      'file of the paper; only its SHA-256 is sent',
    ),
  notes: NOTES,
  example: `process register --kind subpoena \\
    --issuer "Adams County District Court" --served 2026-11-24 \\
    --plate DEMO001 --answer-by 2030-12-08`,
  as: 'acts',
  acting: COUNSEL,
  read: ({ document }) => (document === undefined ? {} : { documentSha256: hashOfFile(document) }),
  work: async ({ as, client, given, read }) => {
    const body = { ...processBody(bodyOfOptions(TYPED_TERMS, given)), ...(read as object) };
    const process = await client.call<ShownProcess>('POST', PATH, body);
    const { id, nextDueAt, reason, status } = process;
    const due = nextDueAt === null ? 'nothing is due' : `due next: ${minuteOf(nextDueAt)} UTC`;
    const refused = status === 'refused' ? `\nrefused: ${reason}` : '';
    return { result: process, say: () => `registered: ${id}; ${due}${refused}\n${showStep(id, as)}` };
  },
});

const doneCommand = part<{ readonly duty: string; readonly note?: string }>({
  name: 'done',
  description: 'say that a duty was done',
  argument: ID,
  options: (command) =>
    command
      .addOption(new Option('--duty <duty>', 'which one').choices(DUTIES).makeOptionMandatory())
      .option('--note <text>', 'how; names no person and no plate', words('--note', 'answered by letter')),
  example: 'process done 3f0c… --duty answer --note "answered by letter"',
  as: 'acts',
  acting: COUNSEL,
  work: async ({ as, client, duty, named: id, note }) => {
    const process = await client
      .call<ShownProcess>('POST', `${pathOf(id)}/duties/${duty}/done`, { note })
      .catch(nextStep({ ...listStep(as), 409: showStep(id, as) }));
    return { result: process, say: () => described(process) };
  },
});

const refuseCommand = part<{ readonly reason: string }>({
  name: 'refuse',
  description: 'say that nothing is given under a process, and why; a copy that the state gets stays due',
  argument: ID,
  options: (command) =>
    command.requiredOption(
      '--reason <text>',
      'why; names no person and no plate',
      words('--reason', 'not signed by a judge'),
    ),
  example: 'process refuse 3f0c… --reason "not signed by a judge"',
  as: 'acts',
  acting: COUNSEL,
  work: async ({ as, client, named: id, reason }) => {
    const process = await client
      .call<ShownProcess>('POST', `${pathOf(id)}/refused`, { reason })
      .catch(nextStep({ ...listStep(as), 409: showStep(id, as) }));
    return { result: process, say: () => described(process) };
  },
});

function described({ duties, kind, ...process }: ShownProcess): string {
  const table = tableOf(
    ['duty', 'due (UTC)', 'status', 'done (UTC)', 'by', 'note'],
    duties.map(({ by, doneAt, doneByName, duty, note, status }) => [
      ...[DUTY_WORDS[duty], minuteOf(by), status, minuteOf(doneAt), doneByName, note],
    ]),
  );
  return `${membersOf({ kind: KIND_WORDS[kind], ...process })}\n\n${table}`;
}
