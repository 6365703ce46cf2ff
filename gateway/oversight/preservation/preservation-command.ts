/** `preservation`: reads that two persons keep for a case, or a served process, beyond their thirty days. */
import { existsSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { utcSecond } from '../../../sharing-rules/terms/utc-day.ts';
import { counted } from '../../../sharing-rules/text/counted.ts';
import { part } from '../../cli/administration/part.ts';
import { addTermOptions, bodyOfOptions, type Parsers } from '../../cli/administration/term-options.ts';
import type { Acting, Connect } from '../../cli/client/connect.ts';
import { nextStep } from '../../cli/client/next-step.ts';
import { byItsRole, nextByAnother } from '../../cli/client/who-else.ts';
import { time } from '../../cli/day-or-time.ts';
import { membersOf } from '../../cli/members-of.ts';
import { nextCommand } from '../../cli/next-command.ts';
import { reasonOption, words } from '../../cli/reason-option.ts';
import { tableOf, tableOfRows } from '../../cli/table-of.ts';
import { factsOf } from '../../http/schemas/terms.ts';
import { withPurposeOptions } from '../../query/command/purpose-options.ts';
import { type PurposeOptions, purposeOf } from '../../query/command/query-body.ts';
import type { PreservedReads, ShownPreservation, ShownPreservations } from './preservation.schema.ts';
import { PRESERVATION_TERMS, RENEWAL_TERMS } from './preservation.terms.ts';
import { PRESERVATION_COLUMNS } from './preservation-columns.ts';

const PATH = '/v1/preservations';
const BY_CLERK: Acting = { otherwise: 'clerk' };
const TAKES: Acting = { otherwise: 'clerk', grants: true };
const ID = ['<id>', 'id of the preservation, as `preservation list` shows it'] as const;
const EXAMPLE = 'trial set for March';
const PARSERS: Parsers = { from: time, to: time, until: time, reason: words('--reason', EXAMPLE) };
const unknownStep = (as?: string) =>
  nextStep({ 404: `see which there are: ${nextCommand('preservation list', as)}` });

export function preservationCommand(connect: Connect): Command {
  return new Command('preservation')
    .addCommand(listCommand(connect))
    .addCommand(showCommand(connect))
    .addCommand(proposeCommand(connect))
    .addCommand(approveCommand(connect))
    .addCommand(renewCommand(connect))
    .addCommand(endCommand(connect))
    .addCommand(releaseCommand(connect));
}

const listCommand = part({
  name: 'list',
  description: 'what is kept and what waits, and what each person did within a year',
  example: 'preservation list',
  json: '{ preservations, persons }',
  as: 'asks',
  work: async ({ client }) => {
    const result = await client.call<ShownPreservations>('GET', PATH);
    const say = () =>
      [
        tableOfRows({ id: ({ id }: ShownPreservation) => id, ...PRESERVATION_COLUMNS }, result.preservations),
        tableOf(
          ['person', 'proposed', 'refused', 'approved', 'took'],
          result.persons.map(({ approved, name, proposed, refused, released }) => [
            ...[name, proposed, refused, approved, released],
          ]),
        ),
      ].join('\n\n');
    return { result, say };
  },
});

const showCommand = part({
  name: 'show',
  description: 'one preservation: why, for which case or process, and what its second person has to look at',
  argument: ID,
  example: 'preservation show 3f0c…',
  as: 'asks',
  work: async ({ as, client, named }) => {
    const one = await client.call<ShownPreservation>('GET', pathOf(named)).catch(unknownStep(as));
    return { result: one, say: () => describe(one) };
  },
});

const proposeCommand = part<PurposeOptions>({
  name: 'propose',
  description: 'propose to keep the reads of a plate for a case or a process; an administrator approves it',
  argument: ['<plate>', 'the whole plate, e.g. DEMO001'],
  options: (command) => addTermOptions(withPurposeOptions(command), PRESERVATION_TERMS, PARSERS),
  notes: '\nIt is judged as a query is. Nothing is looked up and nothing is kept before it is approved.\n',
  example: `preservation propose DEMO001 --case CR-2026-0142 \\
    --purpose stolen_vehicle --justification "sedan stolen from a driveway overnight" \\
    --from 2026-11-28T00:00Z --to 2026-11-30T00:00Z \\
    --keep-until 2027-03-01T00:00Z --reason "${EXAMPLE}"`,
  as: 'acts',
  acting: BY_CLERK,
  work: async ({ client, given, named }) => {
    const one = await client.call<ShownPreservation>('POST', PATH, {
      ...{ caseNumber: given.case, purpose: purposeOf(given), plate: { number: named } },
      ...bodyOfOptions(PRESERVATION_TERMS, given),
    });
    const proposed = `proposed, nothing is kept until it is approved: ${one.id}`;
    const say = () =>
      [proposed, ...lookAt(one), ...nextByAnother(client, `preservation approve ${one.id}`)].join('\n');
    return { result: one, say };
  },
});

const approveCommand = part({
  name: 'approve',
  description: 'approve what another person proposed: the reads are copied now',
  argument: ID,
  example: 'preservation approve 3f0c… --as admin-2',
  as: { approves: 'a different person from the one who proposed it' },
  work: async ({ as, client, named }) => {
    const one = await client
      .call<ShownPreservation>('POST', `${pathOf(named)}/approve`)
      .catch(unknownStep(as));
    const kept = `${counted(one.copies?.reads ?? 0, 'read')} kept until ${utcSecond(one.until)} UTC`;
    const take = byItsRole(client, `preservation release ${one.id} ${optionOf(one)}`);
    return { result: one, say: () => `${kept}\nnext, by the records clerk: ${take}` };
  },
});

const renewCommand = part<object>({
  name: 'renew',
  description: 'keep them for longer: one person says until when, and an administrator says the same',
  argument: ID,
  options: (command) => addTermOptions(command, RENEWAL_TERMS, PARSERS),
  example: 'preservation renew 3f0c… --keep-until 2027-03-01T00:00Z --reason "adjourned"',
  as: 'acts',
  acting: TAKES,
  work: async ({ as, client, given, named }) => {
    const body = bodyOfOptions(RENEWAL_TERMS, given);
    const one = await client
      .call<ShownPreservation>('POST', `${pathOf(named)}/renew`, body)
      .catch(unknownStep(as));
    const isOpen = one.renewal !== null;
    const again = `preservation renew ${named} --keep-until ${one.renewal?.until ?? ''} --reason "…"`;
    const say = () =>
      isOpen
        ? [
            'proposed: the end stays until an administrator says the same',
            ...nextByAnother(client, again),
          ].join('\n')
        : `kept until ${utcSecond(one.until)} UTC`;
    return { result: one, say };
  },
});

const endCommand = part<{ readonly reason: string }>({
  name: 'end',
  description: 'end a preservation, or take its proposal back: its copies are erased for good',
  argument: ID,
  options: (command) => command.addOption(reasonOption('the case was closed')),
  example: 'preservation end 3f0c… --reason "the case was closed"',
  json: '{ id, status }',
  as: 'withdraws',
  acting: BY_CLERK,
  work: async ({ as, client, named, reason }) => {
    const result = await client.call('POST', `${pathOf(named)}/end`, { reason }).catch(unknownStep(as));
    return { result, say: () => `ended: its copies are erased` };
  },
});

const releaseCommand = part<
  { readonly case?: string; readonly forProcess?: string; readonly out?: string },
  undefined
>({
  name: 'release',
  description: 'take the preserved reads for their case or process; each time is an entry of the log',
  argument: ID,
  options: (command) =>
    command
      .option('--case <number>', 'the case that they are kept for')
      .option(PRESERVATION_TERMS.processId.flag, 'or the served process, by its id')
      .option('--out <file>', 'new file to write, which only you can read: JSON with the receipt'),
  example: 'preservation release 3f0c… --case CR-2026-0142 --out kept.json',
  json: '{ id, caseNumber, processId, reads, readsHash, receipt, … }',
  as: 'acts',
  acting: TAKES,
  // Before it is asked for: each time is an entry of the log.
  read: ({ out }) => {
    if (out !== undefined && existsSync(out)) throw new Error(`\`${out}\` is there already: name a new file`);
  },
  work: async ({ as, case: ofCase, client, forProcess: processId, named, out }) => {
    const caseNumber = ofCase?.trim().toUpperCase();
    const taken = await client
      .call<PreservedReads>('POST', `${pathOf(named)}/release`, { caseNumber, processId })
      .catch(unknownStep(as));
    if (out !== undefined)
      writeFileSync(out, `${JSON.stringify(taken, null, 2)}\n`, { flag: 'wx', mode: 0o600 });
    return { result: taken, say: () => (out === undefined ? readsOf(taken) : `written: ${out}`) };
  },
});

const optionOf = ({ caseNumber, processId }: ShownPreservation) =>
  caseNumber === null ? `--for-process ${processId}` : `--case ${caseNumber}`;

const pathOf = (id: string) => `${PATH}/${encodeURIComponent(id)}`;

function describe(one: ShownPreservation): string {
  const { approvedByName, copies, proposedByName, renewal, status } = one;
  return membersOf({
    status,
    ...Object.fromEntries(
      factsOf(PRESERVATION_TERMS, one).map(([label, said]) => [label.toLowerCase(), said]),
    ),
    ...{ purpose: (one.purpose as { readonly code?: string }).code, 'proposed by': proposedByName },
    ...{ 'approved by': approvedByName, reads: copies?.reads ?? null, hash: copies?.readsHash ?? null },
    'to be renewed until':
      renewal === null ? null : `${utcSecond(renewal.until)} UTC, says ${renewal.proposedByName}`,
    'to look at':
      one.reasons.length === 0
        ? null
        : one.reasons.map(({ code, detail }) => `${code} ${detail ?? ''}`.trim()).join('; '),
  });
}

function lookAt({ reasons }: ShownPreservation): string[] {
  return reasons.map(
    ({ clause, code, detail }) =>
      `  to look at: ${code} (${clause})${detail === undefined ? '' : `: ${detail}`}`,
  );
}

function readsOf({ notice, reads, receipt }: PreservedReads): string {
  const table = tableOf(
    ['captured (UTC)', 'plate', 'camera', 'direction'],
    reads.map(({ camera, capturedAt, direction, plate }) => [
      utcSecond(capturedAt),
      plate,
      camera.name,
      direction,
    ]),
  );
  return `${table}\n${counted(reads.length, 'read')}, log entry ${receipt.index}\n${notice}`;
}
