/**
 * `hot-list import FILE`: a list of any layout into the gateway's database; progress on the
 * way, exact counts at the end.
 */

import { Command, Option } from 'commander';
import { counted } from '../../../sharing-rules/text/counted.ts';
import { jsonOption } from '../../cli/client-options.ts';
import { ownerAddresses } from '../../cli/database-addresses.ts';
import { ori } from '../../cli/ori-argument.ts';
import { printResult } from '../../cli/print-result.ts';
import { approvedPurpose } from '../../cli/purpose-code.ts';
import { LAYOUTS, type Layout } from '../lists/layout.ts';
import type { ImportOptions } from './import-file.ts';
import type { ImportResult } from './import-list.ts';

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
      // What it needs takes longer to load than the help of all commands.
      const { importFile } = await import('./import-file.ts');
      const { result, setAsideFile } = await importFile(gateway, file, options);
      printResult({ ...result, setAsideFile }, options.json === true, () => sentenceOf(result, setAsideFile));
    });
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
