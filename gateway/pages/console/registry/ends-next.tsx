/** The sharing that ends next by itself: by the grant, its agreement, or the agency's certification. */
import type { EndingGrant } from '../../../registry/sharing.schema.ts';
import { DataTable } from '../../layout/data-table.tsx';
import { Day, lastDayBefore } from '../../layout/time.tsx';
import type { PersonApi } from '../../serve/person-api.ts';
import { AgencyName } from './agency-name.tsx';

const BY_WORDS: Readonly<Record<EndingGrant['endsBy'], string>> = {
  grant: 'The grant ends',
  agreement: 'The agreement ends',
  certification: 'The certification is a year old',
};

export async function readEndsNext(api: PersonApi): Promise<readonly EndingGrant[]> {
  return (await api.call<{ ending: readonly EndingGrant[] }>('GET', '/v1/sharing/ending')).ending;
}

interface EndsNextProps {
  readonly ending: readonly EndingGrant[];
  /** The ORI of the department itself, whose grant is for its own officers. */
  readonly owner: string;
}

export function EndsNext({ ending, owner }: EndsNextProps) {
  return (
    <DataTable
      name="What ends next"
      columns={[
        { name: 'Last day of sharing (UTC)', of: ({ endsAt }) => <Day at={lastDayBefore(endsAt)} /> },
        {
          name: 'With',
          of: ({ partner, partnerName }) =>
            partner === owner ? (
              'our own officers'
            ) : (
              <AgencyName agencyOf={() => partnerName} ori={partner} />
            ),
        },
        { name: 'Because', of: ({ endsBy }) => BY_WORDS[endsBy] },
      ]}
      rows={ending}
      empty="No grant is in force, so none ends."
    />
  );
}
