/** `ingest FILE`: reads from NDJSON or CSV into the agency's store. */

import { Command, Option } from 'commander';
import { counted } from '../../sharing-rules/text/counted.ts';
import { jsonOption } from '../cli/client-options.ts';
import { ownerAddresses } from '../cli/database-addresses.ts';
import { printResult } from '../cli/print-result.ts';
import { showProgress } from '../cli/show-progress.ts';
import { PLAIN_WIDTH } from '../cli/table-of.ts';
import { wrapped } from '../cli/wrapped.ts';
import { inDatabase } from '../database/in-database.ts';
import { ingestReads } from './ingest-reads.ts';
import { deliveredReadSchema } from './read.schema.ts';

interface IngestOptions {
  readonly format?: 'ndjson' | 'csv';
  readonly retentionDays: string;
  readonly json?: true;
}

const MEGABYTE = 1_000_000;

const { properties, required } = deliveredReadSchema;
const optional = Object.keys(properties).filter((name) => !(required as readonly string[]).includes(name));

const HELP = `
A read has ${required.join(', ')}, and may have
${wrapped(optional.join(', '), PLAIN_WIDTH)}.
Any other name sets its row aside, and so does a time without an offset.

Example, with a line of such a file:
  npm run gateway -- ingest reads.ndjson
  {"capturedAt":"2026-06-01T08:00:00Z","plate":"ZZA123","cameraId":"C1"}`;

export function ingestCommand(): Command {
  return new Command('ingest')
    .argument('<file>', 'file with one read a line, or CSV with a header of the same names')
    .addOption(
      new Option('--format <format>', 'layout, if the name of the file does not tell').choices([
        'ndjson',
        'csv',
      ]),
    )
    .option('--retention-days <days>', 'set aside what is older', '30')
    .addOption(jsonOption('{ taken, known, setAside, setAsideFile }'))
    .addHelpText('after', HELP)
    .action(async (file: string, options: IngestOptions) => {
      const progress = showProgress('MB', options.json === true);
      const { reads } = ownerAddresses();
      const result = await inDatabase(reads, () =>
        ingestReads({
          ownerUrl: reads.url,
          file,
          now: Date.now(),
          retentionDays: Number(options.retentionDays),
          ...(options.format === undefined ? {} : { format: options.format }),
          onProgress: ({ bytesRead, bytesTotal, taken, setAside }) =>
            progress.update(
              Math.round(bytesRead / MEGABYTE),
              Math.max(1, Math.round(bytesTotal / MEGABYTE)),
              `${taken} taken, ${setAside} set aside`,
            ),
        }),
      ).finally(() => progress.stop());
      // Programs look at the exit code: a file of which nothing could be taken is a failure.
      if (result.taken === 0 && result.setAside > 0) process.exitCode = 1;
      printResult(result, options.json === true, () => {
        const aside =
          result.setAside === 0 ? '' : `; ${result.setAside} set aside, see ${result.setAsideFile}`;
        return `${counted(result.taken, 'read')} taken, ${result.taken - result.known} of them new${aside}`;
      });
    });
}
