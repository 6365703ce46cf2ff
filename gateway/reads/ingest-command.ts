/** `ingest FILE`: reads from NDJSON or CSV into the agency's store. */
import { writeFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { counted } from '../../sharing-rules/text/counted.ts';
import { jsonOption } from '../cli/client-options.ts';
import { ownerAddresses } from '../cli/database-addresses.ts';
import { printResult } from '../cli/print-result.ts';
import { showProgress } from '../cli/show-progress.ts';
import { PLAIN_WIDTH } from '../cli/table-of.ts';
import { wrapped } from '../cli/wrapped.ts';
import { clockOf } from './local-time.ts';
import { deliveredReadSchema } from './read.schema.ts';
import { parseMapping, type ReadMap, readMapFile } from './read-map.ts';

interface IngestOptions {
  readonly format?: 'ndjson' | 'csv';
  readonly retentionDays: string;
  readonly map: Readonly<Record<string, string>>;
  readonly mapFile?: string;
  readonly saveMap?: string;
  readonly zone?: string;
  readonly json?: true;
}

const MEGABYTE = 1_000_000;

const { properties, required } = deliveredReadSchema;
const optional = Object.keys(properties).filter((name) => !(required as readonly string[]).includes(name));

const HELP = `
A read has ${required.join(', ')}, and may have
${wrapped(optional.join(', '), PLAIN_WIDTH)}.
Any other name sets its row aside, and so does a time without an offset.

A vendor's export has names of its own, and local times: say once which column
is what (columns that are not named are left out), and keep that in a file.

Examples, the first with a line of such a file:
  npm run gateway -- ingest reads.ndjson
  {"capturedAt":"2026-06-01T08:00:00Z","plate":"ZZA123","cameraId":"C1"}
  npm run gateway -- ingest export.csv --zone America/Denver \\
    --map plate="License Plate" --map capturedAt=Time --map cameraId=Camera \\
    --save-map vendor-map.json
  npm run gateway -- ingest export.csv --map-file vendor-map.json`;

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
    .option(
      '--map <member=column>',
      'the column that has a member of the read; again for each',
      collectMap,
      {},
    )
    .option('--zone <zone>', 'time zone of times without an offset, e.g. America/Denver', zoneOf)
    .option('--map-file <file>', 'take columns and zone from such a file')
    .option('--save-map <file>', 'keep columns and zone in a file')
    .addOption(jsonOption('{ taken, known, setAside, setAsideFile }'))
    .addHelpText('after', HELP)
    .action(async (file: string, options: IngestOptions) => {
      const map = await mapOf(options);
      if (options.saveMap !== undefined)
        await writeFile(options.saveMap, `${JSON.stringify(map ?? NO_MAP, null, 2)}\n`);
      const progress = showProgress('MB', options.json === true);
      const { reads } = ownerAddresses();
      const { inDatabase } = await import('../database/in-database.ts');
      const { ingestReads } = await import('./ingest-reads.ts');
      const result = await inDatabase(reads, () =>
        ingestReads({
          ownerUrl: reads.url,
          file,
          now: Date.now(),
          retentionDays: Number(options.retentionDays),
          ...(options.format === undefined ? {} : { format: options.format }),
          ...(map === undefined ? {} : { map }),
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

const NO_MAP: ReadMap = { columns: {}, zone: null };

const collectMap = (given: string, before: Readonly<Record<string, string>>) => {
  const [member, column] = parseMapping(given);
  return { ...before, [member]: column };
};

const zoneOf = (zone: string) => {
  clockOf(zone);
  return zone;
};

/** Merges the map that was typed with the one in the file; what was typed wins. @returns undefined if there is neither */
async function mapOf({ map, mapFile, zone }: IngestOptions): Promise<ReadMap | undefined> {
  if (mapFile === undefined && zone === undefined && Object.keys(map).length === 0) return undefined;
  const kept = mapFile === undefined ? NO_MAP : await readMapFile(mapFile);
  if (kept.zone !== null) clockOf(kept.zone);
  return { columns: { ...kept.columns, ...map }, zone: zone ?? kept.zone };
}
