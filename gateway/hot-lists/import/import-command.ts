/**
 * `hot-list import FILE`: a list of any layout into the gateway's database; progress on the
 * way, exact counts at the end.
 */
import { createReadStream } from 'node:fs';
import { type FileHandle, open, rm, stat } from 'node:fs/promises';
import { Command, Option } from 'commander';
import type pg from 'pg';
import { counted } from '../../../sharing-rules/text/counted.ts';
import { jsonOption } from '../../cli/client-options.ts';
import { ownerAddresses } from '../../cli/database-addresses.ts';
import { ori } from '../../cli/ori-argument.ts';
import { printResult } from '../../cli/print-result.ts';
import { approvedPurpose } from '../../cli/purpose-code.ts';
import { showProgress } from '../../cli/show-progress.ts';
import { inDatabase } from '../../database/in-database.ts';
import { findAgencyByOri } from '../../registry/agencies/agencies-store.ts';
import { readRulesRevision } from '../../settings/rules-revision.ts';
import { LAYOUTS, type Layout } from '../lists/layout.ts';
import type { SetAside } from '../lists/row-counts.ts';
import { importChanges } from './import-changes.ts';
import { connectImport, type ImportResult, importList } from './import-list.ts';

interface ImportOptions {
  readonly layout: Layout;
  readonly list: string;
  readonly purpose?: string;
  readonly agency?: string;
  readonly allowShrink?: true;
  readonly removed?: string;
  readonly json?: true;
}

const MEGABYTE = 1_000_000;

export function importCommand(): Command {
  return new Command('import')
    .description(
      'take a hot list from a file, plain or gzip; makes the list if it is new, else brings it up to date',
    )
    .argument('<file>', 'the list')
    .addOption(
      new Option('--layout <layout>', 'how the file is laid out').choices(LAYOUTS).makeOptionMandatory(),
    )
    .requiredOption('--list <name>', 'name of the list, e.g. ncic')
    .option(
      '--purpose <code>',
      'purpose under which partners may be told of hits, if the list is new; without one they are not',
      approvedPurpose,
    )
    .option('--agency <ori>', 'agency whose entries these are, if the list is new; it is told of hits', ori)
    .addOption(
      new Option(
        '--removed <file>',
        'FILE has only the added rows, and this one the removed rows, as they stood in the list',
      ).conflicts(['agency', 'purpose']),
    )
    .option('--allow-shrink', 'take it even if it has far fewer entries than the list in force')
    .addOption(jsonOption('{ taken, added, removed, unchanged, setAside, dropped, refused, restricted }'))
    .addHelpText(
      'after',
      `
Restricted rows are matched for the owner only. Rows about immigration are
dropped, and rows about anything else that is never shared are refused; neither
are kept. Rows that cannot be read are set aside.

${layoutHelp()}\n\nExample:\n  npm run gateway -- hot-list import CCICLPR.TXT --layout ccic --list ccic`,
    )
    .action(async (file: string, options: ImportOptions) => {
      const { gateway } = ownerAddresses();
      const { result, setAsideFile } = await inDatabase(gateway, () =>
        importFile(gateway.url, file, options),
      );
      printResult({ ...result, setAsideFile }, options.json === true, () => sentenceOf(result, setAsideFile));
    });
}

async function importFile(
  ownerUrl: string,
  file: string,
  options: ImportOptions,
): Promise<{ result: ImportResult; setAsideFile: string | null }> {
  const { size } = await stat(file);
  const client = await connectImport(ownerUrl);
  const source = createReadStream(file, { highWaterMark: 512 * 1024 });
  const progress = showProgress('MB', options.json === true);
  const aside = asideFile(`${file}.set-aside.ndjson`);
  try {
    const terms = { listName: options.list, layout: options.layout, rulesRevision: readRulesRevision() };
    if (options.removed !== undefined) {
      const removed = createReadStream(options.removed);
      const result = await importChanges(client, { ...terms, added: source, removed, onSetAside: aside.add });
      return { result, setAsideFile: await aside.close() };
    }
    const result = await importList(client, {
      ...terms,
      source,
      ...(options.agency === undefined ? {} : { agencyId: await agencyIdOf(client, options.agency) }),
      ...(options.purpose === undefined ? {} : { purpose: options.purpose }),
      ...(options.allowShrink === undefined ? {} : { allowShrink: true }),
      onSetAside: aside.add,
      onProgress: ({ taken, setAside }) =>
        progress.update(
          Math.round(source.bytesRead / MEGABYTE),
          Math.max(1, Math.round(size / MEGABYTE)),
          `${taken} taken, ${setAside} set aside`,
        ),
    });
    return { result, setAsideFile: await aside.close() };
  } catch (error) {
    // Nothing was taken: there is nothing beside which rows could lie.
    await aside.discard();
    throw error;
  } finally {
    progress.stop();
    source.destroy();
    await aside.close();
    await client.end();
  }
}

async function agencyIdOf(client: pg.ClientBase, partner: string): Promise<number> {
  const agency = await findAgencyByOri(client, partner);
  if (agency === null) throw new Error(`no agency has the ORI \`${partner}\`: see \`agencies list\``);
  return agency.id;
}

/** Lines and reasons of the rows set aside, beside the list; without the rows themselves, which the list still has. */
function asideFile(path: string) {
  let handle: Promise<FileHandle> | undefined;
  let written = Promise.resolve();
  return {
    add: (row: SetAside) => {
      handle ??= rm(path, { force: true }).then(() => open(path, 'w', 0o600));
      const opened = handle;
      written = written.then(async () => (await opened).appendFile(`${JSON.stringify(row)}\n`));
    },
    discard: async (): Promise<void> => {
      if (handle === undefined) return;
      await written.catch(() => undefined);
      await rm(path, { force: true });
    },
    close: async (): Promise<string | null> => {
      await written;
      await (await handle)?.close().catch(() => undefined);
      return handle === undefined ? null : path;
    },
  };
}

function sentenceOf(result: ImportResult, setAsideFile: string | null): string {
  const { taken, added, removed, unchanged, setAside, dropped, refused, restricted } = result;
  const see = setAsideFile === null ? '' : ` (see ${setAsideFile})`;
  return (
    `${counted(taken, 'row')} taken: ${added} added, ${unchanged} unchanged; ${removed} removed.\n` +
    `${restricted} restricted, ${dropped} dropped, ${refused} refused, ${setAside} set aside${see}.`
  );
}

/** A sample of each layout: a list that is taken whole. The plates are invented. */
export const SAMPLES: Readonly<Record<Layout, string>> = {
  ncic: 'V000000001COTST000020260403ZZA123    CO2026PC2003CHEVSUBLLBLK    SAMPLE\n',
  ccic: 'LICENSE   STLIST TYPE\nZZA123    COStolen Vehicle        2002 FORD FOC BLK\n',
  autovu: 'PlateNumber;Category;PlateState;ExpiryDate\nZZA123;Stolen Vehicle;CO;2099-12-31\n',
  flock: 'plate,state,reason\nZZA123,CO,Stolen Vehicle\n',
  csv: 'plate,state,type,case,expiry,note\nZZA123,CO,Stolen Vehicle,26-0142,2099-12-31,gray sedan\n',
  ndjson: '{"plate":"ZZA123","state":"CO","type":"Stolen Vehicle","case":"26-0142"}\n',
};

const WORDS: Readonly<Record<Layout, string>> = {
  ncic: 'the NCIC LPR extract, fixed width; a header may come first',
  ccic: "Colorado's CCICLPR.TXT, fixed width, a header first",
  autovu: 'Genetec AutoVu, with or without a header; `;`, `,`, tab or `:` between',
  flock: "the CSV of Flock's event log; 0 stands for O",
  csv: 'a header that names the columns; `plate` is needed. Also read:\n          state, type (or category, reason), case (or nic, reference), ori,\n          effective, expiry, note, year, make, model, color. Others are not kept',
  ndjson: "one JSON object a line, with csv's names",
};

function layoutHelp(): string {
  const parts = (Object.keys(SAMPLES) as Layout[]).map((layout) => {
    const lines = SAMPLES[layout].trimEnd().split('\n');
    return `  ${layout.padEnd(8)}${WORDS[layout]}\n${lines.map((line) => `          | ${line}`).join('\n')}`;
  });
  return `Layouts, each with a sample:\n${parts.join('\n')}`;
}
