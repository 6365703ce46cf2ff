/** From what people call a thing of the registry to its id there: commands take either. */
import { nextCommand } from '../next-command.ts';
import type { Client } from './connect.ts';
import { readPages } from './read-pages.ts';

interface Listed {
  readonly id: string;
  readonly status: string;
}

/** One list of the gateway, and what its things are called. */
export interface NamedList<T extends Listed> {
  /** For sentences, e.g. `client`. */
  readonly what: string;
  readonly path: string;
  /** Of the answer. */
  readonly member: string;
  /** What an id looks like. */
  readonly id: RegExp;
  readonly names: (one: T) => readonly (string | null)[];
  /** What tells one of several with the same name from the others. */
  readonly describe: (one: T) => string;
  /** The command that shows the list. */
  readonly command: string;
}

/** What is over is meant only where nothing that lasts has the name: removing it again is safe. */
const OVER = new Set(['removed', 'revoked', 'withdrawn', 'expired']);

/**
 * An id is taken as it is, without a look at the list: what takes a right away waits for nothing. How the thing stands is
 * known where the list had to be read.
 * @param as who acts, where that had to be said
 * @throws Error where nothing has the name, or more than one: then with all of them
 */
export async function findListed<T extends Listed>(
  client: Client,
  list: NamedList<T>,
  named: string,
  as?: string,
): Promise<Pick<T, 'id'> & Partial<T>> {
  if (list.id.test(named)) return { id: named } as Pick<T, 'id'> & Partial<T>;
  const all = await readPages<T>(client, list.path, list.member);
  const called = all.filter((one) => list.names(one).some((name) => isSame(name, named)));
  const lasting = called.filter(({ status }) => !OVER.has(status));
  const [one, ...others] = lasting.length > 0 ? lasting : called;
  if (one === undefined) {
    const see = nextCommand(list.command, as);
    throw new Error(
      `no ${list.what} is called \`${named}\`, and it is not a complete id\nnext: list them: ${see}`,
    );
  }
  if (others.length === 0) return one;
  const ids = [one, ...others].map((each) => `\n  ${each.id}  ${list.describe(each)}`).join('');
  throw new Error(`more than one ${list.what} is called \`${named}\`; give the id of one of:${ids}`);
}

/** The id alone, as `findListed` finds it. */
export async function findListedId<T extends Listed>(
  client: Client,
  list: NamedList<T>,
  named: string,
  as?: string,
): Promise<string> {
  return (await findListed(client, list, named, as)).id;
}

/** Capitals are typed or not. */
function isSame(name: string | null, named: string): boolean {
  return name?.toLowerCase() === named.trim().toLowerCase();
}
