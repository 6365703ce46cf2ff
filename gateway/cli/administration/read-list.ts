/** Reads the whole of a list, narrowed by the options that were typed. */
import { findGivenAgencyOri } from '../client/find-agency.ts';
import { readPages, searchOf } from '../client/read-pages.ts';
import type { Asked } from './part.ts';

interface ListAsked {
  readonly path: string;
  /** The member of the answer that holds the list. */
  readonly member: string;
  /** The parameter that narrows it to an agency, which people call by ORI or name; default: `agency`. */
  readonly byAgency?: string;
}

/** Sends each option as the parameter of its name. */
export async function readList<Row>(
  { as, client, given }: Pick<Asked, 'as' | 'client' | 'given'>,
  { byAgency = 'agency', member, path }: ListAsked,
): Promise<Row[]> {
  const { agency, ...filters } = given as Readonly<Record<string, string | undefined>>;
  const ori = await findGivenAgencyOri(client, agency, as);
  const search = searchOf({ ...filters, [byAgency]: ori, limit: '200' });
  return readPages<Row>(client, path + search, member);
}
