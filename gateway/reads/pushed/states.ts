/** Turns the issuer of a plate, as vendors write it, into the two letters by which it is asked for. */
import { isCanadian, isState, stateNamed } from '../../../sharing-rules/terms/states.ts';
import { type Members, optionalTextAt } from './fields.ts';
import { ELSEWHERE } from './issuers.ts';
import { SetAside } from './pushed-read.ts';

/** The countries whose states we know, as ISO 3166-1 writes them in two letters and in three. */
const COUNTRIES: Readonly<Record<string, string>> = {
  US: 'US',
  USA: 'US',
  CA: 'CA',
  CAN: 'CA',
  MX: 'MX',
  MEX: 'MX',
};

const REGION = /^([a-z]{2})(?:-([a-z0-9]{1,3}))?$/i;

/**
 * Returns the state of a region such as `us-co`: country, then state. Undefined where it names a country
 * only, or one whose plates are kept without a state. `us` is the country, never the `US` of federal plates.
 */
export function regionAt(members: Members, name: string): string | undefined {
  const text = optionalTextAt(members, name);
  if (text === undefined) return undefined;
  const [, country = '', part] = REGION.exec(text) ?? [];
  return inCountry(country.toUpperCase(), part?.toUpperCase(), name);
}

/** A state's two letters or English name, of the United States or Canada; `-` stands for "not known". */
export function stateAt(members: Members, name: string): string | undefined {
  const text = optionalTextAt(members, name);
  if (text === undefined || text === '-') return undefined;
  const code = text.length === 2 ? text.toUpperCase() : stateNamed(text);
  if (code !== undefined && isState(code)) return code;
  throw unknownState(name);
}

/** Returns the state as `stateAt` does, where another field names the country, in two letters or three. */
export function stateInCountryAt(
  members: Members,
  country: string | undefined,
  countryName: string,
  name: string,
): string | undefined {
  const known = country === undefined ? undefined : COUNTRIES[country.toUpperCase()];
  if (country === undefined || known === 'US' || known === 'CA') return stateAt(members, name);
  if (known === 'MX') return known;
  if (/^[A-Z]{3}$/i.test(country) || ELSEWHERE.has(country.toUpperCase())) return undefined;
  throw new SetAside(`\`${countryName}\` is not a country that is known`);
}

function inCountry(country: string, part: string | undefined, name: string): string | undefined {
  if (country === 'MX') return country;
  if (country === 'US' || country === 'CA') {
    if (part === undefined) return undefined;
    if (isState(part) && isCanadian(part) === (country === 'CA') && part !== 'MX' && part !== 'US')
      return part;
    throw unknownState(name);
  }
  if (ELSEWHERE.has(country)) return undefined;
  throw unknownState(name);
}

function unknownState(name: string): SetAside {
  return new SetAside(`\`${name}\` is not a state that is known`);
}
