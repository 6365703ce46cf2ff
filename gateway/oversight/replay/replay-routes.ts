/** Logged decisions taken again, over HTTP: an entry of the log before it is an answer. */
import type { Response } from 'express';
import { findNewestCheckpoint, type StoredCheckpoint } from '../../audit/log-store.ts';
import { readNow } from '../../database/read-now.ts';
import { GatewayError } from '../../faults/errors.ts';
import { parseSearch } from '../../http/parse-search.ts';
import { type Route, route } from '../../http/routes/route.ts';
import { compileSchema } from '../../http/schema.ts';
import { partial, type Shape } from '../../http/schemas/shapes.ts';
import {
  type Administrator,
  requireAdministrator,
  type SignInDeps,
} from '../../sign-in/require-administrator.ts';
import { recordReading } from '../audit-search/record-reading.ts';
import type { SearchDeps } from '../audit-search/search-log.ts';
import { type SendDeps, sendPages } from '../audit-search/send-pages.ts';
import { partsOfAll, replayLog } from './replay-log.ts';
import { rulesInUse } from './rules-in-use.ts';

export interface ReplayRouteDeps extends SignInDeps, SearchDeps, SendDeps {
  readonly rulesRevision: string;
}

const index: Shape<string> = { type: 'string', pattern: '^[0-9]{1,15}$' };
const validateReplay = compileSchema(partial({ index }));

const replayed = route(
  {
    method: 'get',
    path: '/v1/audit/replay',
    id: 'replayLog',
    action: 'read_log',
    summary:
      'Take logged decisions again from their details, under the rules of their revision: one entry by `index`, else all. ' +
      'Each line is a JSON object: the first names the head of the log, each further one what came of a part of it.',
    scope: 'alpr.admin',
    search: validateReplay,
    answers: {
      200: {
        what: 'Oldest first; codes and counts only.',
        content: { 'application/x-ndjson': null },
        headers: ['Log-Size'],
      },
    },
  },
  async (request, response, deps: ReplayRouteDeps, { action, search }) => {
    const administrator = await requireAdministrator(request, deps, action);
    const asked = parseSearch(request, search);
    await sendReplay(response, deps, administrator, asked.index === undefined ? null : Number(asked.index));
  },
);

export const REPLAY_ROUTES: readonly Route<ReplayRouteDeps>[] = [replayed];

/** @param one the index of the only entry; null: all of the log as it stands now */
async function sendReplay(
  response: Response,
  deps: ReplayRouteDeps,
  administrator: Administrator,
  one: number | null,
): Promise<void> {
  const { auditPool: pool, plateKeys, reading, rulesRevision } = deps;
  const { personId } = administrator;
  const head = await reading(personId, async () => {
    // Its own entry, and what comes after, are not in it.
    const stands = await findNewestCheckpoint(pool);
    if (stands === null || (one !== null && one >= stands.size)) {
      throw new GatewayError('not_found', 'the log has no entry with this index');
    }
    const search = one === null ? { size: stands.size } : { index: one };
    const read = {
      personId,
      action: 'replay',
      search,
      entries: one === null ? null : 1,
      plate: null,
    } as const;
    await recordReading({ pool, plateKeys }, read, await readNow(pool));
    return stands satisfies StoredCheckpoint;
  });
  await sendPages(response, deps, administrator, () => {
    response.type('application/x-ndjson').set({ 'Cache-Control': 'no-store', 'Log-Size': String(head.size) });
    const parts = one === null ? partsOfAll(head.size) : [[one]];
    return replayLog({ pool, reading, personId, rules: rulesInUse(pool, rulesRevision) }, head, parts);
  });
}
