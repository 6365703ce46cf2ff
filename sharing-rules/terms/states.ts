/**
 * States, provinces and territories by their two letters, as cameras and partners name them: United States (USPS, with
 * the District and the territories), Canada (Canada Post), `MX` for Mexico, and `US` for plates of the federal government.
 * A plate of anywhere else, a tribal one for instance, is asked for without a state.
 */

const UNITED_STATES =
  'AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA ' +
  'RI SC SD TN TX UT VT VA WA WV WI WY DC AS GU MP PR VI';
const CANADA = 'AB BC MB NB NL NS NT NU ON PE QC SK YT';

/** In alphabetical order. */
export const STATES: readonly string[] = `${UNITED_STATES} ${CANADA} MX US`.split(' ').sort();

const KNOWN: ReadonlySet<string> = new Set(STATES);

/** Whether there is such a state, written in capitals. */
export function isState(code: string): boolean {
  return KNOWN.has(code);
}
