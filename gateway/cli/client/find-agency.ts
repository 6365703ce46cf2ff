/** Finds the ORI of an agency that people call by its ORI or its name. */
import type { Client } from './connect.ts';
import { findAgencyStep } from './next-step.ts';
import { readPages, searchOf } from './read-pages.ts';

interface AgencyView {
  readonly ori: string;
  readonly name: string;
}

/**
 * Takes an ORI as it is, without asking the registry: a revocation waits for nothing.
 * @param named as the parser `agency` takes it
 * @param as who acts, if that had to be given
 * @throws Error if no agency has exactly this name, with those whose names contain it
 */
export async function findAgencyOri(client: Client, named: string, as?: string): Promise<string> {
  if (/^\w*\d\w*$/.test(named)) return named;
  const asTyped = await withName(client, named);
  const called = asTyped.length > 0 ? named : inFull(named);
  const found = called === named ? asTyped : await withName(client, called);
  const exact = found.filter(({ name }) => name.toLowerCase() === called.toLowerCase());
  const [one, ...others] = exact;
  if (one !== undefined && others.length === 0) return one.ori;
  if (found.length === 0) {
    throw new Error(`no agency is called \`${named}\`\nnext: ${findAgencyStep(as)}`);
  }
  const oris = (one === undefined ? found : exact).map(({ ori, name }) => `\n  ${ori}  ${name}`).join('');
  const fault = one === undefined ? 'no agency is called exactly' : 'more than one agency is called';
  throw new Error(`${fault} \`${named}\`; give the ORI of one of:${oris}`);
}

/** Finds the agencies whose names contain the text. */
function withName(client: Client, name: string): Promise<AgencyView[]> {
  return readPages<AgencyView>(client, `/v1/agencies${searchOf({ name, limit: '200' })}`, 'agencies');
}

/** Does the same as `findAgencyOri` for an option that may be absent. */
export async function findGivenAgencyOri(
  client: Client,
  named: string | undefined,
  as?: string,
): Promise<string | undefined> {
  return named === undefined ? undefined : findAgencyOri(client, named, as);
}

/** The long form of abbreviations that people use at the end of a name. */
const SHORT: Readonly<Record<string, string>> = {
  PD: 'Police Department',
  SO: "Sheriff's Office",
};

function inFull(named: string): string {
  return named.replace(/(?<= )[A-Z]{2}$/i, (last) => SHORT[last.toUpperCase()] ?? last);
}
