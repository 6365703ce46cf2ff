/** Administrators say where lists come from: set, list, take away. */
import type { Router } from 'express';
import { judgeListName } from '../../../sharing-rules/hot-list.ts';
import { isSharingPurpose } from '../../../sharing-rules/hot-list-sharing.ts';
import type { Agency } from '../../../sharing-rules/terms/agency.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { GatewayError } from '../../faults/errors.ts';
import { answerOnce } from '../../http/idempotency/answer-once.ts';
import { parseBody } from '../../http/parse-body.ts';
import { pathId } from '../../http/path-id.ts';
import { strictRouter } from '../../http/strict-router.ts';
import { guardUrl } from '../../jobs/guard-address.ts';
import { wakeJobs } from '../../jobs/outbox-store.ts';
import { findAgencyByOri } from '../../registry/agencies/agencies-store.ts';
import { requireAdministrator } from '../../sign-in/require-administrator.ts';
import { type SourceBody, validateSource } from '../lists/exchange.schema.ts';
import type { ExchangeDeps } from '../lists/exchange-deps.ts';
import { findListByName } from '../lists/hot-lists-store.ts';
import { recordSetup } from '../lists/record-setup.ts';
import { requirePurpose } from '../lists/require-purpose.ts';
import { parseGatewayAddress, readGatewayCredentials } from './gateway-credentials.ts';
import { findSources, removeSource, setSource } from './sources-store.ts';
import { guardDirectory } from './watched-directory.ts';

export function sourceRoutes(deps: ExchangeDeps): Router {
  const { pool } = deps;
  const router = strictRouter();

  router.get('/v1/hot-lists/sources', async (request, response) => {
    await requireAdministrator(request, deps, 'read_registry');
    response.set('Cache-Control', 'no-store').json({ sources: await findSources(pool) });
  });

  router.post('/v1/hot-lists/sources', async (request, response) => {
    const administrator = await requireAdministrator(request, deps, 'set_up_exchange');
    await answerOnce(deps, request, response, administrator, async () => {
      const body = parseBody(request, validateSource);
      const agency = await check(body, deps);
      const { everySeconds, layout = null, list, purpose = null, url } = body;
      const id = await inTransaction(pool, async (trx) => {
        const terms = { listName: list, layout, purpose, url, everySeconds, agencyId: agency?.id ?? null };
        const made = await setSource(trx, terms);
        await recordSetup(trx, agency, administrator, { change: 'source', list });
        await wakeJobs(trx);
        return made;
      });
      return { status: 201, body: { id, list } };
    });
  });

  router.delete('/v1/hot-lists/sources/:id', async (request, response) => {
    const { secondFactor: _, ...by } = await requireAdministrator(request, deps, 'end_exchange');
    const id = pathId(request.params.id, 'source');
    const list = await inTransaction(pool, async (trx) => {
      const name = await removeSource(trx, id);
      if (name !== null) await recordSetup(trx, null, by, { change: 'source removed', list: name });
      return name;
    });
    if (list === null) throw new GatewayError('not_found', 'no source has this id');
    response.json({ id, list, status: 'removed' });
  });

  return router;
}

/** Whatever would fail at every fetch is refused now. Resolves to the partner whose list it is. */
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
  const agency = partner === undefined ? null : await findAgencyByOri(deps.pool, partner);
  if (partner !== undefined && agency === null) {
    throw new GatewayError('not_found', 'no agency of the registry has this ORI');
  }
  return agency;
}
