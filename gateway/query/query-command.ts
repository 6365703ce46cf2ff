/** `query PLATE`: asks as a partner would, and checks the receipt before showing anything. */
import Table from 'cli-table3';
import { Command } from 'commander';
import type { Receipt } from '../audit/receipt.ts';
import { verifyReceipt } from '../audit-verify/verify-receipt.ts';
import { type Connect, readClientsFile } from '../cli/connect.ts';
import { printResult } from '../cli/print-result.ts';

interface QueryOptions {
  readonly as: string;
  readonly purpose: string;
  readonly case: string;
  readonly justification: string;
  readonly offense?: string;
  readonly officer: string;
  readonly officerName: string;
  readonly hours: string;
  readonly limit: string;
  readonly match: string;
  readonly state?: string;
  readonly dryRun?: true;
  readonly json?: true;
}

interface Answer {
  readonly reads: readonly {
    readonly capturedAt: string;
    readonly plate: string;
    readonly plateState: string | null;
    readonly camera: { readonly name: string };
    readonly direction: string | null;
  }[];
  readonly next: string | null;
  readonly notice: string;
  readonly receipt: Receipt;
}

export function queryCommand(connect: Connect): Command {
  return new Command('query')
    .description('ask for reads of a plate, as a partner agency')
    .argument('<plate>', 'plate, e.g. DEMO001')
    .option('--as <client>', 'client of the demo to ask as', 'adams')
    .option('--purpose <code>', 'purpose code, see GET /v1/purposes', 'stolen_vehicle')
    .option('--case <number>', 'case or CAD number', 'CR-2026-0142')
    .option(
      '--justification <text>',
      'why, in a sentence',
      'vehicle reported stolen overnight from a driveway',
    )
    .option('--offense <system:code>', 'offense, e.g. nibrs:240')
    .option('--officer <id>', "the officer's id at the agency", 'officer-1')
    .option('--officer-name <name>', "the officer's name", 'Officer One')
    .option('--hours <hours>', 'how far back', '24')
    .option('--limit <records>', 'most records', '25')
    .option('--match <how>', 'exact, lookalike or partial (held for review)', 'exact')
    .option('--state <code>', 'state of the plate, e.g. CO')
    .option('--dry-run', 'only say what would be decided')
    .option('--json', 'print the answer as JSON')
    .addHelpText('after', '\nExample:\n  npm run gateway -- query DEMO001 --as adams')
    .action(async (plate: string, options: QueryOptions) => {
      const client = await connect(options.as);
      const body = queryBody(plate, client.ori, options);
      const path = options.dryRun ? '/v1/decisions' : '/v1/queries';
      const answer = await client.call<Answer>('POST', path, body);
      // Held for review, or a dry run: nothing was released that a table could show.
      if (answer.reads === undefined) {
        printResult(answer, options.json === true, () => JSON.stringify(answer, null, 2));
        return;
      }
      const { reads, next, notice, receipt } = answer;
      const checked = verifyReceipt(receipt, readClientsFile().logKey, reads);
      if (!checked.ok) throw new Error(`the receipt does not hold: ${checked.faults.join('; ')}`);
      printResult(answer, options.json === true, () => {
        const more = next === null ? '' : ', more follow';
        return `${tableOf(reads)}\n${reads.length} reads${more}. Log entry ${receipt.index}: receipt checked.\n${notice}`;
      });
    });
}

function queryBody(plate: string, ori: string, options: QueryOptions): Record<string, unknown> {
  const now = Date.now();
  const [system, code] = options.offense?.split(':') ?? [];
  return {
    purpose: {
      code: options.purpose,
      caseNumber: options.case,
      justification: options.justification,
      ...(system === undefined ? {} : { offense: { system, code } }),
    },
    onBehalfOf: { id: options.officer, name: options.officerName, ori },
    plate: {
      number: plate,
      match: options.match,
      ...(options.state === undefined ? {} : { state: options.state }),
    },
    from: new Date(now - Number(options.hours) * 3_600_000).toISOString(),
    to: new Date(now).toISOString(),
    limit: Number(options.limit),
  };
}

function tableOf(reads: Answer['reads']): string {
  const table = new Table({
    head: ['captured (UTC)', 'plate', 'camera', 'dir'],
    style: { head: [], border: [] },
  });
  for (const { capturedAt, plate, plateState, camera, direction } of reads) {
    table.push([
      capturedAt.replace('T', ' ').slice(0, 19),
      `${plate} ${plateState ?? ''}`.trim(),
      camera.name,
      direction ?? '',
    ]);
  }
  return table.toString();
}
