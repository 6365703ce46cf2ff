/** Administrators say where lists come from: set, list, take away. */
import { judgeListName } from '../../../sharing-rules/hot-list.ts';
import { isSharingPurpose } from '../../../sharing-rules/hot-list-sharing.ts';
import type { Agency } from '../../../sharing-rules/terms/agency.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { GatewayError } from '../../faults/errors.ts';
import { pathId } from '../../http/path-id.ts';
import { json, type Route } from '../../http/routes/route.ts';
import { object, type TypeOf, text, uuid } from '../../http/schemas/shapes.ts';
import { parseGatewayAddress, readGatewayCredentials } from '../../jobs/gateway-credentials.ts';
import { guardUrl } from '../../jobs/guard-address.ts';
import { wakeJobs } from '../../jobs/outbox-store.ts';
import { requireAgency } from '../../registry/agencies/require-agency.ts';
import { recordSetup } from '../../registry/two-people/record-setup.ts';
import { admitted } from '../../sign-in/door.ts';
import type { EndOrder, ExchangeDeps } from '../lists/exchange-deps.ts';
import { findListByName } from '../lists/hot-lists-store.ts';
import { requirePurpose } from '../lists/require-purpose.ts';
import { type removedSource, type SourceBody, shownSources, validateSource } from './source.schema.ts';
import { findSources, removeSource, setSource } from './sources-store.ts';
import { guardDirectory } from './watched-directory.ts';

const listed = admitted(
  {
    method: 'get',
    path: '/v1/hot-lists/sources',
    id: 'listHotListSources',
    action: 'read_registry',
    summary: 'Where lists come from.',
    answers: { 200: json('All sources.', shownSources) },
  },
  async (_, { pool }: ExchangeDeps) => ({ sources: await findSources(pool) }),
);

const set = admitted(
  {
    method: 'post',
    path: '/v1/hot-lists/sources',
    id: 'setHotListSource',
    action: 'set_up_exchange',
    summary: 'Where a list comes from, and how often; a list has one source, which this replaces.',
    body: validateSource,
    answers: { 201: json('Kept; the first fetch is under way.', object({ id: uuid, list: text })) },
  },
  async ({ body: source, by }, deps: ExchangeDeps) => {
    const agency = await check(source, deps);
    const { everySeconds, layout = null, list, purpose = null, url } = source;
    const id = await inTransaction(deps.pool, async (trx) => {
      const terms = { listName: list, layout, purpose, url, everySeconds, agencyId: agency?.id ?? null };
      const made = await setSource(trx, terms);
      await recordSetup(trx, agency, by, { change: 'source', list });
      await wakeJobs(trx);
      return made;
    });
    return { id, list };
  },
);

export const SOURCE_ROUTES: readonly Route<ExchangeDeps>[] = [listed, set];

/** Removes the source: nothing is fetched from there any more; what the list holds stays. */
export async function endSource(
  { by: { secondFactor: _, ...by }, params }: EndOrder,
  deps: ExchangeDeps,
): Promise<TypeOf<typeof removedSource>> {
  const id = pathId(params.id, 'source');
  const list = await inTransaction(deps.pool, async (trx) => {
    const name = await removeSource(trx, id);
    if (name !== null) await recordSetup(trx, null, by, { change: 'source removed', list: name });
    return name;
  });
  if (list === null) throw new GatewayError('not_found', 'no source has this id');
  return { id, list, status: 'removed' };
}

/** Refuses now whatever would fail at every fetch. Resolves to the partner whose list it is. */
async function check(body: SourceBody, deps: ExchangeDeps): Promise<Agency | null> {
  const { layout, list, partner, purpose, url } = body;
  if (purpose !== undefined && !isSharingPurpose(purpose)) {
    throw new GatewayError('malformed', '`purpose` is not an approved one: see `/v1/purposes`');
  }
  const { clause, fate, reason } = judgeListName(list);
  if (fate === 'drop' || fate === 'refuse') {
    throw new GatewayError('malformed', `a list of this name is not taken: ${reason} (${clause})`);
  }
  const made = await findListByName(deps.pool, list);
  if (made !== null) requirePurpose(made, purpose ?? null);
  const isGateway = url.startsWith('gateway:');
  if (isGateway === (layout !== undefined)) {
    const what = isGateway ? 'entries of a gateway have none' : 'say how the file is laid out';
    throw new GatewayError('malformed', `\`layout\`: ${what}`);
  }
  if (isGateway) await readGatewayCredentials(deps.credentialsDir, parseGatewayAddress(url).name);
  else if (url.startsWith('file:')) guardDirectory(url, deps.hotListDir);
  else guardUrl(url, deps.outbound);
  return partner === undefined ? null : requireAgency(deps.pool, partner);
}
