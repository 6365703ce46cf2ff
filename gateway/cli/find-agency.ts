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
  const path = `/v1/agencies${searchOf({ name: named, limit: '200' })}`;
  const found = await readPages<AgencyView>(client, path, 'agencies');
  const exact = found.filter(({ name }) => name.toLowerCase() === named.toLowerCase());
  const [one, ...others] = exact;
  if (one !== undefined && others.length === 0) return one.ori;
  if (found.length === 0) {
    throw new Error(`no agency is called \`${named}\`\nnext: ${findAgencyStep(as)}`);
  }
  const oris = (one === undefined ? found : exact).map(({ ori, name }) => `\n  ${ori}  ${name}`).join('');
  const fault = one === undefined ? 'no agency is called exactly' : 'more than one agency is called';
  throw new Error(`${fault} \`${named}\`; give the ORI of one of:${oris}`);
}
