/** Names persons in what a command shows, since an id tells a reader nothing. */
import type { Client } from '../../cli/client/connect.ts';
import { readPages } from '../../cli/client/read-pages.ts';
import type { PersonView } from './identity.schema.ts';
import { PERSONS } from './identity.terms.ts';

/** Returns the same with the name in place of each person's id, at any depth. */
export async function withNames<T>(client: Client, thing: T): Promise<T> {
  const persons = await readPages<PersonView>(client, PERSONS.path, PERSONS.member);
  const names = new Map(persons.map(({ id, name }) => [id, name]));
  const named = (value: unknown): unknown => {
    if (typeof value === 'string') return names.get(value) ?? value;
    if (Array.isArray(value)) return value.map(named);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, named(inner)]));
  };
  return named(thing) as T;
}
