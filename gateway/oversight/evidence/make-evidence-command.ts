/** `evidence`: what was released for a case, once more, for its file; each time is an entry of the log. */
import { existsSync, writeFileSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { findPurpose } from '../../../sharing-rules/terms/purposes.ts';
import { utcSecond } from '../../../sharing-rules/terms/utc-day.ts';
import type { Client, Connect } from '../../cli/client/connect.ts';
import { bodyOf, readAnswer } from '../../cli/client/http-client-answer.ts';
import { actAs, type ClientOptions, jsonOption } from '../../cli/client-options.ts';
import { membersOf } from '../../cli/members-of.ts';
import { printResult } from '../../cli/print-result.ts';
import { tableOf } from '../../cli/table-of.ts';
import { writeOut } from '../../cli/write-out.ts';
import type { ShownEvidence } from './evidence.schema.ts';

interface EvidenceOptions extends ClientOptions {
  readonly case: string;
  readonly csv?: true;
  readonly out?: string;
}

interface EvidenceOrder {
  readonly index: number;
  readonly caseNumber: string;
}

export function makeEvidenceCommand(connect: Connect): Command {
  return new Command('evidence')
    .argument(
      '<entry>',
      'log entry of the release, as on the page of the answer and in its receipt',
      entryNumber,
    )
    .requiredOption('--case <number>', 'its case number')
    .addOption(new Option('--csv', 'print it as CSV, a line a read').conflicts('json'))
    .option('--out <file>', 'new file to write: JSON with the receipts, or CSV with --csv')
    .addOption(actAs('clerk'))
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  npm run gateway -- evidence 1503 --case CR-2026-0142')
    .action(async (index: number, options: EvidenceOptions) => {
      const { as, csv, json, out } = options;
      // Before it is asked for: the evidence is an entry of the log.
      if (out !== undefined && existsSync(out))
        throw new Error(`\`${out}\` is there already: name a new file`);
      const client = await connect(as, { otherwise: 'clerk', grants: true });
      const order = { index, caseNumber: options.case.trim().toUpperCase() };
      if (csv) return put(await readCsv(client, order), out);
      const format = json || out !== undefined ? 'json' : 'print';
      const made = await client.call<ShownEvidence>('POST', '/v1/evidence', { ...order, format });
      if (out !== undefined) return put(`${JSON.stringify(made, null, 2)}\n`, out);
      printResult(made, json === true, () => describe(made));
    });
}

async function readCsv(client: Client, order: EvidenceOrder): Promise<string> {
  const response = await client.open('POST', '/v1/evidence', { ...order, format: 'csv' });
  if (!response.ok) bodyOf(await readAnswer(response));
  return response.text();
}

/** Into a file that only its owner reads, or to standard output. */
async function put(text: string, out: string | undefined): Promise<void> {
  if (out === undefined) return writeOut(text);
  writeFileSync(out, text, { flag: 'wx', mode: 0o600 });
  printResult(null, false, () => `written: ${out}`);
}

function describe(made: ShownEvidence): string {
  const { agency, agencyName, asReleased, caseNumber, officer, plate, records, sharedBy } = made;
  const facts = {
    'case number': caseNumber,
    'released to': `${agencyName} (${agency})`,
    'released by': sharedBy.name === null ? sharedBy.ori : `${sharedBy.name} (${sharedBy.ori})`,
    'officer who asked': officer === null ? null : `${officer.name} (${officer.id}, ${officer.ori})`,
    released: `${utcSecond(made.releasedAt)} UTC`,
    purpose: findPurpose(made.purpose)?.title ?? made.purpose,
    'what happened': made.incident,
    justification: made.justification,
    'plate asked for': plate,
    window: `${utcSecond(made.from)} to ${utcSecond(made.to)} UTC`,
    'reads that left': records,
    'as released': asReleased
      ? 'yes: these are exactly the reads that left'
      : 'no: some have expired, or came in late',
    'log entry of the release': made.index,
    'log entry of this evidence': made.exportIndex,
    made: `${utcSecond(made.madeAt)} UTC by ${made.madeBy}`,
  };
  const table = tableOf(
    ['captured (UTC)', 'plate', 'camera', 'direction', 'vehicle'],
    made.reads.map(({ camera, capturedAt, direction, plate: read, vehicle }) => [
      ...[utcSecond(capturedAt), read, camera.name, direction],
      [vehicle.color, vehicle.make, vehicle.model, vehicle.bodyStyle].filter((one) => one !== null).join(' '),
    ]),
  );
  return `${membersOf(facts)}\n${table}\nwith its receipts, by which anyone can verify it: the same with \`--out FILE\``;
}

function entryNumber(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('write the number of an entry, e.g. 42');
}
