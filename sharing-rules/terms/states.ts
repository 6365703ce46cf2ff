/**
 * States, provinces and territories by their two letters, as cameras and partners name them: United States (USPS, with
 * the District and the territories), Canada (Canada Post), `MX` for Mexico, and `US` for plates of the federal government.
 * A plate of anywhere else, a tribal one for instance, is asked for without a state.
 */

/** The two letters, then the English name. */
const STATES_OF = {
  unitedStates:
    'AL Alabama;AK Alaska;AZ Arizona;AR Arkansas;CA California;CO Colorado;CT Connecticut;DE Delaware;FL Florida;' +
    'GA Georgia;HI Hawaii;ID Idaho;IL Illinois;IN Indiana;IA Iowa;KS Kansas;KY Kentucky;LA Louisiana;ME Maine;' +
    'MD Maryland;MA Massachusetts;MI Michigan;MN Minnesota;MS Mississippi;MO Missouri;MT Montana;NE Nebraska;' +
    'NV Nevada;NH New Hampshire;NJ New Jersey;NM New Mexico;NY New York;NC North Carolina;ND North Dakota;OH Ohio;' +
    'OK Oklahoma;OR Oregon;PA Pennsylvania;RI Rhode Island;SC South Carolina;SD South Dakota;TN Tennessee;TX Texas;' +
    'UT Utah;VT Vermont;VA Virginia;WA Washington;WV West Virginia;WI Wisconsin;WY Wyoming;DC District of Columbia;' +
    'AS American Samoa;GU Guam;MP Northern Mariana Islands;PR Puerto Rico;VI Virgin Islands',
  canada:
    'AB Alberta;BC British Columbia;MB Manitoba;NB New Brunswick;NL Newfoundland and Labrador;NS Nova Scotia;' +
    'NT Northwest Territories;NU Nunavut;ON Ontario;PE Prince Edward Island;QC Quebec;SK Saskatchewan;YT Yukon',
};

type Names = readonly (readonly [code: string, name: string])[];

function named(text: string): Names {
  return text.split(';').map((row) => [row.slice(0, 2), row.slice(3)]);
}

export const UNITED_STATES: Names = named(STATES_OF.unitedStates);
const CANADA = named(STATES_OF.canada);

/** All of them in alphabetical order. */
export const STATES: readonly string[] = [...UNITED_STATES, ...CANADA]
  .map(([code]) => code)
  .concat('MX', 'US')
  .sort();

const KNOWN: ReadonlySet<string> = new Set(STATES);
const CANADIAN: ReadonlySet<string> = new Set(CANADA.map(([code]) => code));

/** True if there is such a state, written in capitals. */
export function isState(code: string): boolean {
  return KNOWN.has(code);
}

/** True if it is a province or territory of Canada, written in capitals. */
export function isCanadian(code: string): boolean {
  return CANADIAN.has(code);
}

const BY_NAME: ReadonlyMap<string, string> = new Map(
  [...UNITED_STATES, ...CANADA, ['MX', 'Mexico'] as const, ['QC', 'Québec'] as const].map(([code, name]) => [
    name.toLowerCase(),
    code,
  ]),
);

/** The two letters of a state by its English name, in any case. */
export function stateNamed(name: string): string | undefined {
  return BY_NAME.get(name.toLowerCase());
}
