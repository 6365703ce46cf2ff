/** Samples of each layout, for anyone who must make such a file. The plates are invented. */
import type { Layout } from '../lists/layout.ts';

/** Each is a list that is taken whole. */
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

export function layoutHelp(): string {
  const parts = (Object.keys(SAMPLES) as Layout[]).map((layout) => {
    const lines = SAMPLES[layout].trimEnd().split('\n');
    return `  ${layout.padEnd(8)}${WORDS[layout]}\n${lines.map((line) => `          | ${line}`).join('\n')}`;
  });
  return `Layouts, each with a sample:\n${parts.join('\n')}`;
}
