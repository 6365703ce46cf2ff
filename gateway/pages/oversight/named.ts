/** Officers and persons by name: an id tells a reader nothing. */
import { readPages } from '../../cli/client/read-pages.ts';
import { PERSONS, type PersonView } from '../../registry/identities/identity.terms.ts';
import type { PersonApi } from '../serve/person-api.ts';

export interface NamedOfficer {
  readonly id: string;
  readonly agency: string;
  readonly reference: string;
  readonly name: string;
  readonly status: string;
}

/** Null for nobody. */
export async function findNamedOfficer(
  api: Pick<PersonApi, 'call'>,
  id: string | null,
): Promise<NamedOfficer | null> {
  return id === null ? null : api.call<NamedOfficer>('GET', `/v1/subjects/${id}`);
}

/** How somebody is called of whom only the id is known; null: nobody. */
export type NameOf = (id: string | null) => string | null;

/** The owner's people. One who is not among them keeps the id. */
export async function readNames(api: Pick<PersonApi, 'call'>): Promise<NameOf> {
  const persons = await readPages<PersonView>(api, PERSONS.path, PERSONS.member);
  const names = new Map(persons.map(({ id, name }) => [id, name]));
  return (id) => (id === null ? null : (names.get(id) ?? id));
}
