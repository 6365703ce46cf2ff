/** Shows agencies by name beside the ORI, since nobody knows ORIs by heart. */

import { parseOri } from '../../../../sharing-rules/terms/ori.ts';
import { MOST_NAMED_ORIS } from '../../../registry/agencies/agency.schema.ts';
import type { PersonApi } from '../../serve/person-api.ts';
import { agencyAddress, searchOf } from './addresses.ts';
import type { AgencyView } from './agency-view.ts';

/** Names somebody or an agency whose id or ORI is known; null for nobody. */
export type NameOf = (id: string | null) => string | null;

/** Reads the names of these agencies; one that the registry does not have keeps its ORI. */
export async function readAgencyNames(
  api: Pick<PersonApi, 'call'>,
  oris: readonly (string | null)[],
): Promise<NameOf> {
  // What stands in its place may be no ORI, and would be refused.
  const asked = [...new Set(oris)].filter((ori) => ori !== null && parseOri(ori) !== null);
  const parts = Array.from({ length: Math.ceil(asked.length / MOST_NAMED_ORIS) }, (_, i) =>
    asked.slice(i * MOST_NAMED_ORIS, (i + 1) * MOST_NAMED_ORIS),
  );
  const answers = await Promise.all(
    parts.map((oris) => {
      const search = searchOf({ oris: oris.join(','), limit: String(MOST_NAMED_ORIS) });
      return api.call<{ readonly agencies: readonly AgencyView[] }>('GET', `/v1/agencies${search}`);
    }),
  );
  const names = new Map(answers.flatMap(({ agencies }) => agencies.map(({ name, ori }) => [ori, name])));
  return (ori) => (ori === null ? null : (names.get(ori) ?? ori));
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
