/** From what people call an agency, its ORI or its name, to its ORI. */
import type { Client } from './connect.ts';
import { findAgencyStep } from './next-step.ts';
import { readPages, searchOf } from './read-pages.ts';

interface AgencyView {
  readonly ori: string;
  readonly name: string;
}

/**
 * An ORI is taken as it is, without a look at the registry: a revoke waits for nothing.
 * @param named as the parser `agency` takes it
 * @param as who acts, where that had to be said
 * @throws Error where no agency has exactly this name, with those whose names contain it
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

/** Those in whose names it stands. */
function withName(client: Client, name: string): Promise<AgencyView[]> {
  return readPages<AgencyView>(client, `/v1/agencies${searchOf({ name, limit: '200' })}`, 'agencies');
}

/** As `findAgencyOri`, of an option that need not be given. */
export async function findGivenAgencyOri(
  client: Client,
  named: string | undefined,
  as?: string,
): Promise<string | undefined> {
  return named === undefined ? undefined : findAgencyOri(client, named, as);
}

/** What stands for the last words of a name when people speak. */
const SHORT: Readonly<Record<string, string>> = {
  PD: 'Police Department',
  SO: "Sheriff's Office",
};

function inFull(named: string): string {
  return named.replace(/(?<= )[A-Z]{2}$/i, (last) => SHORT[last.toUpperCase()] ?? last);
}
