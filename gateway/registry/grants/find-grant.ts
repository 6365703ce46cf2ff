/** Finds the grant that a command is about by its id or its agency. */
import type { Client } from '../../cli/client/connect.ts';
import { findListedId, type NamedList } from '../../cli/client/find-listed.ts';
import { readPages, searchOf } from '../../cli/client/read-pages.ts';
import type { ShownGrant } from './grant.schema.ts';

/** A grant as the commands read it from the gateway. */
export type GrantView = ShownGrant;

/** @param status of the grants that are meant; any if absent */
export const grantsOf = (status?: string): NamedList<GrantView> => ({
  ...{ what: 'grant', member: 'grants', command: 'grant list' },
  path: `/v1/grants${searchOf({ status, limit: '200' })}`,
  id: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  names: ({ partner, partnerName }) => [partner, partnerName],
  describe: ({ partner, status: found, validUntil }) =>
    `${partner}, ${found}, until ${validUntil.slice(0, 10)}`,
});

/**
 * Finds the grant of the agency that is in force; if none is, the one that ended last: to revoke it again is
 * safe, and the answer then says when it ended, and by whom.
 * @throws Error as `findListedId`, if the agency never had one
 */
export async function findGrantToRevoke(client: Client, named: string, as?: string): Promise<string> {
  return findListedId(client, grantsOf('active'), named, as).catch(async (error: unknown) => {
    const { member, names, path } = grantsOf('revoked');
    const called = (await readPages<GrantView>(client, path, member)).filter((grant) =>
      names(grant).some((name) => name?.toLowerCase() === named.trim().toLowerCase()),
    );
    const [last] = called.sort((a, b) => (b.endedAt ?? '').localeCompare(a.endedAt ?? ''));
    if (last === undefined) throw error;
    return last.id;
  });
}
