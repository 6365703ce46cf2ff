/** Shows agencies by name beside the ORI, since nobody knows ORIs by heart. */

import { readPages } from '../../../cli/client/read-pages.ts';
import type { PersonApi } from '../../serve/person-api.ts';
import { agencyAddress } from './addresses.ts';
import type { AgencyView } from './agency-view.ts';

/** Names somebody or an agency whose id or ORI is known; null for nobody. */
export type NameOf = (id: string | null) => string | null;

/** So many agencies are asked for one by one; for more, the whole registry takes fewer requests. */
const ONE_BY_ONE = 3;

/** Reads the names of these agencies; one that the registry does not have keeps its ORI. */
export async function readAgencyNames(
  api: Pick<PersonApi, 'ask' | 'call'>,
  oris: readonly (string | null)[],
): Promise<NameOf> {
  const asked = [...new Set(oris)].filter((ori) => ori !== null);
  const agencies =
    asked.length > ONE_BY_ONE
      ? await readPages<AgencyView>(api, '/v1/agencies?limit=200', 'agencies')
      : await Promise.all(asked.map((ori) => readAgency(api, ori)));
  const names = new Map(agencies.flatMap((one) => (one === null ? [] : [[one.ori, one.name]])));
  return (ori) => (ori === null ? null : (names.get(ori) ?? ori));
}

async function readAgency(api: Pick<PersonApi, 'ask'>, ori: string): Promise<AgencyView | null> {
  const { body, status } = await api.ask('GET', `/v1/agencies/${encodeURIComponent(ori)}`);
  return status === 200 ? (body as AgencyView) : null;
}

interface AgencyNameProps {
  readonly ori: string;
  readonly agencyOf: NameOf;
  /** The address to which it links; default: the agency's page. */
  readonly address?: string;
}

export function AgencyName({ address, agencyOf, ori }: AgencyNameProps) {
  const name = agencyOf(ori) ?? ori;
  return (
    <>
      <a href={address ?? agencyAddress(ori)}>{name}</a>
      {name === ori ? null : ` (${ori})`}
    </>
  );
}
