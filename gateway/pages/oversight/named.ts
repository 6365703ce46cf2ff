/** Finds officers and persons by name, since an id tells a reader nothing. */
import { readPages } from '../../cli/client/read-pages.ts';
import type { PersonView } from '../../registry/identities/identity.schema.ts';
import { PERSONS } from '../../registry/identities/identity.terms.ts';
import type { ShownOfficer } from '../../registry/officers/officer.schema.ts';
import type { NameOf } from '../console/registry/agency-name.tsx';
import type { PersonApi } from '../serve/person-api.ts';

/** Returns null for nobody. */
export async function findNamedOfficer(
  api: Pick<PersonApi, 'call'>,
  id: string | null,
): Promise<ShownOfficer | null> {
  return id === null ? null : api.call<ShownOfficer>('GET', `/v1/subjects/${id}`);
}

/** Reads the names of the owner's people. One who is not among them keeps the id. */
export async function readNames(api: Pick<PersonApi, 'call'>): Promise<NameOf> {
  const persons = await readPages<PersonView>(api, PERSONS.path, PERSONS.member);
  const names = new Map(persons.map(({ id, name }) => [id, name]));
  return (id) => (id === null ? null : (names.get(id) ?? id));
}
