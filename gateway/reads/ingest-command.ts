/** `ingest FILE`: reads from NDJSON or CSV into the agency's store. */
import { Command, Option } from 'commander';
import { ownerAddresses } from '../cli/database-addresses.ts';
import { printResult } from '../cli/print-result.ts';
import { showProgress } from '../cli/show-progress.ts';
import { ingestReads } from './ingest-reads.ts';

interface IngestOptions {
  readonly format?: 'ndjson' | 'csv';
  readonly retentionDays: string;
  readonly json?: true;
}

const MEGABYTE = 1_000_000;

export function ingestCommand(): Command {
  return new Command('ingest')
    .description(
      'take reads from an NDJSON or CSV file; faulty rows are set aside beside it, with line and reason',
    )
    .argument('<file>', 'file with one read a line, or CSV with a header of the same names')
    .addOption(
      new Option('--format <format>', 'layout, if the name does not tell').choices(['ndjson', 'csv']),
    )
    .option('--retention-days <days>', 'set aside what is older', '30')
    .option('--json', 'print the result as JSON: { taken, known, setAside, setAsideFile }')
    .addHelpText('after', '\nExample:\n  npm run gateway -- ingest reads.ndjson')
    .action(async (file: string, options: IngestOptions) => {
      const progress = showProgress('MB', options.json === true);
      const result = await ingestReads({
        ownerUrl: ownerAddresses().readsOwnerUrl,
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
      }).finally(() => progress.stop());
      // Programs look at the exit code: a file of which nothing could be taken is a failure.
      if (result.taken === 0 && result.setAside > 0) process.exitCode = 1;
      printResult(result, options.json === true, () => {
        const aside =
          result.setAside === 0 ? '' : `; ${result.setAside} set aside, see ${result.setAsideFile}`;
        return `${result.taken} reads taken (${result.known} were there before)${aside}`;
      });
    });
}
