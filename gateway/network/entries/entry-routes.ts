/**
 * `GET /v1/network/entries`: tells a registered agency's system which entries of the log its agency takes part in, so
 * that its own log can be held against this one.
 */
import type pg from 'pg';
import { type Publishing, sizePublished } from '../../audit/follow/size-published.ts';
import { GatewayError } from '../../faults/errors.ts';
import { json, type Route } from '../../http/routes/route.ts';
import { compileSchema } from '../../http/schema.ts';
import { base64, count, flag, list, object, orNull, type Shape, text } from '../../http/schemas/shapes.ts';
import { bringUp } from '../../projections/up-to-now.ts';
import { admitted } from '../../sign-in/door.ts';
import type { SignInDeps } from '../../sign-in/require-administrator.ts';
import { findPartnersEntries } from './entries-store.ts';

export interface EntriesDeps extends SignInDeps, Publishing {
  readonly pool: pg.Pool;
}

/** Entries of one answer. */
const MOST = 500;

const since: Shape<string> = { type: 'string', pattern: '^(?:0|[1-9][0-9]{0,14})$' };

export const networkEntries = {
  $id: 'NetworkEntries',
  ...object({
    entries: list(
      object({
        index: count,
        entry: text,
        asker: orNull(object({ salt: base64, detail: text })),
        ownerHash: orNull(base64),
      }),
    ),
    // The `since` of the next request: every entry before it was looked at.
    next: count,
    more: flag,
  }),
};

export const ENTRY_ROUTES: readonly Route<EntriesDeps>[] = [
  admitted(
    {
      method: 'get',
      path: '/v1/network/entries',
      id: 'listNetworkEntries',
      summary:
        'Releases, refusals, held queries and dry runs of the agency that asks, from the log index `since` (default 0) on, oldest first, ' +
        'each once it is published; for systems.',
      scope: 'alpr.query',
      search: compileSchema(object({ since }, 'since')),
      answers: { 200: json('Entries, and where the next ones begin.', networkEntries) },
    },
    async ({ by, search }, deps: EntriesDeps) => {
      if (by.personId !== null) {
        const why = 'the entries name what colleagues asked, so a person is not shown them: ask as a system';
        throw new GatewayError('forbidden', why);
      }
      const from = Number(search.since ?? 0);
      const { size } = await bringUp(deps.pool);
      const to = Math.max(from, Math.min(size, await sizePublished(deps)));
      const entries = await findPartnersEntries(deps.pool, by.agencyId, { from, to }, MOST);
      const more = entries.length === MOST;
      return { entries, next: more ? (entries.at(-1)?.index ?? to) + 1 : to, more };
    },
  ),
];
