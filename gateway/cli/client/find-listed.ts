/** Finds the id of a listed thing that people call by its id or name: commands take either. */
import { nextCommand } from '../next-command.ts';
import type { Client } from './connect.ts';
import { readPages } from './read-pages.ts';

interface Listed {
  readonly id: string;
  readonly status: string;
}

/** A list of the gateway, and the names of its things. */
export interface NamedList<T extends Listed> {
  /** The word for sentences, e.g. `client`. */
  readonly what: string;
  readonly path: string;
  /** The member of the answer that holds the list. */
  readonly member: string;
  readonly id: RegExp;
  readonly names: (one: T) => readonly (string | null)[];
  /** Describes one thing, to tell it from others with the same name. */
  readonly describe: (one: T) => string;
  readonly command: string;
}

/** Statuses of ended things; they are meant only if no lasting one has the name, as removal may repeat. */
const OVER = new Set([
  ...['removed', 'revoked', 'withdrawn', 'expired'],
  ...['ended', 'rejected', 'replaced'],
]);

/**
 * Takes an id as it is, without reading the list: taking a right away waits for nothing. The status is known
 * only if the list was read.
 * @param as who acts, if that had to be given
 * @throws Error if nothing has the name, or more than one: then with all of them
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

export async function findListedId<T extends Listed>(
  client: Client,
  list: NamedList<T>,
  named: string,
  as?: string,
): Promise<string> {
  return (await findListed(client, list, named, as)).id;
}

/** Compares names without regard to case. */
function isSame(name: string | null, named: string): boolean {
  return name?.toLowerCase() === named.trim().toLowerCase();
}
